package org.mem3d.core.interaction;

import java.util.ArrayDeque;
import java.util.List;
import org.mem3d.Interaction;
import org.mem3d.SliceMask;
import org.mem3d.core.region.EuclideanDistance;
import org.mem3d.core.region.SlicePatch;

/**
 * Corrects a mask that the user gave: it is taken to be right but for what a mark contradicts. Of
 * what the network would change, only the pieces that the contradicting part of the mark touches
 * are changed, and of these only what is near it. Stateless.
 */
public final class Repair {
  /** How far from the mark the mask changes, in square roots of its area. */
  private static final double REACH = 0.5;

  /** The least reach, in voxels. */
  private static final double LEAST_REACH = 3;

  private Repair() {}

  /**
   * Returns a mask with what a mark corrects.
   *
   * @param given the mask so far
   * @param answer the mask that the network would like
   * @param mark a scribble, a click or a lasso; any other says where the whole object is, and the
   *     answer is taken as it is
   */
  public static SlicePatch of(
      SlicePatch given, SlicePatch answer, Interaction mark, int sizeU, int sizeV) {
    SliceMask inside = MarkGeometry.voxels(List.of(mark), true, sizeU, sizeV);
    SliceMask outside = MarkGeometry.voxels(List.of(mark), false, sizeU, sizeV);
    if (inside.isEmpty() && outside.isEmpty()) {
      return answer;
    }
    boolean[] wrong = new boolean[sizeU * sizeV];
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] = (given.contains(i % sizeU, i / sizeU) ? outside : inside).contains(i);
    }
    double reach = Math.max(LEAST_REACH, REACH * Math.sqrt(given.area()));
    boolean[] changed = connected(wrong, within(wrong, reach, given, answer, sizeU), sizeU);
    return given.exchanged((u, v) -> changed[v * sizeU + u], answer);
  }

  /** Returns where the masks differ near what is wrong. */
  private static boolean[] within(
      boolean[] wrong, double reach, SlicePatch given, SlicePatch answer, int sizeU) {
    double[] squared = new double[wrong.length];
    for (int i = 0; i < squared.length; i++) {
      squared[i] = wrong[i] ? 0 : Double.POSITIVE_INFINITY;
    }
    EuclideanDistance.squared(
        squared, new int[] {sizeU, wrong.length / sizeU}, new double[] {1, 1});
    boolean[] near = new boolean[wrong.length];
    for (int i = 0; i < near.length; i++) {
      int u = i % sizeU;
      int v = i / sizeU;
      near[i] =
          wrong[i]
              || (squared[i] <= reach * reach && given.contains(u, v) != answer.contains(u, v));
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
