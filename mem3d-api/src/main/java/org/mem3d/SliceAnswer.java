package org.mem3d;

/**
 * The answer to a mark: the object's mask on that slice. Immutable.
 *
 * @param predictedDice the quality head's guess of the mask's Dice, 0 to 1; 1 for a mask that was
 *     given
 */
public record SliceAnswer(int object, Axis axis, int slice, SliceMask mask, float predictedDice) {}
