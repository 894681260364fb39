package org.mem3d.core.propagation.plan;

import java.util.Arrays;
import org.mem3d.core.region.EuclideanDistance;
import org.mem3d.core.region.SlicePatch;

/** What the user changed on an annotated slice: how much, and where. Immutable. */
final class SliceChange {
  /** Nothing was changed. */
  static final SliceChange NONE = new SliceChange(0, new int[4], new boolean[0], new boolean[0]);

  /** How far from a changed voxel is near, in square roots of the larger area. */
  private static final double REACH = 0.2;

  private final double amount;
  private final int[] box;
  private final boolean[] nearAdded;
  private final boolean[] nearRemoved;

  /** Keeps its arguments; the box is first u and v, width and height. */
  private SliceChange(double amount, int[] box, boolean[] nearAdded, boolean[] nearRemoved) {
    this.amount = amount;
    this.box = box;
    this.nearAdded = nearAdded;
    this.nearRemoved = nearRemoved;
  }

  /** Compares the masks of a slice. */
  static SliceChange of(SlicePatch before, SlicePatch after) {
    int areas = before.area() + after.area();
    if (areas == 0) {
      return NONE;
    }
    double reach = REACH * Math.sqrt(Math.max(before.area(), after.area()));
    int[] box = around(before, after, (int) Math.ceil(reach));
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
    return new SliceChange(
        1 - 2.0 * both / areas, box, near(added, box, reach), near(removed, box, reach));
  }

  private static int[] around(SlicePatch before, SlicePatch after, int margin) {
    SlicePatch first = before.area() == 0 ? after : before;
    SlicePatch second = after.area() == 0 ? before : after;
    int u0 = Math.min(first.lowU(), second.lowU()) - margin;
    int v0 = Math.min(first.lowV(), second.lowV()) - margin;
    int u1 = Math.max(first.lowU() + first.width(), second.lowU() + second.width()) + margin;
    int v1 = Math.max(first.lowV() + first.height(), second.lowV() + second.height()) + margin;
    return new int[] {u0, v0, u1 - u0, v1 - v0};
  }

  private static boolean[] near(boolean[] region, int[] box, double reach) {
    double[] squared = new double[region.length];
    Arrays.setAll(squared, i -> region[i] ? 0 : Double.POSITIVE_INFINITY);
    EuclideanDistance.squared(squared, new int[] {box[2], box[3]}, new double[] {1, 1});
    boolean[] near = new boolean[region.length];
    for (int i = 0; i < near.length; i++) {
      near[i] = squared[i] <= reach * reach;
    }
    return near;
  }

  /** Returns 1 - Dice of the slice's masks before and after. */
  double amount() {
    return amount;
  }

  /** Returns whether a voxel of a neighbouring slice lies near one that was added, or removed. */
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
