package org.mem3d.train.sample;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.train.volume.Shape;
import org.mem3d.train.volume.ShapeChoice;
import org.mem3d.train.volume.TrainingVolume;

/**
 * A shape put into a volume that it does not come from, with intensities of its own: turned about
 * the slices' normal and scaled, anywhere where there is room. Immutable.
 */
final class Pasted {
  private static final double LEAST_SIDE = 10;
  private static final double LARGEST_SHARE = 0.7;

  /** How far the object's mean is from what it covers, in deviations of the volume. */
  private static final double LEAST_CONTRAST = 0.3;

  private static final double MOST_CONTRAST = 2.5;

  private final boolean[] voxels;
  private final int lowU;
  private final int lowV;
  private final int lowSlice;
  private final int width;
  private final int height;
  private final double contrast;
  private final double kept;
  private final double grain;
  private final double cell;
  private final long seed;

  private Pasted(boolean[] voxels, int[] low, int width, int height, SplittableRandom random) {
    this.voxels = voxels;
    lowU = low[0];
    lowV = low[1];
    lowSlice = low[2];
    this.width = width;
    this.height = height;
    double size = LEAST_CONTRAST * Math.pow(MOST_CONTRAST / LEAST_CONTRAST, random.nextDouble());
    contrast = random.nextBoolean() ? size : -size;
    kept = random.nextDouble() < 0.4 ? random.nextDouble() : 0.5 * random.nextDouble();
    grain = 0.6 * random.nextDouble() * random.nextDouble();
    cell = 1.5 + 8 * random.nextDouble() * random.nextDouble();
    seed = random.nextLong();
  }

  /** Puts one of some shapes into a volume; null if it is too thin there. */
  static @Nullable Target target(
      TrainingVolume volume, ShapeChoice shapes, SplittableRandom random) {
    Shape shape = shapes.draw(random);
    if (shape == null) {
      return null;
    }
    Axis axis = volume.axis();
    int sizeU = volume.image().size(axis.u());
    int sizeV = volume.image().size(axis.v());
    int slices = volume.slices();
    double stepV =
        volume.image().geometry().spacing(axis.v()) / volume.image().geometry().spacing(axis.u());
    double stepSlice =
        volume.image().geometry().spacing(axis) / volume.image().geometry().spacing(axis.u());
    // One length in pixels along u is wanted in the plane; the rest follows, but for a stretch.
    double longest = Math.max(shape.length(Axis.X), shape.length(Axis.Y));
    double most = LARGEST_SHARE * Math.min(sizeU, sizeV * stepV);
    double side = LEAST_SIDE * Math.pow(Math.max(1, most / LEAST_SIDE), random.nextDouble());
    double scale = side / longest;
    double thick = scale * Math.exp(0.4 * random.nextGaussian());
    double turn = 2 * Math.PI * random.nextDouble();
    double cos = Math.cos(turn);
    double sin = Math.sin(turn);
    double halfX = 0.5 * shape.length(Axis.X) * scale;
    double halfY = 0.5 * shape.length(Axis.Y) * scale;
    double reachU = Math.abs(cos) * halfX + Math.abs(sin) * halfY;
    double reachV = (Math.abs(sin) * halfX + Math.abs(cos) * halfY) / stepV;
    double reachSlice = 0.5 * shape.length(Axis.Z) * thick / stepSlice;
    double middleU = sizeU * (0.1 + 0.8 * random.nextDouble());
    double middleV = sizeV * (0.1 + 0.8 * random.nextDouble());
    double middleSlice = slices * random.nextDouble();
    int[] low = {
      (int) Math.max(0, Math.floor(middleU - reachU)),
      (int) Math.max(0, Math.floor(middleV - reachV)),
      (int) Math.max(0, Math.floor(middleSlice - reachSlice))
    };
    int width = (int) Math.min(sizeU - 1, Math.ceil(middleU + reachU)) - low[0] + 1;
    int height = (int) Math.min(sizeV - 1, Math.ceil(middleV + reachV)) - low[1] + 1;
    int depth = (int) Math.min(slices - 1, Math.ceil(middleSlice + reachSlice)) - low[2] + 1;
    if (width <= 0 || height <= 0 || depth <= 0) {
      return null;
    }
    boolean[] voxels = new boolean[width * height * depth];
    int[] areas = new int[slices];
    int[][] boxes = new int[slices][];
    for (int k = 0; k < depth; k++) {
      int[] box = {Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1};
      double z = (low[2] + k - middleSlice) * stepSlice / thick;
      int area = 0;
      for (int j = 0; j < height; j++) {
        double v = (low[1] + j - middleV) * stepV;
        for (int i = 0; i < width; i++) {
          double u = low[0] + i - middleU;
          if (shape.holds((cos * u + sin * v) / scale, (cos * v - sin * u) / scale, z)) {
            voxels[(k * height + j) * width + i] = true;
            area++;
            box[0] = Math.min(box[0], low[0] + i);
            box[1] = Math.min(box[1], low[1] + j);
            box[2] = Math.max(box[2], low[0] + i);
            box[3] = Math.max(box[3], low[1] + j);
          }
        }
      }
      if (area > 0) {
        areas[low[2] + k] = area;
        boxes[low[2] + k] = box;
      }
    }
    Pasted pasted = new Pasted(voxels, low, width, height, random);
    return new Target(volume, pasted, pasted::holds, areas, boxes);
  }

  private boolean holds(int slice, int u, int v) {
    if (u < lowU || v < lowV || slice < lowSlice || u >= lowU + width || v >= lowV + height) {
      return false;
    }
    int voxel = ((slice - lowSlice) * height + v - lowV) * width + u - lowU;
    return voxel < voxels.length && voxels[voxel];
  }

  /**
   * Gives the object its intensities on a slice.
   *
   * @param values of the slice, u fastest; changed
   * @param deviation of the volume's intensities
   * @param mean of the volume's intensities
   */
  void paint(int slice, float[] values, int sizeU, int sizeV, double mean, double deviation) {
    int last = lowSlice + voxels.length / (width * height) - 1;
    if (slice < lowSlice || slice > last) {
      return;
    }
    double level = mean + contrast * deviation;
    for (int v = Math.max(0, lowV - 1); v <= Math.min(sizeV - 1, lowV + height); v++) {
      for (int u = Math.max(0, lowU - 1); u <= Math.min(sizeU - 1, lowU + width); u++) {
        int inside = 4 * (holds(slice, u, v) ? 1 : 0);
        inside += holds(slice, u - 1, v) ? 1 : 0;
        inside += holds(slice, u + 1, v) ? 1 : 0;
        inside += holds(slice, u, v - 1) ? 1 : 0;
        inside += holds(slice, u, v + 1) ? 1 : 0;
        if (inside > 0) {
          double share = inside / 8.0;
          double texture = grain * deviation * Lattice.at(seed, u / cell, v / cell, slice);
          double own = level + texture + kept * (values[v * sizeU + u] - mean);
          values[v * sizeU + u] += (float) (share * (own - values[v * sizeU + u]));
        }
      }
    }
  }
}
