/**
 * Tensor graphs: what a network computes, as immutable data.
 *
 * <p>Start with {@link org.mem3d.graph.GraphBuilder}, which makes a {@link
 * org.mem3d.graph.TensorGraph}; {@link org.mem3d.graph.Op} is the whole vocabulary. Building a
 * graph computes nothing: a backend ({@link org.mem3d.spi.Backend}) compiles it together with
 * {@link org.mem3d.graph.Weights} and runs it. Image tensors have the logical order N, C, H, W here
 * and in {@code org.mem3d.spi}, and nowhere else. {@link org.mem3d.graph.MemoryPlan} tells what a
 * graph needs to run.
 *
 * <p>Graphs, nodes, shapes and ops are immutable and safe to share between threads; a builder
 * belongs to one thread.
 */
@NullMarked
package org.mem3d.graph;

import org.jspecify.annotations.NullMarked;
