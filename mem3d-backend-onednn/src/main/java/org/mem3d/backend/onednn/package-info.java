/**
 * The provider {@code onednn}: graphs compiled once into oneDNN primitives, the fast path on CPUs.
 *
 * <p>Reading order: {@link org.mem3d.backend.onednn.OneDnnProvider} opens a backend, whose {@code
 * compile} goes through {@code Fusion} (which nodes run as one), {@code Precisions} (which values
 * are held in bfloat16), {@code Lowering} (nodes into steps over values with a layout), {@code
 * GraphBindings} (what is given and filled at each run) and {@code Arena} (where the values lie),
 * and ends in a graph that runs its steps in order.
 *
 * <p>Image tensors are held channels-last (N, H, W, C). On processors with AVX-512 this is what
 * oneDNN itself chooses for convolutions, it makes joining channels and turning an image into a
 * matrix of positions by channels cheap, and odd numbers of channels cost no padding.
 *
 * <p>A memory read is one step, {@code ReadStep}: {@code ReadPattern} finds it, {@code ReadOps}
 * describes the operations of a tile, {@code Workers} shares the tiles out. A read of many memories
 * is a {@code StreamedRead}: {@code StreamCut} says in which blocks, {@code StreamOps} what is done
 * with one. A top-k read is computed node by node.
 *
 * <p>The provider and the backend are safe to use from several threads; graphs and tensors are used
 * by one thread at a time.
 */
@NullMarked
package org.mem3d.backend.onednn;

import org.jspecify.annotations.NullMarked;
