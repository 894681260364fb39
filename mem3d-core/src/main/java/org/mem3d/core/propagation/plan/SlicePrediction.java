package org.mem3d.core.propagation.plan;

import org.mem3d.core.region.SlicePatch;

/**
 * The memory network's prediction for an object on one slice. Immutable.
 *
 * @param patch its probability
 * @param predictedDice the predicted Dice of its mask
 */
public record SlicePrediction(SlicePatch patch, float predictedDice) {}
