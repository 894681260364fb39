package org.mem3d.eval.baseline;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The box around an object's seeds, and how far beyond it the object is looked for. Immutable.
 *
 * <p>In the slices that is {@value #MARGIN} of the box's longer side, at least {@value #MIN_MARGIN}
 * pixels, or the whole side where slices are known in part only; along the axis the longer side in
 * millimetres.
 */
final class SeedBox {
  private static final double MARGIN = 0.3;
  private static final int MIN_MARGIN = 8;

  /** First u, v and slice with a seed. */
  final int[] low;

  /** Last ones. */
  final int[] high;

  /** Pixels to look at beyond the box. */
  final int margin;

  /** Slices to look at beyond it. */
  final int along;

  private SeedBox(int[] low, int[] high, int margin, int along) {
    this.low = low;
    this.high = high;
    this.margin = margin;
    this.along = along;
  }

  /** Measures the seeds; null if there is none of the object. */
  static @Nullable SeedBox of(AnnotatedVolume source) {
    int[] low = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};
    int[] high = {-1, -1, -1};
    boolean complete = true;
    for (Map.Entry<Integer, Seeds> slice : source.slices().entrySet()) {
      complete &= slice.getValue().isComplete();
      int[] bounds = slice.getValue().object().bounds();
      if (bounds.length > 0) {
        low[0] = Math.min(low[0], bounds[0]);
        low[1] = Math.min(low[1], bounds[1]);
        low[2] = Math.min(low[2], slice.getKey());
        high[0] = Math.max(high[0], bounds[2]);
        high[1] = Math.max(high[1], bounds[3]);
        high[2] = Math.max(high[2], slice.getKey());
      }
    }
    if (high[2] < 0) {
      return null;
    }
    double[] spacings = source.spacings();
    int width = high[0] - low[0] + 1;
    int height = high[1] - low[1] + 1;
    int longer = Math.max(width, height);
    int margin = Math.max(MIN_MARGIN, (int) Math.ceil((complete ? MARGIN : 1) * longer));
    double reach = Math.max(width * spacings[0], height * spacings[1]);
    return new SeedBox(low, high, margin, (int) Math.ceil(reach / spacings[2]));
  }
}
