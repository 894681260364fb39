/**
 * Regions: which part of a slice a network sees, and the way between voxels and its square grid.
 *
 * <p>Start with {@link org.mem3d.core.region.Window}; {@link org.mem3d.core.region.Crop} resamples
 * a slice into it, {@link org.mem3d.core.region.Normalisation} makes the network's image channels,
 * and a {@link org.mem3d.core.region.SlicePatch} holds what comes back, on the voxel grid. Values
 * are immutable; a {@link org.mem3d.core.region.SliceReader} is thread-safe.
 */
@NullMarked
package org.mem3d.core.region;

import org.jspecify.annotations.NullMarked;
