package org.mem3d.runtime.backend;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The number of letters to insert, remove or replace to make one name of another. */
final class EditDistance {
  private EditDistance() {}

  /** Returns the candidate of the smallest distance; empty if there is no candidate. */
  static Optional<String> nearest(String name, Collection<String> candidates) {
    return candidates.stream().min(Comparator.comparingInt(each -> between(name, each)));
  }

  static int between(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
