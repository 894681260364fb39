package org.mem3d.backend.onednn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the values of a graph lie in its arena: storages whose lives do not overlap share bytes.
 * The largest are placed first, each at the lowest place that is free throughout its life.
 */
final class ArenaPlan {
  private static final int ALIGNMENT = 64;

  private ArenaPlan() {}

  /** Places all storages that the steps use; returns the bytes of the arena. */
  static long place(List<Step> steps) {
    Set<Storage> storages = new LinkedHashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      for (Value value : steps.get(i).reads()) {
        value.storage().usedBy(i);
        storages.add(value.storage());
      }
      for (Value value : steps.get(i).writes()) {
        value.storage().usedBy(i);
        storages.add(value.storage());
      }
    }
    List<Storage> largestFirst = new ArrayList<>(storages);
    largestFirst.removeIf(storage -> !storage.inArena());
    largestFirst.sort(
        Comparator.comparingLong((Storage storage) -> -storage.bytes())
            .thenComparingInt(Storage::firstStep));
    List<Storage> placed = new ArrayList<>();
    long end = 0;
    for (Storage storage : largestFirst) {
      long offset = lowestFree(storage, placed);
      storage.place(offset);
      placed.add(storage);
      end = Math.max(end, offset + aligned(storage.bytes()));
    }
    return end;
  }

  private static long lowestFree(Storage storage, List<Storage> placed) {
    List<Storage> rivals = new ArrayList<>(placed);
    rivals.removeIf(other -> !overlap(storage, other));
    rivals.sort(Comparator.comparingLong(Storage::offset));
    long offset = 0;
    for (Storage rival : rivals) {
      if (offset + aligned(storage.bytes()) <= rival.offset()) {
        break;
      }
      offset = Math.max(offset, rival.offset() + aligned(rival.bytes()));
    }
    return offset;
  }

  private static boolean overlap(Storage a, Storage b) {
    return a.firstStep() <= b.lastStep() && b.firstStep() <= a.lastStep();
  }

  static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
