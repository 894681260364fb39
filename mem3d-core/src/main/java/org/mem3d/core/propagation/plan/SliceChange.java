package org.mem3d.core.propagation.plan;

import org.mem3d.core.region.EuclideanDistance;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceRectangle;
import org.mem3d.core.region.Window;

/** What the user changed on an annotated slice: how much, and where. Immutable. */
final class SliceChange {
  /** Nothing was changed. */
  static final SliceChange NONE =
      new SliceChange(0, 0, SliceRectangle.EMPTY, new double[0], new double[0]);

  /** Where a slice has changed by this much, 1 - Dice, what is carried from it counts alone. */
  private static final double WHOLE = 0.2;

  /** How far from a changed voxel is near, in square roots of the larger area. */
  private static final double NEAR = 0.2;

  /** How far from an added voxel others may be added, in square roots of the larger area. */
  private static final double ADDED_NEAR = 0.5;

  private final float share;
  private final double side;
  private final SliceRectangle part;

  /** Squared distances of the part's voxels, in voxels. */
  private final double[] fromAdded;

  private final double[] fromRemoved;

  /** Keeps its arguments. */
  private SliceChange(
      float share, double side, SliceRectangle part, double[] fromAdded, double[] fromRemoved) {
    this.share = share;
    this.side = side;
    this.part = part;
    this.fromAdded = fromAdded;
    this.fromRemoved = fromRemoved;
  }

  /** Compares the masks of a slice. */
  static SliceChange of(SlicePatch before, SlicePatch after) {
    int[] corners = Window.union(before.bounds(), after.bounds());
    if (corners.length == 0) {
      return NONE;
    }
    double side = Math.sqrt(Math.max(before.area(), after.area()));
    int margin = (int) Math.ceil(ADDED_NEAR * side);
    SliceRectangle part = SliceRectangle.around(corners, margin);
    boolean[] added = new boolean[part.voxels()];
    boolean[] removed = new boolean[part.voxels()];
    int both = 0;
    for (int i = 0; i < added.length; i++) {
      int u = part.u(i);
      int v = part.v(i);
      boolean was = before.contains(u, v);
      boolean is = after.contains(u, v);
      added[i] = is && !was;
      removed[i] = was && !is;
      both += is && was ? 1 : 0;
    }
    double change = 1 - 2.0 * both / (before.area() + after.area());
    float share = (float) Math.min(1, change / WHOLE);
    return new SliceChange(share, side, part, from(added, part), from(removed, part));
  }

  private static double[] from(boolean[] region, SliceRectangle part) {
    return EuclideanDistance.squaredFrom(i -> region[i], part.sizes(), new double[] {1, 1});
  }

  /**
   * Returns by what part new probabilities count on neighbouring slices: {@code (1 - Dice of the
   * slice before and after) / }{@value #WHOLE}, at most 1.
   */
  float share() {
    return share;
  }

  /**
   * Returns whether a voxel of a neighbouring slice lies near one that was added, or removed.
   *
   * @param added which of both
   */
  boolean isNear(int u, int v, boolean added) {
    return isWithin(NEAR, added ? fromAdded : fromRemoved, u, v);
  }

  /** Returns whether so much was added here that a neighbouring slice's voxel may be, too. */
  boolean allowsAddition(int u, int v) {
    return isWithin(ADDED_NEAR, fromAdded, u, v);
  }

  private boolean isWithin(double reach, double[] squared, int u, int v) {
    int voxel = part.voxel(u, v);
    double limit = reach * side;
    return voxel >= 0 && squared[voxel] <= limit * limit;
  }
}
