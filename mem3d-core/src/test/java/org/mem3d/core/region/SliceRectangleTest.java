package org.mem3d.core.region;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SliceRectangleTest {
  private final SliceRectangle part = SliceRectangle.around(new int[] {3, 5, 6, 6}, 2);

  @Test
  void aBoxGetsItsMargin() {
    assertThat(part).isEqualTo(new SliceRectangle(1, 3, 8, 6));
    assertThat(part.voxels()).isEqualTo(48);
    assertThat(part.sizes()).containsExactly(8, 6);
  }

  @Test
  void voxelsAreNumberedAndFoundAgain() {
    assertThat(part.voxel(1, 3)).isZero();
    for (int i = 0; i < part.voxels(); i++) {
      assertThat(part.voxel(part.u(i), part.v(i))).isEqualTo(i);
    }
    assertThat(part.voxel(0, 3)).as("left of it").isEqualTo(-1);
    assertThat(part.voxel(9, 3)).as("right of it").isEqualTo(-1);
    assertThat(part.voxel(1, 2)).as("above it").isEqualTo(-1);
    assertThat(part.voxel(1, 9)).as("below it").isEqualTo(-1);
    assertThat(SliceRectangle.EMPTY.voxel(0, 0)).isEqualTo(-1);
  }

  @Test
  void whatReachesBeyondTheSliceIsCutOff() {
    assertThat(part.within(7, 100)).isEqualTo(new SliceRectangle(1, 3, 6, 6));
    assertThat(SliceRectangle.around(new int[] {0, 0, 9, 9}, 1).within(10, 10))
        .isEqualTo(new SliceRectangle(0, 0, 10, 10));
  }
}
