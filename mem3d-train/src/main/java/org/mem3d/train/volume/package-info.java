/**
 * Labelled volumes to train on: made up, or read from files.
 *
 * <p>Start with {@link org.mem3d.train.volume.SyntheticVolume}, which makes a volume from a seed;
 * {@link org.mem3d.train.volume.VolumePool} keeps the latest of them at hand, made ahead by a
 * worker and kept on disk. Values are immutable; a pool belongs to the thread that trains.
 */
@NullMarked
package org.mem3d.train.volume;

import org.jspecify.annotations.NullMarked;
