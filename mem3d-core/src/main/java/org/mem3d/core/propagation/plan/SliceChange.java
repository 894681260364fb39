package org.mem3d.core.propagation.plan;

import org.mem3d.core.region.EuclideanDistance;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.Window;

/** What the user changed on an annotated slice: how much, and where. Immutable. */
final class SliceChange {
  /** Nothing was changed. */
  static final SliceChange NONE = new SliceChange(0, new int[4], new boolean[0], new boolean[0]);

  private static final SliceChange ALL =
      new SliceChange(1, new int[4], new boolean[0], new boolean[0]);

  /** Where a slice has changed by this much, 1 - Dice, what is carried from it counts alone. */
  private static final double WHOLE = 0.2;

  /** How far from a changed voxel is near, in square roots of the larger area. */
  private static final double REACH = 0.2;

  private final float share;
  private final int[] box;
  private final boolean[] nearAdded;
  private final boolean[] nearRemoved;

  /** Keeps its arguments; the box is first u and v, width and height. */
  private SliceChange(float share, int[] box, boolean[] nearAdded, boolean[] nearRemoved) {
    this.share = share;
    this.box = box;
    this.nearAdded = nearAdded;
    this.nearRemoved = nearRemoved;
  }

  /** Compares the masks of a slice. */
  static SliceChange of(SlicePatch before, SlicePatch after) {
    int[] corners = Window.union(before.bounds(), after.bounds());
    if (corners.length == 0) {
      return NONE;
    }
    double reach = REACH * Math.sqrt(Math.max(before.area(), after.area()));
    int margin = (int) Math.ceil(reach);
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
    return change >= WHOLE
        ? ALL
        : new SliceChange(
            (float) (change / WHOLE), box, near(added, box, reach), near(removed, box, reach));
  }

  private static boolean[] near(boolean[] region, int[] box, double reach) {
    double[] squared =
        EuclideanDistance.squaredFrom(
            i -> region[i], new int[] {box[2], box[3]}, new double[] {1, 1});
    boolean[] near = new boolean[region.length];
    for (int i = 0; i < near.length; i++) {
      near[i] = squared[i] <= reach * reach;
    }
    return near;
  }

  /**
   * Returns by what part new probabilities count on neighbouring slices: {@code (1 - Dice of the
   * slice before and after) / }{@value #WHOLE}, at most 1.
   */
  float share() {
    return share;
  }

  /**
   * Returns whether a voxel of a neighbouring slice lies near one that was added, or removed. Not
   * known where the share is 1: all is new there.
   */
  boolean near(int u, int v, boolean inside) {
    int x = u - box[0];
    int y = v - box[1];
    return x >= 0
        && x < box[2]
        && y >= 0
        && y < box[3]
        && (inside ? nearAdded : nearRemoved)[y * box[2] + x];
  }
}
