package org.mem3d.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mem3d.SliceMask;

class ComponentsTest {
  @Test
  void cornersDoNotJoin() {
    SliceMask mask = mask("##..", "##..", "..##", "..#.");
    assertThat(Components.largest(mask)).isEqualTo(mask("##..", "##..", "....", "...."));
  }

  @Test
  void aSnakeIsOnePart() {
    SliceMask mask = mask("####", "...#", "####", "#...", "###.");
    assertThat(Components.largest(mask)).isEqualTo(mask);
  }

  @Test
  void nothingHasNoParts() {
    assertThat(Components.largest(SliceMask.empty(3, 3)).isEmpty()).isTrue();
  }

  private static SliceMask mask(String... rows) {
    return SliceMask.of(
        rows[0].length(),
        rows.length,
        i -> rows[i / rows[0].length()].charAt(i % rows[0].length()) == '#');
  }
}
