package org.mem3d.core.refinement;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.region.IntensityRange;
import org.mem3d.core.region.Normalisation;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.core.region.Window;

/**
 * The part of a volume around an object, as cells: u fastest, then v, then slices. A cell is a
 * square of {@code stride * stride} voxels of one slice, so that no block has more cells than it
 * may unless its slices alone are more. Immutable.
 */
final class CellGrid {
  /** How far a block reaches beyond the object, in longer sides of its box. */
  private static final double MARGIN = 0.2;

  private static final int LEAST_MARGIN = 6;
  private static final int SAMPLES = 1 << 16;

  /**
   * What tells whether gaps can be mended: a window of so many longer sides of the object's box.
   */
  private static final double WINDOW = 1.6;

  /** Voxels along a side of cells that are not coarse. */
  private static final int FINE = 2;

  /** What a block holds more of than a quarter is its object, however unusual in the volume. */
  private static final double QUARTER = 0.25;

  /** Voxels along a side of a cell. */
  final int stride;

  /** Index of the first voxel along u, v and of the first slice. */
  final int[] origin;

  /** Index of the first voxel beyond along u and v. */
  private final int endU;

  private final int endV;

  /** Cells along u, v and slices. */
  final int[] sizes;

  /** Distance of neighbouring cells along u, v and slices, in shares of the smallest of them. */
  final double[] spacings;

  /** From 0, the percentile 1 of the block's usual intensities, to 1, their percentile 99. */
  final float[] intensities;

  private CellGrid(int stride, int[] origin, int endU, int endV, int slices, double[] voxel) {
    this.stride = stride;
    this.origin = origin;
    this.endU = endU;
    this.endV = endV;
    sizes = new int[] {cells(endU - origin[0], stride), cells(endV - origin[1], stride), slices};
    spacings = new double[] {voxel[0] * stride, voxel[1] * stride, voxel[2]};
    double finest = Arrays.stream(spacings).min().orElseThrow();
    Arrays.setAll(spacings, d -> spacings[d] / finest);
    intensities = new float[Math.multiplyExact(plane(), slices)];
  }

  /**
   * Cuts a block out of a volume.
   *
   * @param patches what the block is to hold with a margin, by slice; one of them at least is not
   *     empty
   * @param reference the slice of one of them that is not empty, which tells whether gaps can be
   *     mended
   * @param from the first slice
   * @param to the first slice beyond
   * @param mostCells how many cells it may have; half as many if they are coarse, since those have
   *     lost thin parts anyway
   * @param workers share the work
   * @param check called between slices, by any thread; ends the work by throwing
   */
  static CellGrid around(
      SliceReader reader,
      Map<Integer, SlicePatch> patches,
      int reference,
      int from,
      int to,
      int mostCells,
      WorkerPool workers,
      Runnable check) {
    int[] box = new int[0];
    for (SlicePatch patch : patches.values()) {
      box = Window.union(box, patch.bounds());
    }
    int margin = Math.max(LEAST_MARGIN, (int) (MARGIN * Window.longerSide(box)));
    int[] origin = {Math.max(0, box[0] - margin), Math.max(0, box[1] - margin), from};
    int endU = Math.min(reader.sizeU(), box[2] + 1 + margin);
    int endV = Math.min(reader.sizeV(), box[3] + 1 + margin);
    int width = endU - origin[0];
    int height = endV - origin[1];
    int stride = 1;
    long cells = (long) width * height * (to - from);
    while (stride < Math.min(width, height)
        && cells > (stride <= FINE ? mostCells : mostCells / 2)) {
      stride++;
      cells = (long) cells(width, stride) * cells(height, stride) * (to - from);
    }
    CellGrid grid = new CellGrid(stride, origin, endU, endV, to - from, reader.spacings());
    SlicePatch object = Objects.requireNonNull(patches.get(reference));
    grid.read(reader, canMend(reader, reference, object), workers, check);
    grid.scale(reader.range());
    return grid;
  }

  private static int cells(int voxels, int stride) {
    return (voxels + stride - 1) / stride;
  }

  /** Returns the number of cells of a slice. */
  int plane() {
    return sizes[0] * sizes[1];
  }

  /** Returns the cell of a slice's voxel, as a place in the first slice; -1 outside the block. */
  int cell(int u, int v) {
    boolean held = u >= origin[0] && u < endU && v >= origin[1] && v < endV;
    return held ? (v - origin[1]) / stride * sizes[0] + (u - origin[0]) / stride : -1;
  }

  /** Returns how far apart slices are, in shares of the distance of cells within a slice. */
  double anisotropy() {
    return spacings[2] / Math.min(spacings[0], spacings[1]);
  }

  /** Returns whether the networks too were shown the object with gaps mended. */
  private static boolean canMend(SliceReader reader, int slice, SlicePatch object) {
    Window window = Window.around(object.bounds(), WINDOW);
    float[] mask = new float[Window.INPUT_SIDE * Window.INPUT_SIDE];
    object.sample(window, mask);
    return Normalisation.canMend(reader.sample(slice, window), mask);
  }

  private void read(SliceReader reader, boolean mended, WorkerPool workers, Runnable check) {
    workers.run(
        sizes[2],
        slice -> {
          check.run();
          int width = reader.sizeU();
          float[] values = new float[width * reader.sizeV()];
          if (mended) {
            reader.readMended(slice + origin[2], values);
          } else {
            reader.read(slice + origin[2], values);
          }
          average(slice, (u, v) -> values[v * width + u], intensities);
        });
  }

  /** A value at each voxel of a slice. */
  private interface Plane {
    float at(int u, int v);
  }

  /** Fills a slice of the block with the mean values of its cells. */
  private void average(int slice, Plane values, float[] cells) {
    int i = slice * plane();
    for (int v = 0; v < sizes[1]; v++) {
      int fromV = origin[1] + v * stride;
      int toV = Math.min(endV, fromV + stride);
      for (int u = 0; u < sizes[0]; u++, i++) {
        int fromU = origin[0] + u * stride;
        int toU = Math.min(endU, fromU + stride);
        float sum = 0;
        for (int y = fromV; y < toV; y++) {
          for (int x = fromU; x < toU; x++) {
            sum += values.at(x, y);
          }
        }
        cells[i] = sum / ((toU - fromU) * (toV - fromV));
      }
    }
  }

  /** Fills a slice of the block with the probability that a patch gives to its cells. */
  void fill(int slice, SlicePatch patch, float[] cells) {
    average(slice, patch::probability, cells);
  }

  /**
   * Returns a patch whose probability changes as that of its cells did, bilinear between them.
   *
   * @param before the probability of all cells that {@link #fill} gave
   * @param after what it has become
   */
  SlicePatch changed(int slice, SlicePatch patch, float[] before, float[] after) {
    int width = endU - origin[0];
    int height = endV - origin[1];
    float[] probability = new float[width * height];
    int start = slice * plane();
    // Interpolation weights along u are the same for every row: computed once.
    int[] left = new int[width];
    float[] across = new float[width];
    for (int u = 0; u < width; u++) {
      double x = place(u, sizes[0]);
      left[u] = Math.min((int) x, Math.max(0, sizes[0] - 2));
      across[u] = (float) (x - left[u]);
    }
    int next = sizes[0] == 1 ? 0 : 1;
    float[] above = new float[sizes[0]];
    float[] below = new float[sizes[0]];
    int i = 0;
    for (int v = 0; v < height; v++) {
      double y = place(v, sizes[1]);
      int row = Math.min((int) y, Math.max(0, sizes[1] - 2));
      int upper = start + row * sizes[0];
      int lower = sizes[1] == 1 ? upper : upper + sizes[0];
      float down = (float) (y - row);
      for (int cell = 0; cell < sizes[0]; cell++) {
        above[cell] = after[upper + cell] - before[upper + cell];
        below[cell] = after[lower + cell] - before[lower + cell];
      }
      for (int u = 0; u < width; u++) {
        int cell = left[u];
        float share = across[u];
        float over = (1 - share) * above[cell] + share * above[cell + next];
        float under = (1 - share) * below[cell] + share * below[cell + next];
        probability[i++] =
            patch.probability(origin[0] + u, origin[1] + v) + over + down * (under - over);
      }
    }
    return SlicePatch.ofRectangle(origin[0], origin[1], width, height, probability);
  }

  /** Returns the place of a voxel among the cells along a direction, whole at their middles. */
  private double place(int voxel, int cells) {
    return Math.max(0, Math.min(cells - 1, (voxel + 0.5) / stride - 0.5));
  }

  private void scale(IntensityRange range) {
    // Every so many cells are enough to know the percentiles.
    int every = 1 + intensities.length / SAMPLES;
    float[] sorted = new float[(intensities.length + every - 1) / every];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = intensities[i * every];
    }
    Arrays.sort(sorted);
    float[] ends = range.percentiles(sorted, QUARTER);
    float low = ends[0];
    float width = ends[1] > low ? ends[1] - low : 1;
    for (int i = 0; i < intensities.length; i++) {
      intensities[i] = Math.max(0, Math.min(1, (intensities[i] - low) / width));
    }
  }
}
