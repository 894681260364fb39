package org.mem3d.eval;

import java.util.List;
import org.mem3d.Axis;

/**
 * What the protocol measured on one object. Immutable.
 *
 * @param set name of the case's set
 * @param caseName name of the case
 * @param label the object's value in the label volume
 * @param rounds one for each annotated slice; fewer than asked for if no slice was left
 * @param sliceQuality how well predicted slice qualities agree with the true ones after round 1
 */
public record Run(
    String set,
    String caseName,
    int label,
    Axis axis,
    Prompt interaction,
    Policy policy,
    String backend,
    List<Round> rounds,
    SliceQualityError sliceQuality) {
  /** Copies the list. */
  public Run {
    rounds = List.copyOf(rounds);
  }

  /**
   * One slice annotated and everything propagated.
   *
   * @param round 1 for the first
   * @param slice the slice that was annotated
   * @param dice of the whole volume's mask
   * @param seconds that the session took for marks and propagation
   * @param predictedQuality the predicted Dice of the slices' masks, averaged by area
   */
  public record Round(int round, int slice, double dice, double seconds, double predictedQuality) {}

  /**
   * Predicted against true Dice of the slices that are not annotated and on which the object or its
   * mask is.
   *
   * @param spearman rank correlation, NaN if there are too few slices or one side is constant
   * @param mae mean absolute error, NaN if there are no slices
   */
  public record SliceQualityError(double spearman, double mae) {}

  /** Returns the Dice after a round; after the last one if the run ended before. */
  public double diceAfter(int round) {
    return rounds.get(Math.min(round, rounds.size()) - 1).dice();
  }
}
