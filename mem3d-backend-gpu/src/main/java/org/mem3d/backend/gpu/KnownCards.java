package org.mem3d.backend.gpu;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compute capabilities by the names of cards, for drivers too old to tell them. Such drivers know
 * no generation after Ampere, so newer names are not here. The first that matches counts.
 */
final class KnownCards {
  private static final Map<Pattern, ComputeCapability> CARDS = new LinkedHashMap<>();

  static {
    add("A100|A30\\b", 8, 0);
    add("RTX 30|RTX A[0-9]|\\bA(2|10|16|40)\\b", 8, 6);
    add("\\bT(4|4G|400|600|1000|1200)\\b|RTX 20|GTX 16|TITAN RTX|Quadro RTX", 7, 5);
    add("V100|TITAN V|GV100", 7, 0);
    add("P100|GP100", 6, 0);
    add("GTX 10|\\bP(4|6|40)\\b|TITAN X \\(Pascal\\)|TITAN Xp|Quadro P|GT 1030", 6, 1);
    add("GTX 9|\\bM(4|6|40|60)\\b|GTX TITAN X|Quadro M(2|4|5|6)000", 5, 2);
    add("GTX 750|GTX 745|\\bM10\\b|Quadro K(620|1200|2200)|9[0-9]0M|8[0-9]0M", 5, 0);
    add("K80|K210", 3, 7);
    add("K20|K40|GTX 780|GTX TITAN|Quadro K(5200|6000)", 3, 5);
    add("K10|K520|GTX 6|GTX 7|Quadro K", 3, 0);
  }

  private KnownCards() {}

  private static void add(String names, int major, int minor) {
    CARDS.put(Pattern.compile(names), new ComputeCapability(major, minor));
  }

  static @Nullable ComputeCapability capability(String name) {
    for (Map.Entry<Pattern, ComputeCapability> card : CARDS.entrySet()) {
      if (card.getKey().matcher(name).find()) {
        return card.getValue();
      }
    }
    return null;
  }
}
