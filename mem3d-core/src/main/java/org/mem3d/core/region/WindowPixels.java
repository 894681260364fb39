package org.mem3d.core.region;

/**
 * The intensities of a slice in a window, {@code INPUT_SIDE * INPUT_SIDE} values, u fastest, NaN
 * beyond the slice. The arrays are not to be modified.
 */
public final class WindowPixels {
  private final float[] seen;
  private final float[] mended;

  /**
   * Keeps both arrays.
   *
   * @param seen the intensities as they are, NaN where there is no image, cut to what is believed
   *     of the volume
   * @param mended the same with what lies beside them where there is no image or none that is
   *     believed; the same array if there are no such gaps
   */
  WindowPixels(float[] seen, float[] mended) {
    this.seen = seen;
    this.mended = mended;
  }

  /** Returns pixels of which none is a gap of the slice. */
  public static WindowPixels of(float[] pixels) {
    return new WindowPixels(pixels, pixels);
  }

  /** Returns the intensities as they are, NaN where there is no image. */
  public float[] seen() {
    return seen;
  }

  /** Returns the intensities with gaps of the slice mended. */
  public float[] mended() {
    return mended;
  }

  /** Returns whether the slice has gaps, in the window or elsewhere. */
  boolean hasGaps() {
    return seen != mended;
  }

  /** Returns whether a pixel is a gap of the slice, or partly made of one. */
  boolean isGap(int pixel) {
    return seen[pixel] != mended[pixel] && !Float.isNaN(mended[pixel]);
  }
}
