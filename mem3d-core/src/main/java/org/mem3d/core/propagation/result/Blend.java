package org.mem3d.core.propagation.result;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.ChainRecord;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SlicePatch;

/**
 * Joins the predictions of the two chains between neighbouring annotated slices. A chain's weight
 * is its nearness (linear) times {@code min(1, its annotated area / the other's)}: an annotated
 * slice at the object's tip must not outvote one through its middle. Where a chain's share of the
 * weight is too small to decide anything, the other one is all, and it need not go there.
 */
public final class Blend {
  private static final SlicePrediction NOTHING = new SlicePrediction(SlicePatch.EMPTY, 0);

  /** A smaller share decides nothing. */
  private static final float LEAST_SHARE = 0.25f;

  private Blend() {}

  /** Returns the joined predictions by slice; null where no chain predicted. */
  public static @Nullable SlicePrediction[] join(
      List<AnnotatedMask> annotatedMasks,
      List<ChainRecord> chains,
      int slices,
      WorkerPool workers) {
    @Nullable SlicePrediction[] joined = new SlicePrediction[slices];
    for (int interval = 0; interval <= annotatedMasks.size(); interval++) {
      AnnotatedMask low = interval == 0 ? null : annotatedMasks.get(interval - 1);
      AnnotatedMask high = interval == annotatedMasks.size() ? null : annotatedMasks.get(interval);
      int from = low == null ? 0 : low.slice() + 1;
      int to = high == null ? slices : high.slice();
      workers.run(
          to - from,
          i -> {
            int slice = from + i;
            SlicePrediction up = low == null ? null : predicted(chains, high, slice);
            SlicePrediction down = high == null ? null : predicted(chains, low, slice);
            joined[slice] = between(low, up, high, down, slice);
          });
    }
    return joined;
  }

  /**
   * Returns the mean prediction of the chains that were to visit a slice, those from its other side
   * left out; null if there is none. A chain that ended before the slice predicts an empty mask.
   */
  private static @Nullable SlicePrediction predicted(
      List<ChainRecord> chains, @Nullable AnnotatedMask otherSide, int slice) {
    List<SlicePrediction> predictions = new ArrayList<>();
    boolean came = false;
    for (ChainRecord chain : chains) {
      boolean fromOtherSide = otherSide != null && chain.start().slice() == otherSide.slice();
      if (!fromOtherSide && chain.order().contains(slice)) {
        predictions.add(chain.predictions().getOrDefault(slice, NOTHING));
        came |= chain.predictions().containsKey(slice);
      }
    }
    return came ? predictions.stream().reduce(Blend::mean).orElseThrow() : null;
  }

  private static SlicePrediction mean(SlicePrediction a, SlicePrediction b) {
    return new SlicePrediction(
        SlicePatch.blend(a.patch(), 0.5f, b.patch(), 0.5f),
        (a.predictedDice() + b.predictedDice()) / 2);
  }

  /** Joins the predictions of the chains from {@code low} upwards and {@code high} downwards. */
  static @Nullable SlicePrediction between(
      @Nullable AnnotatedMask low,
      @Nullable SlicePrediction up,
      @Nullable AnnotatedMask high,
      @Nullable SlicePrediction down,
      int slice) {
    if (low == null || high == null) {
      return up != null ? up : down;
    }
    float share = share(low, high, slice);
    if (up == null && down == null) {
      // One chain has all of the weight here and ended early: the slice is predicted empty.
      boolean one =
          AnnotatedMask.present(low) && AnnotatedMask.present(high) && (share == 0 || share == 1);
      return one ? NOTHING : null;
    }
    SlicePrediction first = up == null ? NOTHING : up;
    SlicePrediction second = down == null ? NOTHING : down;
    return new SlicePrediction(
        SlicePatch.blend(first.patch(), share, second.patch(), 1 - share),
        share * first.predictedDice() + (1 - share) * second.predictedDice());
  }

  /** Returns the share of the chain from {@code low} upwards, 0 to 1. */
  private static float share(AnnotatedMask low, AnnotatedMask high, int slice) {
    double span = high.slice() - low.slice();
    double areaLow = low.patch().area();
    double areaHigh = high.patch().area();
    double weightUp =
        (high.slice() - slice) / span * (areaHigh == 0 ? 1 : Math.min(1, areaLow / areaHigh));
    double weightDown =
        (slice - low.slice()) / span * (areaLow == 0 ? 1 : Math.min(1, areaHigh / areaLow));
    float share = (float) (weightUp / (weightUp + weightDown));
    return share < LEAST_SHARE ? 0 : share > 1 - LEAST_SHARE ? 1 : share;
  }

  /**
   * Returns whether the chain from an annotated slice has any weight on a slice; where it has none
   * it need not be computed.
   *
   * @param start where the chain comes from, with the object
   * @param other the annotated slice beyond; null if there is none
   */
  public static boolean counts(AnnotatedMask start, @Nullable AnnotatedMask other, int slice) {
    if (other == null || !AnnotatedMask.present(other)) {
      return true;
    }
    return start.slice() < other.slice()
        ? share(start, other, slice) > 0
        : share(other, start, slice) < 1;
  }
}
