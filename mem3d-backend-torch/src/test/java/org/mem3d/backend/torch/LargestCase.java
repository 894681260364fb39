package org.mem3d.backend.torch;

import java.util.Comparator;
import org.mem3d.testkit.GraphCase;
import org.mem3d.testkit.GraphCases;

/** The contract's case with the most nodes: a small memory network, whole. */
final class LargestCase {
  private LargestCase() {}

  static GraphCase get() {
    return GraphCases.all().stream()
        .max(Comparator.comparingInt(graphCase -> graphCase.graph().nodes().size()))
        .orElseThrow();
  }
}
