package org.mem3d.core.region;

/**
 * A square part of a slice that a network sees, resampled to {@link #INPUT_SIDE} x {@link
 * #INPUT_SIDE} pixels. It may reach beyond the slice. Immutable.
 *
 * <p>Positions here are edges: voxel k covers k to k + 1, so its centre is at k + 0.5.
 *
 * @param lowU left edge, in voxels
 * @param lowV upper edge, in voxels
 * @param side length of a side, in voxels
 */
public record Window(double lowU, double lowV, double side) {
  /** Pixels along a side, for the default networks. */
  public static final int INPUT_SIDE = 128;

  /** No window is smaller than this many voxels. */
  public static final double SMALLEST = 20;

  /**
   * Returns the window for an object: centred on its box, its side {@code factor} times the box's
   * longer side, at least {@link #SMALLEST}.
   *
   * @param box first u, first v, last u, last v, inclusive
   */
  public static Window around(int[] box, double factor) {
    return around(box, idealSide(box, factor), 0);
  }

  /** Returns the window centred on a box, of the given side but at least {@code smallest}. */
  public static Window around(int[] box, double side, double smallest) {
    double used = Math.max(side, smallest);
    return new Window((box[0] + box[2] + 1 - used) / 2.0, (box[1] + box[3] + 1 - used) / 2.0, used);
  }

  /** Returns the side of {@link #around(int[], double)}. */
  public static double idealSide(int[] box, double factor) {
    return Math.max(SMALLEST, factor * longerSide(box));
  }

  /** Returns the number of voxels along the longer side of a box of inclusive corners. */
  public static int longerSide(int[] box) {
    return Math.max(box[2] - box[0], box[3] - box[1]) + 1;
  }

  /** Returns the pixel coordinate (centres at whole numbers) of a voxel's u. */
  public double pixelU(double u) {
    return (u + 0.5 - lowU) * INPUT_SIDE / side - 0.5;
  }

  /** Returns the pixel coordinate (centres at whole numbers) of a voxel's v. */
  public double pixelV(double v) {
    return (v + 0.5 - lowV) * INPUT_SIDE / side - 0.5;
  }

  /** Returns the u of the centre, edges counting from 0. */
  public double centreU() {
    return lowU + side / 2;
  }

  /** Returns the v of the centre, edges counting from 0. */
  public double centreV() {
    return lowV + side / 2;
  }

  /** Returns whether the window shows the centre of a voxel. */
  public boolean holds(int u, int v) {
    return u + 0.5 >= lowU && u + 0.5 < lowU + side && v + 0.5 >= lowV && v + 0.5 < lowV + side;
  }

  /** Returns the number of pixels to one voxel. */
  public double scale() {
    return INPUT_SIDE / side;
  }

  /** Returns the box around two boxes of inclusive corners, each of which may be empty. */
  public static int[] union(int[] a, int[] b) {
    if (a.length == 0) {
      return b;
    }
    if (b.length == 0) {
      return a;
    }
    return new int[] {
      Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])
    };
  }
}
