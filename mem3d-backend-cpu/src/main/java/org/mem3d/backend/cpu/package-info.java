/**
 * The provider {@code nd4j-cpu}: the ND4J executor on the processor.
 *
 * <p>Start with {@link org.mem3d.backend.cpu.Nd4jCpuProvider}. Everything here is safe to use from
 * several threads.
 */
@NullMarked
package org.mem3d.backend.cpu;

import org.jspecify.annotations.NullMarked;
