/**
 * Regions of unlabelled images: a volume falls apart along its own edges, at every scale.
 *
 * <p>Start with {@link org.mem3d.train.region.Regions}: the smoothed gradient is flooded from its
 * minima ({@link org.mem3d.train.region.Watershed}), and the basins are merged across their weakest
 * boundaries, one pair after the other ({@link org.mem3d.train.region.MergeTree}), so that a cut of
 * the tree gives any number of regions.
 */
@NullMarked
package org.mem3d.train.region;

import org.jspecify.annotations.NullMarked;
