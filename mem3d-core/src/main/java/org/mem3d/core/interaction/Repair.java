package org.mem3d.core.interaction;

import java.util.ArrayDeque;
import java.util.List;
import org.mem3d.Interaction;
import org.mem3d.SliceMask;
import org.mem3d.core.region.EuclideanDistance;
import org.mem3d.core.region.SlicePatch;

/**
 * Corrects a mask that did not come from the slice's own marks: it was given or carried there, and
 * is taken to be right but for what a mark contradicts. Of what the network would change, only the
 * pieces that the contradicting part of the mark touches are changed, and of these only what is
 * near it. What is near a voxel of the mark follows from its depth: one far from the outline means
 * a large error. Chosen on the evaluation's objects ({@code docs/sessions.md}). Stateless.
 */
public final class Repair {
  /** How far from a contradicting voxel the mask changes, in its distances from the outline. */
  private static final double DEPTHS = 1.25;

  /** The least reach, in voxels. */
  private static final double LEAST_REACH = 3;

  private Repair() {}

  /**
   * Returns a mask with what a mark corrects.
   *
   * @param before the mask so far
   * @param answer the mask that the network would like
   * @param mark a scribble, a click or a lasso; any other says where the whole object is, and the
   *     answer is taken as it is
   */
  public static SlicePatch of(
      SlicePatch before, SlicePatch answer, Interaction mark, int sizeU, int sizeV) {
    SliceMask inside = MarkGeometry.voxels(List.of(mark), true, sizeU, sizeV);
    SliceMask outside = MarkGeometry.voxels(List.of(mark), false, sizeU, sizeV);
    if (inside.isEmpty() && outside.isEmpty()) {
      return answer;
    }
    boolean[] wrong = new boolean[sizeU * sizeV];
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] = (before.contains(i % sizeU, i / sizeU) ? outside : inside).contains(i);
    }
    boolean[] near = near(wrong, before, sizeU);
    for (int i = 0; i < near.length; i++) {
      int u = i % sizeU;
      int v = i / sizeU;
      near[i] = wrong[i] || (near[i] && before.contains(u, v) != answer.contains(u, v));
    }
    boolean[] changed = connected(wrong, near, sizeU);
    return before.exchanged((u, v) -> changed[v * sizeU + u], answer);
  }

  /** Returns what lies within the reach of a voxel of what is wrong. */
  private static boolean[] near(boolean[] wrong, SlicePatch before, int sizeU) {
    int[] sizes = {sizeU, wrong.length / sizeU};
    double[] spacings = {1, 1};
    double[] depths =
        EuclideanDistance.depths(i -> before.contains(i % sizeU, i / sizeU), sizes, spacings);
    double[] beyond = new double[wrong.length];
    for (int i = 0; i < wrong.length; i++) {
      // A depth ends half-way to the nearest voxel across the outline.
      double reach = Math.max(LEAST_REACH, DEPTHS * (Math.abs(depths[i]) + 0.5));
      beyond[i] = wrong[i] ? -reach * reach : Double.POSITIVE_INFINITY;
    }
    EuclideanDistance.squared(beyond, sizes, spacings);
    boolean[] near = new boolean[wrong.length];
    for (int i = 0; i < near.length; i++) {
      near[i] = beyond[i] <= 0;
    }
    return near;
  }

  /** Returns the pieces of a region that hold a voxel of what is wrong. */
  private static boolean[] connected(boolean[] wrong, boolean[] region, int sizeU) {
    boolean[] reached = wrong.clone();
    ArrayDeque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < wrong.length; i++) {
      if (wrong[i]) {
        open.add(i);
      }
    }
    while (!open.isEmpty()) {
      int at = open.remove();
      int u = at % sizeU;
      for (int dv = -1; dv <= 1; dv++) {
        for (int du = -1; du <= 1; du++) {
          int next = at + dv * sizeU + du;
          if (u + du >= 0
              && u + du < sizeU
              && next >= 0
              && next < region.length
              && region[next]
              && !reached[next]) {
            reached[next] = true;
            open.add(next);
          }
        }
      }
    }
    return reached;
  }
}
