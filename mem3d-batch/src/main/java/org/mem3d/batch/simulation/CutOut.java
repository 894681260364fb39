package org.mem3d.batch.simulation;

import java.util.SplittableRandom;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.Volume;
import org.mem3d.eval.Truth;
import org.mem3d.io.LabelVolume;

/**
 * A box of voxels around one object of a labelled volume, as a volume of its own at the same place
 * in the world. Immutable.
 *
 * @param grid of the box
 */
record CutOut(Grid grid, int x, int y, int z) {
  private static final int LEAST_MARGIN = 6;
  private static final int MOST_MARGIN = 16;

  /** Returns a box around an object with margins that are drawn. */
  static CutOut around(LabelVolume labels, int label, SplittableRandom random) {
    int[] low = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};
    int[] high = {-1, -1, -1};
    for (Truth truth : Truth.all(labels, Axis.Z)) {
      for (int z = 0; truth.label() == label && z < labels.sizeZ(); z++) {
        if (!truth.slices().get(z).isEmpty()) {
          int[] box = truth.slices().get(z).bounds();
          low[0] = Math.min(low[0], box[0]);
          low[1] = Math.min(low[1], box[1]);
          low[2] = Math.min(low[2], z);
          high[0] = Math.max(high[0], box[2]);
          high[1] = Math.max(high[1], box[3]);
          high[2] = z;
        }
      }
    }
    int[] sizes = {labels.sizeX(), labels.sizeY(), labels.sizeZ()};
    for (int i = 0; i < 3; i++) {
      low[i] = Math.max(0, low[i] - random.nextInt(LEAST_MARGIN, MOST_MARGIN + 1));
      high[i] = Math.min(sizes[i] - 1, high[i] + random.nextInt(LEAST_MARGIN, MOST_MARGIN + 1));
    }
    double[] affine = labels.geometry().affine();
    double[] origin = labels.geometry().toWorld(low[0], low[1], low[2]);
    for (int row = 0; row < 3; row++) {
      affine[4 * row + 3] = origin[row];
    }
    Grid grid =
        new Grid(
            high[0] - low[0] + 1,
            high[1] - low[1] + 1,
            high[2] - low[2] + 1,
            Geometry.ofAffine(affine));
    return new CutOut(grid, low[0], low[1], low[2]);
  }

  /** Returns the box of an image, which is read when the result is. */
  Volume of(Volume image) {
    float[] plane = new float[image.sizeX() * image.sizeY()];
    return Volume.ofSlices(
        (slice, values) -> {
          image.readSlice(Axis.Z, z + slice, plane);
          for (int v = 0; v < grid.sizeY(); v++) {
            int from = (y + v) * image.sizeX() + x;
            System.arraycopy(plane, from, values, v * grid.sizeX(), grid.sizeX());
          }
        },
        grid.sizeX(),
        grid.sizeY(),
        grid.sizeZ(),
        grid.geometry());
  }

  /** Returns the box of one label: 1 where it is, else 0. */
  Volume of(LabelVolume labels, int label) {
    return Volume.of(
        (u, v, w) -> labels.label(x + u, y + v, z + w) == label ? 1 : 0,
        grid.sizeX(),
        grid.sizeY(),
        grid.sizeZ(),
        grid.geometry());
  }
}
