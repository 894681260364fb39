package org.mem3d.eval;

import java.util.List;
import org.mem3d.Axis;

/**
 * What the protocol measured on one object. Immutable.
 *
 * @param set name of the case's set
 * @param caseName name of the case
 * @param label the object's value in the label volume
 * @param method what carried the masks through the volume: {@value #MEM3D} or a baseline
 * @param backend what the engine computed on
 * @param rounds one for each annotated slice; fewer than asked for if no slice was left
 */
public record ObjectResult(
    String set,
    String caseName,
    int label,
    Axis axis,
    Prompt interaction,
    Policy policy,
    String method,
    String backend,
    List<Round> rounds) {
  /** The method of sessions that propagate. */
  public static final String MEM3D = "mem3d";

  /** Copies the list. */
  public ObjectResult {
    rounds = List.copyOf(rounds);
  }

  /**
   * One slice annotated and everything propagated.
   *
   * @param round 1 for the first
   * @param slice the slice that was annotated
   * @param score of the whole volume's mask
   * @param seconds that marks and propagation took; for a baseline, its own
   * @param predictedQuality the predicted Dice of the slices' masks, averaged by area; NaN if the
   *     method predicts none
   * @param expectedLow the lower end of the interval in which the session expects the volume's
   *     Dice; NaN if the method expects none
   * @param expectedHigh the upper end
   * @param predictions of the slices that are not annotated and on which the object or its mask is;
   *     empty if the method makes none
   */
  public record Round(
      int round,
      int slice,
      Score score,
      double seconds,
      double predictedQuality,
      double expectedLow,
      double expectedHigh,
      List<Calibration.Prediction> predictions) {
    /** Copies the list. */
    public Round {
      predictions = List.copyOf(predictions);
    }
  }

  /** Returns the score after a round; after the last one if the run ended before. */
  public Score after(int round) {
    return rounds.get(Math.min(round, rounds.size()) - 1).score();
  }

  /** Returns how well predicted slice qualities agree with the true ones after round 1. */
  public Calibration firstCalibration() {
    return Calibration.of(rounds.get(0).predictions());
  }
}
