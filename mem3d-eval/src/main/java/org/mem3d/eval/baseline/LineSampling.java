package org.mem3d.eval.baseline;

/**
 * Points along a line, each made of the points of another line: linear between two of those, and
 * averaged where the new ones lie further apart than the old. Beyond its ends the old line goes on
 * as it ends. Immutable.
 */
final class LineSampling {
  private final int size;
  private final int[] first;
  private final float[][] weights;

  /**
   * Makes points.
   *
   * @param count how many
   * @param start where the first lies, old points being at 0, 1, 2, ...
   * @param step from one to the next, in the same measure
   * @param size number of old points
   */
  LineSampling(int count, double start, double step, int size) {
    this.size = size;
    this.first = new int[count];
    this.weights = new float[count][];
    int parts = Math.max(1, (int) Math.ceil(step));
    for (int i = 0; i < count; i++) {
      first[i] = lower(place(start, step, i, 0, parts));
      int last = Math.min(size - 1, lower(place(start, step, i, parts - 1, parts)) + 1);
      weights[i] = new float[last - first[i] + 1];
      for (int part = 0; part < parts; part++) {
        double place = place(start, step, i, part, parts);
        int lower = lower(place);
        float share = (float) (place - lower);
        weights[i][lower - first[i]] += (1 - share) / parts;
        if (share > 0) {
          weights[i][lower - first[i] + 1] += share / parts;
        }
      }
    }
  }

  private double place(double start, double step, int point, int part, int parts) {
    double place = start + (point + (part + 0.5) / parts - 0.5) * step;
    return Math.min(size - 1.0, Math.max(0, place));
  }

  private static int lower(double place) {
    return (int) Math.floor(place);
  }

  /** Returns the number of new points. */
  int count() {
    return first.length;
  }

  /**
   * Samples a plane in both directions.
   *
   * @param plane the old points, u fastest
   * @return the new ones, u fastest
   */
  static float[] sample(float[] plane, LineSampling alongU, LineSampling alongV) {
    int width = alongU.count();
    float[] rows = new float[width * alongV.size];
    for (int v = 0; v < alongV.size; v++) {
      for (int u = 0; u < width; u++) {
        int from = v * alongU.size + alongU.first[u];
        float sum = 0;
        for (float weight : alongU.weights[u]) {
          sum += weight * plane[from++];
        }
        rows[v * width + u] = sum;
      }
    }
    float[] sampled = new float[width * alongV.count()];
    for (int v = 0; v < alongV.count(); v++) {
      int row = alongV.first[v];
      for (float weight : alongV.weights[v]) {
        for (int u = 0; u < width; u++) {
          sampled[v * width + u] += weight * rows[row * width + u];
        }
        row++;
      }
    }
    return sampled;
  }
}
