/**
 * The networks of the published PyTorch implementation of Mem3D as graphs, block by block, with the
 * parameter names of its checkpoints.
 *
 * <p>Start with {@link org.mem3d.published.network.PublishedMemoryNetwork} and {@link
 * org.mem3d.published.network.PublishedInteractionNetwork}: each reads like the figure that it was
 * drawn as; the other classes are their blocks. {@link org.mem3d.published.network.Architecture}
 * names the networks and tells which tensors a checkpoint of each holds. Graphs and their blocks
 * are immutable, and building one computes nothing; {@link
 * org.mem3d.published.network.PublishedMemoryModel} and {@link
 * org.mem3d.published.network.PublishedInteractionModel} hold what a backend compiled, and one
 * thread at a time uses them.
 */
@NullMarked
package org.mem3d.published.network;

import org.jspecify.annotations.NullMarked;
