package org.mem3d.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.Shape;

/** Layouts seen through reshapes and transposes. */
class LayoutTest {
  private static final Shape IMAGE = Shape.of(2, 3, 4, 5);

  @Test
  void imagesLieChannelsLast() {
    assertThat(Layout.natural(IMAGE).strides()).containsExactly(60, 1, 15, 3);
    assertThat(Layout.natural(Shape.of(2, 7)).strides()).containsExactly(7, 1);
  }

  @Test
  void imageIsAMatrixOfPositionsByChannels() {
    Shape channelsByPositions = Shape.of(2, 3, 20);
    Layout seen = Layout.natural(IMAGE).reshaped(IMAGE, channelsByPositions);
    assertThat(seen).isNotNull();
    Shape positionsByChannels = Shape.of(2, 20, 3);
    assertThat(
            seen.transposed(List.of(0, 2, 1))
                .sameAs(Layout.rowMajor(positionsByChannels), positionsByChannels))
        .isTrue();
  }

  @Test
  void elementsThatWouldMoveAreNotSeen() {
    assertThat(Layout.natural(IMAGE).reshaped(IMAGE, Shape.of(2, 60))).isNull();
    assertThat(Layout.rowMajor(IMAGE).reshaped(IMAGE, Shape.of(2, 60))).isNotNull();
    assertThat(Layout.rowMajor(IMAGE).reshaped(IMAGE, Shape.of(6, 2, 10))).isNotNull();
  }

  @Test
  void extentsOfOneDoNotMatter() {
    Shape mask = Shape.of(2, 1, 4, 5);
    assertThat(Layout.natural(mask).sameAs(Layout.rowMajor(mask), mask)).isTrue();
    assertThat(Layout.rowMajor(mask).like(mask, IMAGE).strides())
        .containsExactly(Layout.natural(IMAGE).strides());
  }
}
