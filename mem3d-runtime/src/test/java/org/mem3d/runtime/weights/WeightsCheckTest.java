package org.mem3d.runtime.weights;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mem3d.ModelException;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;

class WeightsCheckTest {
  private static TensorGraph graph() {
    GraphBuilder g = new GraphBuilder("g");
    return g.output("y", g.conv(g.input("x", 1, 2, 4, 4), "conv", 3, 3)).build();
  }

  private static MapWeights weights() {
    return new MapWeights()
        .put("conv.weight", Shape.of(3, 2, 3, 3), new float[54])
        .put("conv.bias", Shape.of(3), new float[3])
        .put("scale", Shape.of(1), new float[1]);
  }

  private static void check(MapWeights weights) {
    WeightsCheck.require(weights, "w.bin", List.of(graph()), Map.of("scale", Shape.of(1)));
  }

  @Test
  void fittingWeightsPass() {
    assertThatCode(() -> check(weights())).doesNotThrowAnyException();
  }

  @Test
  void everyFaultIsNamedAtOnce() {
    MapWeights weights =
        new MapWeights()
            .put("conv.weight", Shape.of(3, 2, 1, 1), new float[6])
            .put("scale", Shape.of(1), new float[1])
            .put("conv.bais", Shape.of(3), new float[3]);
    assertThatThrownBy(() -> check(weights))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(
            "w.bin",
            "missing conv.bias",
            "conv.weight (3x2x1x1, wanted 3x2x3x3)",
            "not expected conv.bais");
  }

  @Test
  void longListsAreCut() {
    MapWeights weights = weights();
    for (int i = 0; i < 20; i++) {
      weights.put("more" + i, Shape.of(1), new float[1]);
    }
    assertThatThrownBy(() -> check(weights)).hasMessageContaining("more7 and 12 more");
  }
}
