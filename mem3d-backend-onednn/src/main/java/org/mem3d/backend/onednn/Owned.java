package org.mem3d.backend.onednn;

import java.util.ArrayList;
import java.util.List;

/** Native things that belong together: closed together, the last one first. */
final class Owned {
  /** Something whose closing does not throw. */
  interface Closing {
    /** Releases what it owns. */
    void close();
  }

  private final List<Closing> members = new ArrayList<>();

  /** Takes something over. */
  <T extends AutoCloseable> T add(T member, Closing closing) {
    members.add(closing);
    return member;
  }

  void close() {
    for (int i = members.size() - 1; i >= 0; i--) {
      members.get(i).close();
    }
    members.clear();
  }
}
