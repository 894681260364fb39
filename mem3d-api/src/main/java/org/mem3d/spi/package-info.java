/**
 * What a compute backend implements.
 *
 * <p>Start with {@link org.mem3d.spi.BackendProvider}, found by {@link java.util.ServiceLoader}; it
 * opens a {@link org.mem3d.spi.Backend}, which compiles a {@link org.mem3d.graph.TensorGraph} into
 * a {@link org.mem3d.spi.CompiledGraph} that runs on {@link org.mem3d.spi.DeviceTensor}s. The
 * module {@code mem3d-backend-testkit} holds the contract that every backend passes.
 *
 * <p>Providers and backends are safe to use from several threads; a compiled graph and a tensor are
 * used by one thread at a time.
 */
@NullMarked
package org.mem3d.spi;

import org.jspecify.annotations.NullMarked;
