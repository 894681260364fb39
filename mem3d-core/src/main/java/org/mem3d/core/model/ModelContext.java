package org.mem3d.core.model;

import org.jspecify.annotations.Nullable;
import org.mem3d.Profile;
import org.mem3d.PropagationSettings;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.network.BatchSizes;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;

/**
 * With what, and where, a network is made. Immutable.
 *
 * @param backend computes; it stays the engine's
 * @param weights of the network, with their source for messages
 * @param options how graphs are compiled
 * @param batches in which sizes networks run, if they run in batches
 * @param cacheBytes for features that are kept from round to round
 * @param settings how slices are propagated
 * @param profile how a published memory network is used; null if nothing was said
 * @param publishedSide of a published network's input
 * @param workers share what is computed around the network; the engine's
 */
public record ModelContext(
    Backend backend,
    Safetensors weights,
    CompileOptions options,
    BatchSizes batches,
    long cacheBytes,
    PropagationSettings settings,
    @Nullable Profile profile,
    int publishedSide,
    WorkerPool workers) {}
