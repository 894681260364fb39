package org.mem3d.core.propagation.plan;

import org.mem3d.core.region.EuclideanDistance;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.Window;

/** What the user changed on an annotated slice: how much, and where. Immutable. */
final class SliceChange {
  /** Nothing was changed. */
  static final SliceChange NONE = new SliceChange(0, 0, new int[4], new double[0], new double[0]);

  /** Where a slice has changed by this much, 1 - Dice, what is carried from it counts alone. */
  private static final double WHOLE = 0.2;

  /** How far from a changed voxel is near, in square roots of the larger area. */
  private static final double NEAR = 0.2;

  /** How far from an added voxel others may be added, in square roots of the larger area. */
  private static final double ADDED_NEAR = 0.5;

  private final float share;
  private final double side;
  private final int[] box;

  /** Squared distances of the box's voxels, in voxels. */
  private final double[] fromAdded;

  private final double[] fromRemoved;

  /** Keeps its arguments; the box is first u and v, width and height. */
  private SliceChange(
      float share, double side, int[] box, double[] fromAdded, double[] fromRemoved) {
    this.share = share;
    this.side = side;
    this.box = box;
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
    int[] box = {
      corners[0] - margin,
      corners[1] - margin,
      corners[2] - corners[0] + 1 + 2 * margin,
      corners[3] - corners[1] + 1 + 2 * margin
    };
    boolean[] added = new boolean[box[2] * box[3]];
    boolean[] removed = new boolean[added.length];
    int both = 0;
    for (int i = 0; i < added.length; i++) {
      int u = box[0] + i % box[2];
      int v = box[1] + i / box[2];
      boolean was = before.contains(u, v);
      boolean is = after.contains(u, v);
      added[i] = is && !was;
      removed[i] = was && !is;
      both += is && was ? 1 : 0;
    }
    double change = 1 - 2.0 * both / (before.area() + after.area());
    float share = (float) Math.min(1, change / WHOLE);
    return new SliceChange(share, side, box, from(added, box), from(removed, box));
  }

  private static double[] from(boolean[] region, int[] box) {
    return EuclideanDistance.squaredFrom(
        i -> region[i], new int[] {box[2], box[3]}, new double[] {1, 1});
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
    int x = u - box[0];
    int y = v - box[1];
    double limit = reach * side;
    return x >= 0 && x < box[2] && y >= 0 && y < box[3] && squared[y * box[2] + x] <= limit * limit;
  }
}
