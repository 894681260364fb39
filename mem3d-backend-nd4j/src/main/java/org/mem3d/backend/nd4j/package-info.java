/**
 * The executor of tensor graphs on ND4J operations; it knows no device.
 *
 * <p>Start with {@link org.mem3d.backend.nd4j.Nd4jBackend}. Compiling goes one way: {@code
 * Lowering} turns each node into ND4J operations on {@code Value}s, choosing the {@code Layout} of
 * each (images lie N, H, W, C; many transpositions then cost nothing); {@code Placement} gives each
 * intermediate value its place in one arena; {@code Nd4jGraph} binds operations to arrays once and
 * runs them in order.
 *
 * <p>Two faults of ND4J 1.0.0-M2.1 shape this code. {@code INDArray.close()} gives no memory back,
 * and binding an operation's context anew loses some each time: so memory is allocated here, as
 * {@code NativeBlock}s, and every operation is bound once. Its {@code top_k} returns wrong indices
 * and its dilated convolution fails under oneDNN: {@code Lowering} goes around both.
 *
 * <p>A backend is safe to use from several threads; a graph and a tensor belong to one thread at a
 * time.
 */
@NullMarked
package org.mem3d.backend.nd4j;

import org.jspecify.annotations.NullMarked;
