/**
 * The networks of the published PyTorch implementation of Mem3D as graphs, block by block, with the
 * parameter names of its checkpoints.
 *
 * <p>Start with {@link org.mem3d.core.published.PublishedMemoryNetwork} and {@link
 * org.mem3d.core.published.PublishedInteractionNetwork}: each reads like the figure that it was
 * drawn as; the other classes are their blocks. {@link org.mem3d.core.published.Architecture} names
 * the networks and tells which tensors a checkpoint of each holds. All classes are immutable;
 * building a graph computes nothing.
 */
@NullMarked
package org.mem3d.core.published;

import org.jspecify.annotations.NullMarked;
