package org.mem3d.eval;

import java.util.BitSet;
import org.mem3d.SliceMask;

/** Connected parts of a mask; pixels are neighbours where they share a side. */
final class Components {
  private Components() {}

  /** Returns the largest part, the first met of equal ones; empty if the mask is. */
  static SliceMask largest(SliceMask mask) {
    int width = mask.width();
    int height = mask.height();
    BitSet seen = new BitSet(width * height);
    BitSet largest = new BitSet();
    int[] queue = new int[mask.area()];
    for (int seed = 0; seed < width * height; seed++) {
      if (!mask.contains(seed) || seen.get(seed)) {
        continue;
      }
      int size = 0;
      queue[size++] = seed;
      seen.set(seed);
      for (int head = 0; head < size; head++) {
        int u = queue[head] % width;
        int v = queue[head] / width;
        for (int side = 0; side < 4; side++) {
          int nextU = u + (side == 0 ? -1 : side == 1 ? 1 : 0);
          int nextV = v + (side == 2 ? -1 : side == 3 ? 1 : 0);
          int next = nextV * width + nextU;
          if (mask.contains(nextU, nextV) && !seen.get(next)) {
            seen.set(next);
            queue[size++] = next;
          }
        }
      }
      if (size > largest.cardinality()) {
        largest = new BitSet(width * height);
        for (int i = 0; i < size; i++) {
          largest.set(queue[i]);
        }
      }
    }
    return SliceMask.of(width, height, largest::get);
  }
}
