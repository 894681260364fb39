package org.mem3d.core.region;

/** Bilinear resampling of one rectangle of values into another, edges aligned. Stateless. */
public final class Resampling {
  /** A rectangle in an array. */
  public static final class Rectangle {
    private final float[] values;
    private final int start;
    private final int row;
    private final int width;
    private final int height;

    /**
     * Makes a rectangle.
     *
     * @param values the array, kept
     * @param start index of its first value
     * @param row distance between rows
     */
    public Rectangle(float[] values, int start, int row, int width, int height) {
      this.values = values;
      this.start = start;
      this.row = row;
      this.width = width;
      this.height = height;
    }
  }

  private Resampling() {}

  /** Fills a rectangle from another. */
  public static void bilinear(Rectangle from, Rectangle to) {
    float[] values = from.values;
    for (int y = 0; y < to.height; y++) {
      double v = place(y, to.height, from.height);
      int v0 = (int) v;
      int upper = from.start + v0 * from.row;
      int lower = from.start + Math.min(from.height - 1, v0 + 1) * from.row;
      float down = (float) (v - v0);
      for (int x = 0; x < to.width; x++) {
        double u = place(x, to.width, from.width);
        int u0 = (int) u;
        int u1 = Math.min(from.width - 1, u0 + 1);
        float right = (float) (u - u0);
        float above = values[upper + u0] + right * (values[upper + u1] - values[upper + u0]);
        float below = values[lower + u0] + right * (values[lower + u1] - values[lower + u0]);
        to.values[to.start + y * to.row + x] = above + down * (below - above);
      }
    }
  }

  /** Returns where the middle of pixel {@code i} of {@code to} lies among {@code from}. */
  private static double place(int i, int to, int from) {
    return Math.min(from - 1, Math.max(0, (i + 0.5) * from / to - 0.5));
  }
}
