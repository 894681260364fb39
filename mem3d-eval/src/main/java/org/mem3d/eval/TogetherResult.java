package org.mem3d.eval;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What happened to several objects of one session. Immutable.
 *
 * @param set of the case
 * @param caseName of the case
 * @param labels the objects' values in the label volume
 * @param first Dice of each object after each was annotated once
 * @param steps the corrections that followed, each of one object, in order
 */
public record TogetherResult(
    String set, String caseName, List<Integer> labels, List<Double> first, List<Step> steps) {
  /** A Dice that is lower by more than this fell. */
  private static final double FALL = 0.002;

  /** Copies the lists. */
  public TogetherResult {
    labels = List.copyOf(labels);
    first = List.copyOf(first);
    steps = List.copyOf(steps);
  }

  /**
   * A correction of one object, with the propagation that followed.
   *
   * @param round 2 for the second annotation of an object
   * @param corrected place of the object in the list
   * @param before Dice of each object in the session's mask before
   * @param after the same afterwards
   */
  public record Step(int round, int corrected, List<Double> before, List<Double> after) {
    /** Copies the lists. */
    public Step {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    double change(int object) {
      return after.get(object) - before.get(object);
    }

    DoubleStream changesOfOthers() {
      return IntStream.range(0, before.size())
          .filter(object -> object != corrected)
          .mapToDouble(this::change);
    }
  }

  /** Returns Dice at the end, the mean of the objects. */
  public double last() {
    List<Double> dice = steps.isEmpty() ? first : steps.get(steps.size() - 1).after();
    return mean(dice.stream().mapToDouble(Double::doubleValue));
  }

  /** Returns by how much objects changed while others were corrected, the mean of amounts. */
  public double changeOfOthers() {
    return mean(steps.stream().flatMapToDouble(Step::changesOfOthers).map(Math::abs));
  }

  /**
   * Returns by how much objects fell while others were corrected: the mean, 0 for one that rose.
   */
  public double lossOfOthers() {
    return mean(steps.stream().flatMapToDouble(Step::changesOfOthers).map(c -> Math.max(0, -c)));
  }

  /** Returns the change of an object, while another one was corrected, that was worst. */
  public double worstOfOthers() {
    return steps.stream().flatMapToDouble(Step::changesOfOthers).min().orElse(0);
  }

  /** Returns how many times an object that was not corrected fell by more than 0.2 points. */
  public long fallsOfOthers() {
    return steps.stream().flatMapToDouble(Step::changesOfOthers).filter(c -> c < -FALL).count();
  }

  /** Returns how many times the corrected object fell by more than 0.2 points. */
  public long fallsOfCorrected() {
    return steps.stream().filter(step -> step.change(step.corrected) < -FALL).count();
  }

  /** Returns the sums and means of some results, for people. */
  public static String toTable(List<TogetherResult> results) {
    long corrections = results.stream().mapToLong(result -> result.steps.size()).sum();
    return String.format(
        Locale.ROOT,
        "%d cases, Dice %.4f (mean), %d corrections, %d of which made the corrected object fall%n"
            + "others changed by %.5f (mean of cases), %.5f for the worse, fell %d times, by %.4f at"
            + " worst%n",
        results.size(),
        mean(results.stream().mapToDouble(TogetherResult::last)),
        corrections,
        results.stream().mapToLong(TogetherResult::fallsOfCorrected).sum(),
        mean(results.stream().mapToDouble(TogetherResult::changeOfOthers)),
        mean(results.stream().mapToDouble(TogetherResult::lossOfOthers)),
        results.stream().mapToLong(TogetherResult::fallsOfOthers).sum(),
        Math.max(0, -results.stream().mapToDouble(TogetherResult::worstOfOthers).min().orElse(0)));
  }

  private static double mean(DoubleStream values) {
    return values.average().orElse(0);
  }

  /** Returns a line for people. */
  public String toLine() {
    return String.format(
        Locale.ROOT,
        "%s/%s: %d objects, Dice %.3f to %.3f in %d corrections, of which %d made the corrected"
            + " object fall; others changed by %.5f (mean), %.5f for the worse, fell %d times, by %.4f at"
            + " worst",
        set,
        caseName,
        labels.size(),
        mean(first.stream().mapToDouble(Double::doubleValue)),
        last(),
        steps.size(),
        fallsOfCorrected(),
        changeOfOthers(),
        lossOfOthers(),
        fallsOfOthers(),
        Math.max(0, -worstOfOthers()));
  }
}
