/**
 * Training of the default networks: volumes in, weights out, by one command.
 *
 * <p>Start with {@link org.mem3d.train.TrainMain} (the command) and {@link org.mem3d.train.Trainer}
 * (the loop). Samples come from {@code org.mem3d.train.sample}, the volumes under them from {@code
 * org.mem3d.train.volume} and {@code org.mem3d.train.cases}, what is minimised and how from {@code
 * org.mem3d.train.learn}. One thread trains; one draws samples ahead, one makes volumes ahead.
 */
@NullMarked
package org.mem3d.train;

import org.jspecify.annotations.NullMarked;
