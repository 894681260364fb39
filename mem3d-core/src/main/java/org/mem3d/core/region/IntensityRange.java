package org.mem3d.core.region;

import java.util.Arrays;
import org.mem3d.Axis;
import org.mem3d.Volume;

/**
 * Where the intensities of a volume lie, measured on samples of it, so that values which are no
 * part of the image can be told from it: padding outside a field of view, metal, hot pixels,
 * saturated rims. All of it follows an affine change of the intensities with a positive factor.
 * Immutable.
 *
 * <p>Padding is recognised by three things together: it is one exact value at the end of all
 * values, it is frequent, and it lies far from the next values. A black background is frequent too,
 * but the image begins right beside it.
 *
 * @param background the low end of the image's own values, from which intensities count
 * @param low quantile 0.5 % of the image's own values
 * @param high quantile 99.5 % of them
 * @param floor smaller values are no part of the image
 * @param ceiling larger values are no part of the image
 * @param padded whether smaller values are padding, where there is no image; else they are cut
 */
public record IntensityRange(
    float background, float low, float high, float floor, float ceiling, boolean padded) {
  /** Sums and differences of as many values as a slice has stay finite up to here. */
  static final float LARGEST = 1e30f;

  private static final int MOST_SLICES = 24;
  private static final int MOST_SAMPLES = 1 << 16;

  private static final double PERCENT = 0.01;
  private static final double TAIL = 0.005;

  /** Of the values beside padding, so many may be mixtures of padding and image. */
  private static final double MIXED_TAIL = 0.02;

  /** The share of all samples from which on one exact value counts as frequent. */
  private static final double FREQUENT = 0.001;

  private static final int LEAST_FREQUENT = 8;

  /** How far padding lies from the image, in the image's ranges. */
  private static final double PADDING_GAP = 0.5;

  /** No more than the rest of the samples is taken for padding. */
  private static final double LEAST_IMAGE = 0.3;

  /** How far below the image padding begins, in the image's ranges. */
  private static final double PADDING_MARGIN = 0.05;

  /** How far beyond the image values are believed, in the image's ranges. */
  private static final double BELIEVED = 5;

  /** How far beyond the image values count in the statistics of a window. */
  private static final double USUAL = 0.5;

  /**
   * Measures a volume on at most 24 of its z-slices, evenly spread.
   *
   * @throws RuntimeException what the volume's reader throws
   */
  public static IntensityRange of(Volume volume) {
    int slices = volume.sizeZ();
    int count = Math.min(slices, MOST_SLICES);
    float[] plane = new float[volume.sliceSize(Axis.Z)];
    int every = 1 + (int) ((long) plane.length * count / MOST_SAMPLES);
    float[] samples = new float[(int) ((long) plane.length * count / every) + count];
    int found = 0;
    int next = 0;
    for (int i = 0; i < count; i++) {
      volume.readSlice(Axis.Z, (int) ((i + 0.5) * slices / count), plane);
      for (; next < plane.length; next += every) {
        if (Float.isFinite(plane[next])) {
          samples[found++] = bounded(plane[next]);
        }
      }
      next -= plane.length;
    }
    return of(Arrays.copyOf(samples, found));
  }

  /**
   * Measures values, of which there may be none.
   *
   * @param values finite; sorted by this
   */
  static IntensityRange of(float[] values) {
    if (values.length == 0) {
      return new IntensityRange(0, 0, 0, -LARGEST, LARGEST, false);
    }
    Arrays.sort(values);
    int from = 0;
    int to = values.length;
    int lowest = equalToFirst(values, from, to);
    boolean paddedBelow =
        isPadding(values, lowest, to, lowest, quantile(values, lowest, to, MIXED_TAIL) - values[0]);
    if (paddedBelow) {
      from = lowest;
    }
    int highest = equalToLast(values, from, to);
    boolean paddedAbove =
        isPadding(
            values,
            from,
            to - highest,
            highest,
            values[to - 1] - quantile(values, from, to - highest, 1 - TAIL));
    if (paddedAbove) {
      to -= highest;
    }
    // Of an image that is black nearly everywhere, what is not black makes the range.
    int black = equalToFirst(values, from, to);
    int start = 2 * black > to - from && black < to - from ? from + black : from;
    float low = quantile(values, from, to, TAIL);
    float high = quantile(values, start, to, 1 - TAIL);
    float range = high - low;
    if (range <= 0) {
      return new IntensityRange(low, low, low, -LARGEST, LARGEST, false);
    }
    float darkest = quantile(values, from, to, paddedBelow ? MIXED_TAIL : TAIL);
    double below = paddedBelow ? PADDING_MARGIN : BELIEVED;
    double above = paddedAbove ? USUAL : BELIEVED;
    return new IntensityRange(
        paddedBelow ? darkest : low,
        low,
        high,
        bounded((float) (darkest - below * range)),
        bounded((float) (high + above * range)),
        paddedBelow);
  }

  /** Returns whether {@code count} equal values, {@code gap} away from the rest, are padding. */
  private static boolean isPadding(float[] values, int from, int to, int count, double gap) {
    if (count < Math.max(LEAST_FREQUENT, FREQUENT * values.length)
        || to - from < LEAST_IMAGE * values.length) {
      return false;
    }
    double range =
        quantile(values, from, to, 1 - MIXED_TAIL) - quantile(values, from, to, MIXED_TAIL);
    return range > 0 && gap > PADDING_GAP * range;
  }

  private static int equalToFirst(float[] values, int from, int to) {
    int end = from;
    while (end < to && values[end] == values[from]) {
      end++;
    }
    return end - from;
  }

  private static int equalToLast(float[] values, int from, int to) {
    int start = to;
    while (start > from && values[start - 1] == values[to - 1]) {
      start--;
    }
    return to - start;
  }

  /** Returns a quantile of sorted values, linear between them; of none, 0. */
  static float quantile(float[] sorted, int from, int to, double q) {
    if (from == to) {
      return 0;
    }
    double place = q * (to - from - 1);
    int lower = (int) place;
    int upper = Math.min(to - from - 1, lower + 1);
    float left = sorted[from + lower];
    return (float) (left + (place - lower) * (sorted[from + upper] - left));
  }

  /** Returns whether a voxel's value is one of the image: there is one, and it is not cut. */
  boolean isBelieved(float value) {
    float bounded = bounded(value);
    return Float.isFinite(value) && bounded >= floor && bounded <= ceiling;
  }

  /** Returns the value of a voxel as the networks see it; NaN where there is no image. */
  float relative(float value) {
    if (!Float.isFinite(value) || (padded && value < floor)) {
      return Float.NaN;
    }
    return Math.max(floor, Math.min(ceiling, value)) - background;
  }

  /**
   * Returns the percentiles 1 and 99 of some values, brought in to what is usual in the volume or
   * to what of the values is no tail.
   *
   * @param sorted values as {@link #relative} gives them, sorted; not empty
   * @param tail the share of the values at each end that may be unusual
   */
  public float[] percentiles(float[] sorted, double tail) {
    return percentiles(
        sorted,
        quantile(sorted, 0, sorted.length, tail),
        quantile(sorted, 0, sorted.length, 1 - tail));
  }

  /**
   * Returns the percentiles 1 and 99 of some values, brought in to what is usual in the volume or
   * to what the object needs, whichever is wider.
   *
   * @param sorted values as {@link #relative} gives them, sorted; not empty
   * @param objectLow a low value of the object
   * @param objectHigh a high value of the object
   */
  float[] percentiles(float[] sorted, float objectLow, float objectHigh) {
    float first = quantile(sorted, 0, sorted.length, PERCENT);
    float last = quantile(sorted, 0, sorted.length, 1 - PERCENT);
    if (high <= low) {
      return new float[] {first, last};
    }
    float beyond = (float) (USUAL * (high - low));
    return new float[] {
      Math.max(first, Math.min(low - background - beyond, objectLow)),
      Math.min(last, Math.max(high - background + beyond, objectHigh))
    };
  }

  private static float bounded(float value) {
    return Math.max(-LARGEST, Math.min(LARGEST, value));
  }
}
