/**
 * How the networks learn: losses, the optimiser, the schedule, checkpoints.
 *
 * <p>Start with {@link org.mem3d.train.learn.PropagationLearner}, a page that plays the engine's
 * chain with gradients, and {@link org.mem3d.train.learn.InteractionLearner}; {@link
 * org.mem3d.train.learn.AdamW} changes the weights. The graphs are the engine's own, from {@code
 * org.mem3d.core.network}; {@link org.mem3d.train.learn.UNet3d} is a baseline and no part of it.
 * Everything here belongs to the thread that trains.
 */
@NullMarked
package org.mem3d.train.learn;

import org.jspecify.annotations.NullMarked;
