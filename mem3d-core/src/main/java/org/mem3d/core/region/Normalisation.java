package org.mem3d.core.region;

import java.util.Arrays;

/**
 * The map from intensities to the two image channels of the compact networks. Channel 0 is centred
 * on the object: {@code (v - median) / (2.5 * spread)}, clipped to +-3. Channel 1 spans the
 * window's range: {@code (v - low) / (high - low) * 2 - 1}, clipped to +-1.5. Intensities are those
 * that a {@link SliceReader} gives, NaN where there is no image. Immutable.
 *
 * <p>Pixels without image have no say in the statistics, and are shown as the median of those that
 * have one. Where hardly any pixel of the image differs from the object, it was cut out of its
 * surroundings, and only the absence of image shows where it ends: then pixels without image count,
 * and are shown, as background.
 *
 * @param median the object's median intensity
 * @param spread typical distance from it
 * @param low the window's 1 % quantile, of what is usual in the volume or in the object
 * @param high the window's 99 % quantile, of the same
 * @param neutral whether pixels without image are shown as the median, not as background
 */
public record Normalisation(float median, float spread, float low, float high, boolean neutral) {
  private static final float INSIDE = 0.5f;
  private static final double OBJECT_TAIL = 0.05;

  /** The share of a window's pixels that differ from the object if its surroundings are shown. */
  private static final double SURROUNDINGS = 0.1;

  /** What differs: distance from the median, in the range from the 10 % to the 90 % quantile. */
  private static final double DIFFERENT = 0.77;

  /**
   * Measures a reference crop: the median inside the mask, the spread over the mask's box grown by
   * a fifth.
   *
   * @param pixels the window's intensities
   * @param mask the object's probability in the window
   * @param range of the volume
   */
  public static Normalisation ofMask(float[] pixels, float[] mask, IntensityRange range) {
    int n = Window.INPUT_SIDE;
    float[] inside = new float[n * n];
    int count = 0;
    int[] box = {n, n, -1, -1};
    for (int i = 0; i < n * n; i++) {
      if (mask[i] > INSIDE) {
        inside[count++] = pixels[i];
        box[0] = Math.min(box[0], i % n);
        box[1] = Math.min(box[1], i / n);
        box[2] = Math.max(box[2], i % n);
        box[3] = Math.max(box[3], i / n);
      }
    }
    if (count == 0) {
      return ofValues(pixels, pixels, pixels, range);
    }
    int growU = (int) Math.round(0.1 * (box[2] - box[0] + 1));
    int growV = (int) Math.round(0.1 * (box[3] - box[1] + 1));
    int u0 = Math.max(0, box[0] - growU);
    int v0 = Math.max(0, box[1] - growV);
    int u1 = Math.min(n - 1, box[2] + growU);
    int v1 = Math.min(n - 1, box[3] + growV);
    float[] around = new float[(u1 - u0 + 1) * (v1 - v0 + 1)];
    for (int v = v0, at = 0; v <= v1; v++) {
      for (int u = u0; u <= u1; u++) {
        around[at++] = pixels[v * n + u];
      }
    }
    return ofValues(Arrays.copyOf(inside, count), around, pixels, range);
  }

  /**
   * Measures from three sets of intensities.
   *
   * @param inside of the object; not empty
   * @param around from which the spread is taken
   * @param window of the whole window
   * @param range of the volume
   */
  public static Normalisation ofValues(
      float[] inside, float[] around, float[] window, IntensityRange range) {
    float[] object = sorted(inside);
    float median = quantile(object, 0.5);
    float[] sorted = sorted(window);
    boolean neutral = sorted.length == window.length || differs(sorted, median);
    if (!neutral) {
      sorted = sorted(dark(window));
    }
    float[] ends =
        range.percentiles(sorted, quantile(object, OBJECT_TAIL), quantile(object, 1 - OBJECT_TAIL));
    float low = ends[0];
    float high = ends[1];
    float[] distances = neutral ? around.clone() : dark(around);
    for (int i = 0; i < distances.length; i++) {
      distances[i] = Math.abs(distances[i] - median);
    }
    distances = sorted(distances);
    float spread = Math.max(1.4826f * quantile(distances, 0.5), 0.02f * (high - low));
    return new Normalisation(median, Math.max(spread, Float.MIN_NORMAL), low, high, neutral);
  }

  /**
   * Writes the two channels.
   *
   * @param given the window's intensities; not modified
   * @param channels filled from {@code offset} on with channel 0, then channel 1
   */
  public void apply(float[] given, float[] channels, int offset) {
    float[] pixels = neutral ? withoutGaps(given) : dark(given);
    int n = Window.INPUT_SIDE * Window.INPUT_SIDE;
    float inner = 1 / (2.5f * spread);
    float outer = 2 / Math.max(high - low, Float.MIN_NORMAL);
    for (int i = 0; i < n; i++) {
      channels[offset + i] = Math.min(3f, Math.max(-3f, (pixels[i] - median) * inner));
    }
    for (int i = 0; i < n; i++) {
      channels[offset + n + i] = Math.min(1.5f, Math.max(-1.5f, (pixels[i] - low) * outer - 1));
    }
  }

  /** Returns whether a window shows the object's surroundings. */
  private static boolean differs(float[] sorted, float median) {
    float far = (float) (DIFFERENT * (quantile(sorted, 0.9) - quantile(sorted, 0.1)));
    int count = 0;
    for (float value : sorted) {
      count += Math.abs(value - median) > far ? 1 : 0;
    }
    return count > SURROUNDINGS * sorted.length;
  }

  /** Returns numbers in which each NaN is the background. */
  private static float[] dark(float[] values) {
    float[] dark = values.clone();
    for (int i = 0; i < dark.length; i++) {
      dark[i] = Float.isNaN(dark[i]) ? 0 : dark[i];
    }
    return dark;
  }

  /** Returns sorted numbers without those that are NaN; a 0 if there are no others. */
  private static float[] sorted(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    // NaN comes last.
    int count = sorted.length;
    while (count > 0 && Float.isNaN(sorted[count - 1])) {
      count--;
    }
    return count == 0 ? new float[1] : Arrays.copyOf(sorted, count);
  }

  /** Returns pixels in which each NaN is the median of the others. */
  private static float[] withoutGaps(float[] pixels) {
    int n = Window.INPUT_SIDE * Window.INPUT_SIDE;
    int first = 0;
    while (first < n && !Float.isNaN(pixels[first])) {
      first++;
    }
    if (first == n) {
      return pixels;
    }
    float median = quantile(sorted(pixels), 0.5);
    float[] filled = pixels.clone();
    for (int i = first; i < n; i++) {
      filled[i] = Float.isNaN(filled[i]) ? median : filled[i];
    }
    return filled;
  }

  private static float quantile(float[] sorted, double q) {
    return IntensityRange.quantile(sorted, 0, sorted.length, q);
  }
}
