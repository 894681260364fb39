package org.mem3d.core.propagation.run;

import java.util.List;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.Window;

/**
 * A chain's window on its way: around the annotated mask where the chain begins, then after the
 * masks that it predicts. Follows from those masks alone.
 */
final class FollowedWindow {
  /** A mask of fewer voxels counts as empty. */
  static final int EMPTY_AREA = 3;

  private final WindowRule rule;
  private final int startSlice;
  private final int[][] lastBox = {{}, {}};
  private Window window;

  /**
   * Begins.
   *
   * @param annotated the annotated slices that the chain remembers
   * @param factor side of a window, in longer sides of the object's box
   */
  FollowedWindow(AnnotatedMask start, List<AnnotatedMask> annotated, double factor) {
    this.rule = WindowRule.of(annotated, factor);
    this.startSlice = start.slice();
    this.window = Window.around(start.patch().bounds(), factor);
  }

  /** Returns the window in which the next slice is seen. */
  Window window() {
    return window;
  }

  /** Returns on which side of its start a slice lies: 0 below, 1 above. */
  int side(int slice) {
    return slice < startSlice ? 0 : 1;
  }

  /**
   * Follows the mask that was predicted for a slice.
   *
   * @return whether the window has changed
   */
  boolean follow(int slice, SlicePatch mask) {
    if (mask.area() < EMPTY_AREA) {
      return false;
    }
    lastBox[side(slice)] = mask.bounds();
    Window followed = rule.follow(window, Window.union(lastBox[0], lastBox[1]));
    boolean changed = !followed.equals(window);
    window = followed;
    return changed;
  }
}
