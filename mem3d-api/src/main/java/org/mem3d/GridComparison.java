package org.mem3d;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds whether two grids are one, and in which order each counts its voxels. */
final class GridComparison {
  /** How far a voxel may lie from the other grid's, in voxels. */
  private static final double TOLERANCE = 0.1;

  private static final Axis[] AXES = Axis.values();

  private GridComparison() {}

  static VoxelOrder order(Grid grid, Grid image, GridCheck check) {
    if (check == GridCheck.SIZES) {
      if (!sameSizes(grid, image)) {
        throw refused("has other sizes than the volume it is for", grid, image);
      }
      return new VoxelOrder(image, AXES, new boolean[3]);
    }
    if (!isPlaced(grid) || !isPlaced(image)) {
      return unplaced(grid, image);
    }
    for (Geometry of : places(image)) {
      for (Geometry from : places(grid)) {
        Optional<VoxelOrder> order = order(grid, from, image, of);
        if (order.isPresent()) {
          return order.get();
        }
      }
    }
    throw refused(difference(grid, image), grid, image);
  }

  private static boolean isPlaced(Grid grid) {
    return grid.geometry().stored().map(StoredGrid::isPlaced).orElse(true);
  }

  private static List<Geometry> places(Grid grid) {
    List<Geometry> places = new ArrayList<>(List.of(grid.geometry()));
    grid.geometry().stored().ifPresent(stored -> places.addAll(stored.alternatives()));
    return places;
  }

  /** Where one file says nothing of its place, all that can differ are sizes and spacing. */
  private static VoxelOrder unplaced(Grid grid, Grid image) {
    boolean same = sameSizes(grid, image);
    if (!hasNoSpacing(grid) && !hasNoSpacing(image)) {
      for (Axis axis : AXES) {
        double wanted = image.geometry().spacing(axis);
        double drift = Math.abs(grid.geometry().spacing(axis) - wanted) * (image.size(axis) - 1);
        same &= drift <= TOLERANCE * wanted;
      }
    }
    if (!same) {
      throw refused("has other sizes or spacings than the volume it is for", grid, image);
    }
    return new VoxelOrder(image, AXES, new boolean[3]);
  }

  private static boolean hasNoSpacing(Grid grid) {
    if (isPlaced(grid)) {
      return false;
    }
    Geometry geometry = grid.geometry();
    return geometry.spacing(Axis.X) == 1
        && geometry.spacing(Axis.Y) == 1
        && geometry.spacing(Axis.Z) == 1;
  }

  private static Optional<VoxelOrder> order(Grid grid, Geometry from, Grid image, Geometry of) {
    double[] first = voxel(from, of, 0, 0, 0);
    Axis[] axes = new Axis[3];
    boolean[] turned = new boolean[3];
    boolean[] used = new boolean[3];
    for (int pass = 0; pass < 2; pass++) {
      for (int j = 0; j < 3; j++) {
        // An axis of one voxel has no direction that counts; it gets what the others leave.
        if (grid.size(AXES[j]) > 1 != (pass == 0)) {
          continue;
        }
        double[] next = voxel(from, of, j == 0 ? 1 : 0, j == 1 ? 1 : 0, j == 2 ? 1 : 0);
        int best = -1;
        for (int k = 0; k < 3; k++) {
          boolean better =
              best < 0
                  || (pass == 0
                      && Math.abs(next[k] - first[k]) > Math.abs(next[best] - first[best]));
          if (!used[k] && image.size(AXES[k]) == grid.size(AXES[j]) && better) {
            best = k;
          }
        }
        if (best < 0) {
          return Optional.empty();
        }
        used[best] = true;
        axes[best] = AXES[j];
        turned[best] = pass == 0 && next[best] < first[best];
      }
    }
    for (int corner = 0; corner < 8; corner++) {
      int[] at = new int[3];
      for (int j = 0; j < 3; j++) {
        at[j] = (corner >> j & 1) * (grid.size(AXES[j]) - 1);
      }
      double[] found = voxel(from, of, at[0], at[1], at[2]);
      for (int k = 0; k < 3; k++) {
        int position = at[axes[k] == Axis.X ? 0 : axes[k] == Axis.Y ? 1 : 2];
        int wanted = turned[k] ? image.size(AXES[k]) - 1 - position : position;
        if (!(Math.abs(found[k] - wanted) <= TOLERANCE)) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new VoxelOrder(image, axes, turned));
  }

  private static double[] voxel(Geometry from, Geometry of, double x, double y, double z) {
    double[] world = from.toWorld(x, y, z);
    return of.toVoxel(world[0], world[1], world[2]);
  }

  private static boolean sameSizes(Grid grid, Grid image) {
    return grid.sizeX() == image.sizeX()
        && grid.sizeY() == image.sizeY()
        && grid.sizeZ() == image.sizeZ();
  }

  private static String difference(Grid grid, Grid image) {
    double[] a = centre(grid);
    double[] b = centre(image);
    double apart = Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
    return "lies elsewhere than the volume it is for, the centres "
        + Grid.number(apart)
        + " mm apart";
  }

  private static double[] centre(Grid grid) {
    return grid.geometry()
        .toWorld((grid.sizeX() - 1) / 2.0, (grid.sizeY() - 1) / 2.0, (grid.sizeZ() - 1) / 2.0);
  }

  private static GridException refused(String what, Grid grid, Grid image) {
    return new GridException(
        what + ": " + grid + ", not " + image + "; resample it onto that grid",
        sameSizes(grid, image));
  }
}
