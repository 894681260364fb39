package org.mem3d;

/**
 * A slice that is worth another look. Immutable.
 *
 * @param object the object's label
 * @param axis the direction along which the slice counts
 * @param slice index of the slice
 * @param predictedDice the guessed Dice of its mask, 0 to 1; NaN if nothing is known of it
 * @param score what the slices were ordered by; larger is more worth a look
 * @param reason why, in a few words
 */
public record Suggestion(
    int object, Axis axis, int slice, float predictedDice, double score, String reason) {}
