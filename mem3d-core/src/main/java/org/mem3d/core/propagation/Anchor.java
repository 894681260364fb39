package org.mem3d.core.propagation;

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
public record Anchor(int slice, SlicePatch patch) {
  /** No more annotated slices than these are remembered. */
  private static final int MOST_REMEMBERED = 6;

  /** Returns whether there is an annotated slice, and the object on it. */
  static boolean present(@Nullable Anchor anchor) {
    return anchor != null && anchor.patch.area() > 0;
  }

  /**
   * Returns the annotated slices with the object that chains and intervals remember, nearest first.
   *
   * @param place to which they are near, in slices
   * @param slots how many there is room for
   */
  static List<Anchor> remembered(List<Anchor> anchors, double place, int slots) {
    return nearest(anchors, place, Math.min(MOST_REMEMBERED, slots));
  }

  /** Returns up to {@code most} annotated slices with the object, nearest to a place first. */
  static List<Anchor> nearest(List<Anchor> anchors, double place, int most) {
    return anchors.stream()
        .filter(Anchor::present)
        .sorted(Comparator.comparingDouble(anchor -> Math.abs(anchor.slice() - place)))
        .limit(most)
        .toList();
  }
}
