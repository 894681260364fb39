package org.mem3d.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MapWeightsTest {
  @Test
  void tensorsAreFoundHereAndThenBelow() {
    MapWeights below = new MapWeights().put("a", Shape.of(2), 1, 2).put("b", Shape.of(1), 3);
    MapWeights over = new MapWeights(below).put("b", Shape.of(2), 4, 5).put("c", Shape.of(1), 6);
    assertThat(over.names()).containsExactly("a", "b", "c");
    assertThat(over.values("a")).containsExactly(1, 2);
    assertThat(over.values("b")).containsExactly(4, 5);
    assertThat(over.shape("b")).isEqualTo(Shape.of(2));
    assertThat(over.shape("a")).isEqualTo(Shape.of(2));
    assertThat(below.values("b")).as("what lies below stays").containsExactly(3);
    assertThat(below.names()).containsExactly("a", "b");
  }

  @Test
  void derivedValuesAreMadeWhenAskedFor() {
    int[] made = {0};
    MapWeights weights = new MapWeights().derive("d", Shape.of(1), () -> new float[] {++made[0]});
    assertThat(weights.shape("d")).isEqualTo(Shape.of(1));
    assertThat(made[0]).isZero();
    assertThat(weights.values("d")).containsExactly(1);
    assertThat(weights.values("d")).containsExactly(2);
  }

  @Test
  void wrongNumbersAndNamesAreRefused() {
    assertThatThrownBy(() -> new MapWeights().put("a", Shape.of(2), 1))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("'a'")
        .hasMessageContaining("1 values");
    MapWeights weights = new MapWeights().put("a", Shape.of(1), 1);
    assertThatThrownBy(() -> weights.values("b"))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("'b'");
    assertThatThrownBy(() -> weights.shape("b")).isInstanceOf(GraphException.class);
    assertThatThrownBy(() -> weights.names().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
