package org.mem3d.eval;

import java.util.Arrays;
import java.util.List;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.SliceMask;
import org.mem3d.core.region.EuclideanDistance;

/**
 * How far the surfaces of two masks of one volume lie from each other, in millimetres. Immutable.
 *
 * <p>A mask's surface are its voxels with at least one of the six neighbours outside it; beyond the
 * volume counts as outside. Distances go from the centre of a voxel of one surface to the nearest
 * centre of a voxel of the other, exactly, with the volume's spacing. Every surface voxel counts
 * alike.
 */
public final class SurfaceDistances {
  private final double[] fromA;
  private final double[] fromB;
  private final double diagonal;

  private SurfaceDistances(double[] fromA, double[] fromB, double diagonal) {
    this.fromA = fromA;
    this.fromB = fromB;
    this.diagonal = diagonal;
  }

  /**
   * Measures the distances.
   *
   * @param a a mask for each slice along the axis
   * @param b a mask for each slice, of the same sizes
   * @param axis the direction along which slices count
   * @throws IllegalArgumentException if the masks differ in size
   */
  public static SurfaceDistances between(
      List<SliceMask> a, List<SliceMask> b, Axis axis, Geometry geometry) {
    Metrics.requireSameSize(a, b);
    double[] spacings = {
      geometry.spacing(axis.u()), geometry.spacing(axis.v()), geometry.spacing(axis)
    };
    double diagonal =
        a.isEmpty()
            ? 0
            : Math.hypot(
                Math.hypot(a.get(0).width() * spacings[0], a.get(0).height() * spacings[1]),
                a.size() * spacings[2]);
    int[] box = bounds(a, b);
    if (box.length == 0) {
      return new SurfaceDistances(new double[0], new double[0], diagonal);
    }
    int[] sizes = {box[3] - box[0] + 1, box[4] - box[1] + 1, box[5] - box[2] + 1};
    boolean[] surfaceA = surface(a, box, sizes);
    boolean[] surfaceB = surface(b, box, sizes);
    return new SurfaceDistances(
        distances(surfaceA, surfaceB, sizes, spacings),
        distances(surfaceB, surfaceA, sizes, spacings),
        diagonal);
  }

  /**
   * Returns the surface Dice (Nikolov et al. 2018, voxels for surface elements): the share of both
   * surfaces' voxels that lie within the tolerance of the other surface. 1 if both masks are empty,
   * 0 if one is.
   *
   * @param tolerance in millimetres
   */
  public double dice(double tolerance) {
    if (fromA.length + fromB.length == 0) {
      return 1;
    }
    long near =
        Arrays.stream(fromA).filter(distance -> distance <= tolerance).count()
            + Arrays.stream(fromB).filter(distance -> distance <= tolerance).count();
    return (double) near / (fromA.length + fromB.length);
  }

  /**
   * Returns the Hausdorff distance of so many percent: that percentile of the distances from each
   * surface to the other, interpolated linearly between ranks, and of the two the larger. 0 if both
   * masks are empty; if one is, the volume's diagonal, so that a mask that is missing is worse than
   * any that is there.
   *
   * @param percent 0 to 100
   */
  public double hausdorff(double percent) {
    if (fromA.length + fromB.length == 0) {
      return 0;
    }
    if (fromA.length == 0 || fromB.length == 0) {
      return diagonal;
    }
    return Math.max(percentile(fromA, percent), percentile(fromB, percent));
  }

  private static double percentile(double[] sorted, double percent) {
    double rank = percent / 100 * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }

  /** Returns the sorted distances from one surface's voxels to another surface. */
  private static double[] distances(boolean[] from, boolean[] to, int[] sizes, double[] spacings) {
    double[] squared = EuclideanDistance.squaredFrom(i -> to[i], sizes, spacings);
    double[] distances = new double[from.length];
    int count = 0;
    for (int i = 0; i < from.length; i++) {
      if (from[i]) {
        distances[count++] = Math.sqrt(squared[i]);
      }
    }
    double[] sorted = Arrays.copyOf(distances, count);
    Arrays.sort(sorted);
    return sorted;
  }

  private static boolean[] surface(List<SliceMask> mask, int[] box, int[] sizes) {
    boolean[] surface = new boolean[sizes[0] * sizes[1] * sizes[2]];
    int i = 0;
    for (int slice = box[2]; slice <= box[5]; slice++) {
      SliceMask here = mask.get(slice);
      for (int v = box[1]; v <= box[4]; v++) {
        for (int u = box[0]; u <= box[3]; u++) {
          surface[i++] =
              here.contains(u, v)
                  && !(here.contains(u - 1, v)
                      && here.contains(u + 1, v)
                      && here.contains(u, v - 1)
                      && here.contains(u, v + 1)
                      && slice > 0
                      && mask.get(slice - 1).contains(u, v)
                      && slice + 1 < mask.size()
                      && mask.get(slice + 1).contains(u, v));
        }
      }
    }
    return surface;
  }

  /** Returns first and last u, v and slice of the box around both masks; empty if both are. */
  private static int[] bounds(List<SliceMask> a, List<SliceMask> b) {
    int[] box = {
      Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1, -1,
    };
    for (int slice = 0; slice < a.size(); slice++) {
      for (int[] bounds : List.of(a.get(slice).bounds(), b.get(slice).bounds())) {
        if (bounds.length > 0) {
          box[0] = Math.min(box[0], bounds[0]);
          box[1] = Math.min(box[1], bounds[1]);
          box[2] = Math.min(box[2], slice);
          box[3] = Math.max(box[3], bounds[2]);
          box[4] = Math.max(box[4], bounds[3]);
          box[5] = slice;
        }
      }
    }
    return box[5] < 0 ? new int[0] : box;
  }
}
