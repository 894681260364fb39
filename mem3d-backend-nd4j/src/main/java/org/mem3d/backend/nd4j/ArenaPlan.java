package org.mem3d.backend.nd4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Places storages in one arena so that those alive at the same time do not overlap: the largest
 * first, each at the lowest place that is free while it lives.
 */
final class ArenaPlan {
  private static final long ALIGNMENT = 64;

  private ArenaPlan() {}

  /** Sets every storage's offset by its life and returns the arena's bytes. */
  static long place(Collection<Storage> storages) {
    List<Storage> order = new ArrayList<>(storages);
    order.sort(Comparator.comparingLong(Storage::bytes).reversed());
    List<Storage> placed = new ArrayList<>();
    long end = 0;
    for (Storage storage : order) {
      long offset = 0;
      for (Storage other : placed) {
        if (other.first > storage.last || other.last < storage.first) {
          continue;
        }
        if (offset + storage.bytes() <= other.offset) {
          break;
        }
        offset = Math.max(offset, aligned(other.offset + other.bytes()));
      }
      storage.offset = offset;
      placed.add(storage);
      placed.sort(Comparator.comparingLong(each -> each.offset));
      end = Math.max(end, aligned(offset + storage.bytes()));
    }
    return end;
  }

  /** Lays storages out one after another and returns their bytes. */
  static long line(Collection<Storage> storages) {
    long end = 0;
    for (Storage storage : storages) {
      storage.offset = end;
      end += aligned(storage.bytes());
    }
    return end;
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
