/**
 * The {@code reference} backend: every operation in plain Java, float32, without native code. It
 * runs wherever a JVM does, and it is the executable form of the definitions in {@link
 * org.mem3d.graph.Op}.
 *
 * <p>Start with {@link org.mem3d.runtime.reference.ReferenceBackendProvider}. Inside, a graph is
 * compiled into one {@code Kernel} a node; {@code BufferPlan} gives the nodes their buffers, {@code
 * Workers} spreads a kernel's tasks over the threads, and {@code MatrixProduct} is the loop in
 * which convolutions and products spend their time. Results do not depend on the number of threads:
 * a task computes whole elements, always in the same order.
 *
 * <p>The backend is thread-safe; compiled graphs and tensors belong to one thread at a time.
 */
@NullMarked
package org.mem3d.runtime.reference;

import org.jspecify.annotations.NullMarked;
