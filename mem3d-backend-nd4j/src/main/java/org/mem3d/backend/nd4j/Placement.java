package org.mem3d.backend.nd4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.mem3d.graph.ArenaPlan;

/** Gives storages their places: in an arena by their lives, or one after another. */
final class Placement {
  private Placement() {}

  /** Sets every storage's offset by its life and returns the arena's bytes. */
  static long place(Collection<Storage> storages) {
    List<Storage> order = new ArrayList<>(storages);
    ArenaPlan plan =
        ArenaPlan.of(
            order.stream()
                .map(each -> new ArenaPlan.Life(each.bytes(), each.first, each.last))
                .toList());
    for (int i = 0; i < order.size(); i++) {
      order.get(i).offset = plan.offset(i);
    }
    return plan.bytes();
  }

  /** Lays storages out one after another and returns their bytes. */
  static long line(Collection<Storage> storages) {
    long end = 0;
    for (Storage storage : storages) {
      storage.offset = end;
      end += ArenaPlan.aligned(storage.bytes());
    }
    return end;
  }
}
