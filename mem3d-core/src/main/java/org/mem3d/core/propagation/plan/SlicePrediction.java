package org.mem3d.core.propagation.plan;

import org.mem3d.core.region.SlicePatch;

/**
 * What the memory network says of an object on one slice. Immutable.
 *
 * @param patch its probability
 * @param predictedDice the guessed Dice of its mask
 */
public record SlicePrediction(SlicePatch patch, float predictedDice) {}
