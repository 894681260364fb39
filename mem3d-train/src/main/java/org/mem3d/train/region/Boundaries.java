package org.mem3d.train.region;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The boundaries between the regions of a grid, each with the sum of its faces' strengths. Regions
 * can be joined. One thread.
 */
final class Boundaries {
  /** The boundary of two regions, which change when regions are joined. */
  static final class Boundary {
    /** Its place in {@link #all()}. */
    final int number;

    int a;
    int b;
    double strength;
    int faces;
    boolean gone;

    Boundary(int number, int a, int b) {
      this.number = number;
      this.a = a;
      this.b = b;
    }

    int other(int region) {
      return region == a ? b : a;
    }

    double mean() {
      return strength / faces;
    }
  }

  private final List<Map<Integer, Boundary>> of;
  private final List<Boundary> all = new ArrayList<>();

  /**
   * Finds the boundaries.
   *
   * @param numbers the region of each voxel, 0 to {@code count - 1}
   * @param strengths of the edge at each voxel; a face is as strong as the stronger of its sides
   */
  Boundaries(int[] numbers, int count, float[] strengths, int[] sizes) {
    of = new ArrayList<>(count);
    for (int region = 0; region < count; region++) {
      of.add(new HashMap<>(8));
    }
    int step = 1;
    for (int size : sizes) {
      Boundary last = new Boundary(-1, -1, -1);
      for (int i = 0; i < numbers.length; i++) {
        if (i / step % size + 1 < size && numbers[i] != numbers[i + step]) {
          int a = Math.min(numbers[i], numbers[i + step]);
          int b = Math.max(numbers[i], numbers[i + step]);
          // Neighbouring faces mostly are of the same boundary.
          if (last.a != a || last.b != b) {
            last = between(a, b);
          }
          last.strength += Math.max(strengths[i], strengths[i + step]);
          last.faces++;
        }
      }
      step *= size;
    }
  }

  private Boundary between(int a, int b) {
    Boundary found = of.get(a).get(b);
    if (found == null) {
      found = new Boundary(all.size(), a, b);
      of.get(a).put(b, found);
      of.get(b).put(a, found);
      all.add(found);
    }
    return found;
  }

  /** Returns the boundaries as they were at first; some may be gone. */
  List<Boundary> all() {
    return all;
  }

  /**
   * Joins two regions; the boundaries of the second become the first's.
   *
   * @param changed gets those boundaries that became another's part or another region's
   */
  void join(int kept, int lost, List<Boundary> changed) {
    changed.clear();
    Map<Integer, Boundary> own = of.get(kept);
    Boundary between = own.remove(lost);
    if (between != null) {
      between.gone = true;
    }
    for (Map.Entry<Integer, Boundary> each : of.get(lost).entrySet()) {
      int other = each.getKey();
      if (other == kept) {
        continue;
      }
      Boundary moved = each.getValue();
      of.get(other).remove(lost);
      Boundary twin = own.get(other);
      if (twin == null) {
        moved.a = Math.min(kept, other);
        moved.b = Math.max(kept, other);
        own.put(other, moved);
        of.get(other).put(kept, moved);
        changed.add(moved);
      } else {
        twin.strength += moved.strength;
        twin.faces += moved.faces;
        moved.gone = true;
        changed.add(twin);
      }
    }
    of.set(lost, Map.of());
  }

  /** Returns how many neighbours a region has. */
  int neighbours(int region) {
    return of.get(region).size();
  }
}
