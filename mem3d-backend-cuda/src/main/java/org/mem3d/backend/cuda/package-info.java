/**
 * The provider {@code nd4j-cuda}: the ND4J executor on NVIDIA cards.
 *
 * <p>Start with {@link org.mem3d.backend.cuda.Nd4jCudaProvider}: it looks at the machine before any
 * native code is loaded; {@code BoundCuda} loads ND4J and says what it was bound to. Everything
 * here is safe to use from several threads.
 */
@NullMarked
package org.mem3d.backend.cuda;

import org.jspecify.annotations.NullMarked;
