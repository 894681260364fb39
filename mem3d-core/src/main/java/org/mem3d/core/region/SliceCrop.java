package org.mem3d.core.region;

/**
 * A rectangle of a slice, which may reach beyond it (zero there), stretched to a square image in
 * both directions independently. Bilinear, pixel edges aligned. What the published interaction
 * network sees. Immutable.
 *
 * @param lowU the rectangle's first voxel along u
 * @param lowV the rectangle's first voxel along v
 * @param width voxels along u
 * @param height voxels along v
 * @param side pixels of the square image
 */
public record SliceCrop(int lowU, int lowV, int width, int height, int side) {
  /**
   * Returns the crop around a box with a margin.
   *
   * @param box first u, first v, last u, last v, inclusive
   * @param margin voxels on every side
   */
  public static SliceCrop around(int[] box, int margin, int side) {
    return new SliceCrop(
        box[0] - margin,
        box[1] - margin,
        box[2] - box[0] + 1 + 2 * margin,
        box[3] - box[1] + 1 + 2 * margin,
        side);
  }

  /** Returns the pixel coordinate (centres at whole numbers) of a voxel's u. */
  public double pixelU(double u) {
    return (u - lowU + 0.5) * side / width - 0.5;
  }

  /** Returns the pixel coordinate (centres at whole numbers) of a voxel's v. */
  public double pixelV(double v) {
    return (v - lowV + 0.5) * side / height - 0.5;
  }

  /**
   * Fills the image.
   *
   * @param slice sizeU x sizeV values; not modified
   * @param image side x side values, filled
   */
  public void toImage(float[] slice, int sizeU, int sizeV, float[] image) {
    float[] part = new float[width * height];
    for (int v = Math.max(0, lowV); v < Math.min(sizeV, lowV + height); v++) {
      for (int u = Math.max(0, lowU); u < Math.min(sizeU, lowU + width); u++) {
        part[(v - lowV) * width + u - lowU] = slice[v * sizeU + u];
      }
    }
    Resampling.bilinear(
        new Resampling.Rectangle(part, 0, width, width, height),
        new Resampling.Rectangle(image, 0, side, side, side));
  }

  /**
   * Brings the image back to the slice.
   *
   * @param image side x side values; not modified
   * @param slice sizeU x sizeV values, filled; zero outside the rectangle
   */
  public void toSlice(float[] image, int sizeU, int sizeV, float[] slice) {
    float[] part = new float[width * height];
    Resampling.bilinear(
        new Resampling.Rectangle(image, 0, side, side, side),
        new Resampling.Rectangle(part, 0, width, width, height));
    java.util.Arrays.fill(slice, 0, sizeU * sizeV, 0);
    for (int v = Math.max(0, lowV); v < Math.min(sizeV, lowV + height); v++) {
      for (int u = Math.max(0, lowU); u < Math.min(sizeU, lowU + width); u++) {
        slice[v * sizeU + u] = part[(v - lowV) * width + u - lowU];
      }
    }
  }
}
