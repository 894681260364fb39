package org.mem3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SliceMaskTest {
  @Test
  void pixelsAreCountedAndBounded() {
    boolean[] pixels = new boolean[5 * 4];
    pixels[1 * 5 + 2] = true;
    pixels[3 * 5 + 4] = true;
    SliceMask mask = SliceMask.of(5, 4, pixels);
    pixels[0] = true;
    assertThat(mask.area()).isEqualTo(2);
    assertThat(mask.bounds()).containsExactly(2, 1, 4, 3);
    assertThat(mask.contains(2, 1)).isTrue();
    assertThat(mask.contains(19)).isTrue();
    assertThat(mask.contains(0)).as("the array was copied").isFalse();
    assertThat(mask.contains(-1, 1)).isFalse();
    assertThat(mask.contains(5, 0)).as("outside, not the next row").isFalse();
    assertThat(mask.contains(2, 4)).isFalse();
    assertThat(SliceMask.of(5, 4, mask.toArray())).isEqualTo(mask).hasSameHashCodeAs(mask);
    assertThat(SliceMask.of(4, 5, mask.toArray())).isNotEqualTo(mask);
    assertThat(mask.overlap(SliceMask.of(5, 4, i -> i > 10))).isEqualTo(1);
    assertThat(mask).hasToString("5x4 mask of 2 pixels");
  }

  @Test
  void emptyMasksHaveNoBounds() {
    SliceMask empty = SliceMask.empty(3, 2);
    assertThat(empty.isEmpty()).isTrue();
    assertThat(empty.bounds()).isEmpty();
    assertThat(empty.toArray()).hasSize(6).containsOnly(false);
  }

  @Test
  void masksThatCannotBeAreRefused() {
    assertThatThrownBy(() -> SliceMask.empty(0, 5))
        .isInstanceOf(InteractionException.class)
        .hasMessageContaining("0x5");
    assertThatThrownBy(() -> SliceMask.of(3, 3, new boolean[8]))
        .isInstanceOf(InteractionException.class)
        .hasMessageContainingAll("3x3", "8");
    assertThatThrownBy(() -> SliceMask.of(-2, -4, new boolean[8]))
        .isInstanceOf(InteractionException.class)
        .hasMessageContaining("-2x-4");
  }
}
