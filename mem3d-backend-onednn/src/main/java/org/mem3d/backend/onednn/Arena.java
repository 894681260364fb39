package org.mem3d.backend.onednn;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mem3d.graph.ArenaPlan;

/** Gives the storages of a graph their places in its arena. */
final class Arena {
  private Arena() {}

  /** Places all storages that the steps use; returns the bytes of the arena. */
  static long place(List<Step> steps) {
    Set<Storage> used = new LinkedHashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      for (Value value : steps.get(i).reads()) {
        value.storage().usedBy(i);
        used.add(value.storage());
      }
      for (Value value : steps.get(i).writes()) {
        value.storage().usedBy(i);
        used.add(value.storage());
      }
    }
    List<Storage> storages = new ArrayList<>(used);
    storages.removeIf(storage -> !storage.inArena());
    ArenaPlan plan =
        ArenaPlan.of(
            storages.stream()
                .map(
                    storage ->
                        new ArenaPlan.Life(
                            storage.bytes(), storage.firstStep(), storage.lastStep()))
                .toList());
    for (int i = 0; i < storages.size(); i++) {
      storages.get(i).place(plan.offset(i));
    }
    return plan.bytes();
  }
}
