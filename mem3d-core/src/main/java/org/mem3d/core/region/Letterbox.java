package org.mem3d.core.region;

import java.util.Arrays;

/**
 * A whole slice in the middle of a square image, as large as fits with its shape kept; zero around
 * it. Bilinear, pixel edges aligned. What the published networks see. Immutable.
 *
 * @param sizeU voxels of the slice along u
 * @param sizeV voxels of the slice along v
 * @param side pixels of the square image
 */
public record Letterbox(int sizeU, int sizeV, int side) {
  private double scale() {
    return (double) side / Math.max(sizeU, sizeV);
  }

  private int width() {
    return Math.max(1, (int) Math.round(sizeU * scale()));
  }

  private int height() {
    return Math.max(1, (int) Math.round(sizeV * scale()));
  }

  private int left() {
    return (side - width()) / 2;
  }

  private int top() {
    return (side - height()) / 2;
  }

  /**
   * Fills the image.
   *
   * @param slice sizeU x sizeV values; not modified
   * @param image side x side values, filled
   */
  public void toImage(float[] slice, float[] image) {
    Arrays.fill(image, 0, side * side, 0);
    Resampling.bilinear(whole(slice), inside(image));
  }

  /**
   * Brings the image back to the slice.
   *
   * @param image side x side values; not modified
   * @param slice sizeU x sizeV values, filled
   */
  public void toSlice(float[] image, float[] slice) {
    Resampling.bilinear(inside(image), whole(slice));
  }

  private Resampling.Rectangle whole(float[] slice) {
    return new Resampling.Rectangle(slice, 0, sizeU, sizeU, sizeV);
  }

  private Resampling.Rectangle inside(float[] image) {
    return new Resampling.Rectangle(image, top() * side + left(), side, width(), height());
  }
}
