package org.mem3d.core.propagation.plan;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.core.region.SlicePatch;

/**
 * An annotated slice, from which masks are carried on.
 *
 * @param slice its index
 * @param patch its mask; empty if the object is not there
 */
public record AnnotatedMask(int slice, SlicePatch patch) {
  /** No more annotated slices than these are remembered. */
  private static final int MOST_REMEMBERED = 6;

  /** Returns whether there is an annotated slice, and the object on it. */
  public static boolean present(@Nullable AnnotatedMask annotatedMask) {
    return annotatedMask != null && annotatedMask.patch.area() > 0;
  }

  /**
   * Returns the annotated slices with the object that chains and intervals remember, nearest first.
   *
   * @param place to which they are near, in slices
   * @param slots how many there is room for
   */
  public static List<AnnotatedMask> remembered(
      List<AnnotatedMask> annotatedMasks, double place, int slots) {
    return nearest(annotatedMasks, place, Math.min(MOST_REMEMBERED, slots));
  }

  /** Returns up to {@code most} annotated slices with the object, nearest to a place first. */
  public static List<AnnotatedMask> nearest(
      List<AnnotatedMask> annotatedMasks, double place, int most) {
    return annotatedMasks.stream()
        .filter(AnnotatedMask::present)
        .sorted(
            Comparator.comparingDouble(annotatedMask -> Math.abs(annotatedMask.slice() - place)))
        .limit(most)
        .toList();
  }
}
