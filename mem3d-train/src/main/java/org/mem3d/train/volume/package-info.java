/**
 * Volumes to train on, and what of them can be an object.
 *
 * <p>Start with {@link org.mem3d.train.volume.TrainingVolume}: intensities, the smallest pieces of
 * objects, and the choice of those that make one. {@link org.mem3d.train.volume.SyntheticVolume}
 * makes a volume from a seed; {@link org.mem3d.train.volume.VolumePool} keeps the latest of them at
 * hand, made ahead by a worker and kept on disk. Real ones: {@code org.mem3d.train.cases}. Values
 * are immutable; a pool belongs to the thread that trains.
 */
@NullMarked
package org.mem3d.train.volume;

import org.jspecify.annotations.NullMarked;
