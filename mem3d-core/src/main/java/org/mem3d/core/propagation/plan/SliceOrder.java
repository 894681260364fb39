package org.mem3d.core.propagation.plan;

import java.util.List;
import java.util.stream.IntStream;
import org.mem3d.PropagationPlan;

/** Orders in which a chain visits the slices around an annotated one. */
public final class SliceOrder {
  private SliceOrder() {}

  /**
   * Returns the ways of the chains from {@code start} to {@code before} and {@code after} (left
   * out): one for each direction, or one for both.
   */
  public static List<int[]> of(PropagationPlan plan, int start, int before, int after) {
    return plan == PropagationPlan.ZIGZAG
        ? List.of(zigzag(start, before, after))
        : List.of(outwards(start, before), outwards(start, after));
  }

  /** Returns the slices from {@code start} (left out) to {@code end} (left out). */
  public static int[] outwards(int start, int end) {
    return end > start
        ? IntStream.range(start + 1, end).toArray()
        : IntStream.range(end + 1, start).map(i -> start - (i - end)).toArray();
  }

  /**
   * Returns the slices between {@code before} and {@code after} (left out), nearest to {@code
   * start} first, the one below before the one above.
   */
  public static int[] zigzag(int start, int before, int after) {
    int[] order = new int[after - before - 2];
    int count = 0;
    for (int distance = 1; count < order.length; distance++) {
      if (start - distance > before) {
        order[count++] = start - distance;
      }
      if (start + distance < after) {
        order[count++] = start + distance;
      }
    }
    return order;
  }
}
