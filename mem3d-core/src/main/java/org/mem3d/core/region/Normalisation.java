package org.mem3d.core.region;

import java.util.Arrays;

/**
 * The map from intensities to the two image channels of the compact networks. Channel 0 is centred
 * on the object: {@code (v - median) / (2.5 * spread)}, clipped to +-3. Channel 1 spans the
 * window's range: {@code (v - low) / (high - low) * 2 - 1}, clipped to +-1.5. Intensities are those
 * that a {@link SliceReader} gives, NaN where there is no image. Immutable.
 *
 * <p>Where a slice has gaps, what they were mended with counts and is shown; pixels beyond the
 * slice have no say, and are shown as the median of the others. Where hardly any pixel of the image
 * differs from the object, it was cut out of its surroundings, and only the absence of image shows
 * where it ends; and an object may itself be what is not believed of an image. Then nothing is
 * mended, and pixels without image count, and are shown, as background.
 *
 * @param median the object's median intensity
 * @param spread typical distance from it
 * @param low the window's 1 % quantile, of what is usual in the volume or in the object
 * @param high the window's 99 % quantile, of the same
 * @param mended whether gaps are shown mended and pixels beyond the slice as the median, not as
 *     they are, and those without image as background
 */
public record Normalisation(float median, float spread, float low, float high, boolean mended) {
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
   * @param pixels of the window
   * @param mask the object's probability in the window
   * @param range of the volume
   */
  public static Normalisation ofMask(WindowPixels pixels, float[] mask, IntensityRange range) {
    int n = Window.INPUT_SIDE;
    int[] box = {n, n, -1, -1};
    for (int i = 0; i < n * n; i++) {
      if (mask[i] > INSIDE) {
        box[0] = Math.min(box[0], i % n);
        box[1] = Math.min(box[1], i / n);
        box[2] = Math.max(box[2], i % n);
        box[3] = Math.max(box[3], i / n);
      }
    }
    if (box[2] < 0) {
      return ofSeed(pixels, mask, range);
    }
    int growU = (int) Math.round(0.1 * (box[2] - box[0] + 1));
    int growV = (int) Math.round(0.1 * (box[3] - box[1] + 1));
    return of(
        pixels,
        mask,
        new int[] {
          Math.max(0, box[0] - growU),
          Math.max(0, box[1] - growV),
          Math.min(n - 1, box[2] + growU),
          Math.min(n - 1, box[3] + growV)
        },
        range);
  }

  /**
   * Measures a crop of which parts of the object are known: the median of these, the spread over
   * the whole window.
   *
   * @param pixels of the window
   * @param seed more than a half on what is known to be the object; if that is nothing, the whole
   *     window counts
   * @param range of the volume
   */
  public static Normalisation ofSeed(WindowPixels pixels, float[] seed, IntensityRange range) {
    return of(pixels, seed, new int[] {0, 0, Window.INPUT_SIDE - 1, Window.INPUT_SIDE - 1}, range);
  }

  private static Normalisation of(
      WindowPixels pixels, float[] mask, int[] around, IntensityRange range) {
    boolean mended = canMend(pixels, mask);
    float[] window = mended ? pixels.mended() : dark(pixels.seen());
    int count = 0;
    float[] inside = new float[window.length];
    for (int i = 0; i < window.length; i++) {
      if (mask[i] > INSIDE) {
        inside[count++] = window[i];
      }
    }
    float[] box = new float[(around[2] - around[0] + 1) * (around[3] - around[1] + 1)];
    for (int v = around[1], at = 0; v <= around[3]; v++) {
      for (int u = around[0]; u <= around[2]; u++) {
        box[at++] = window[v * Window.INPUT_SIDE + u];
      }
    }
    Normalisation measured =
        ofValues(count == 0 ? window : Arrays.copyOf(inside, count), box, window, range);
    return mended
        ? measured
        : new Normalisation(measured.median, measured.spread, measured.low, measured.high, false);
  }

  /**
   * Returns whether a window's gaps, if there are any, may be mended: the object is no gap itself,
   * and the image shows what is around the object.
   *
   * @param mask more than a half on what is known to be the object
   */
  public static boolean canMend(WindowPixels pixels, float[] mask) {
    if (!pixels.hasGaps()) {
      return true;
    }
    float[] known = new float[mask.length];
    float[] object = new float[mask.length];
    int knownCount = 0;
    int objectCount = 0;
    int gaps = 0;
    int objectGaps = 0;
    for (int i = 0; i < mask.length; i++) {
      boolean inside = mask[i] > INSIDE;
      if (pixels.isGap(i)) {
        gaps++;
        objectGaps += inside ? 1 : 0;
      } else {
        known[knownCount++] = pixels.seen()[i];
        if (inside) {
          object[objectCount++] = pixels.seen()[i];
        }
      }
    }
    if (gaps == 0 || objectGaps > objectCount) {
      return gaps == 0;
    }
    float[] all = sorted(Arrays.copyOf(known, knownCount));
    return differs(
        all, objectCount == 0 ? quantile(all, 0.5) : median(Arrays.copyOf(object, objectCount)));
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
    boolean mended = sorted.length == window.length || differs(sorted, median);
    if (!mended) {
      sorted = sorted(dark(window));
    }
    float[] ends =
        range.percentiles(sorted, quantile(object, OBJECT_TAIL), quantile(object, 1 - OBJECT_TAIL));
    float low = ends[0];
    float high = ends[1];
    float[] distances = mended ? around.clone() : dark(around);
    for (int i = 0; i < distances.length; i++) {
      distances[i] = Math.abs(distances[i] - median);
    }
    distances = sorted(distances);
    float spread = Math.max(1.4826f * quantile(distances, 0.5), 0.02f * (high - low));
    return new Normalisation(median, Math.max(spread, Float.MIN_NORMAL), low, high, mended);
  }

  /**
   * Writes the two channels.
   *
   * @param given of the window
   * @param channels filled from {@code offset} on with channel 0, then channel 1
   */
  public void apply(WindowPixels given, float[] channels, int offset) {
    float[] pixels = mended ? withMedianBeyond(given.mended()) : dark(given.seen());
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
  private static float[] withMedianBeyond(float[] pixels) {
    int n = Window.INPUT_SIDE * Window.INPUT_SIDE;
    int first = 0;
    while (first < n && !Float.isNaN(pixels[first])) {
      first++;
    }
    if (first == n) {
      return pixels;
    }
    float median = median(pixels);
    float[] filled = pixels.clone();
    for (int i = first; i < n; i++) {
      filled[i] = Float.isNaN(filled[i]) ? median : filled[i];
    }
    return filled;
  }

  private static float median(float[] values) {
    return quantile(sorted(values), 0.5);
  }

  private static float quantile(float[] sorted, double q) {
    return IntensityRange.quantile(sorted, 0, sorted.length, q);
  }
}
