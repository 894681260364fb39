package org.mem3d.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.testkit.GraphCase;

/** Images of one channel that are resized by products: which are, and that nobody sees it. */
class PlaneResizeTest {
  @ParameterizedTest
  @CsvSource({
    "1, 8, 8, 16, 16, true, false, 1, true",
    "3, 5, 7, 13, 3, true, false, 1, true",
    "2, 5, 7, 9, 20, true, true, 1, true",
    "2, 4, 6, 1, 1, true, true, 1, true",
    "2, 6, 4, 3, 9, false, false, 1, true",
    "2, 8, 8, 16, 16, true, false, 2, false"
  })
  void agreesWithTheDefinition(
      int batch,
      int fromHeight,
      int fromWidth,
      int height,
      int width,
      boolean bilinear,
      boolean alignCorners,
      int channels,
      boolean products) {
    GraphBuilder g = new GraphBuilder("plane");
    Node x = g.input("x", batch, channels, fromHeight, fromWidth);
    Node other = g.input("other", batch, channels, height, width);
    Op.Resize resize = new Op.Resize(bilinear, height, width, alignCorners);
    Node followed = g.sigmoid(g.add(resize, x));
    Node summed = g.add(g.add(resize, g.relu(x)), other);
    g.output("followed", followed).output("summed", summed);
    GraphCase graphCase = new GraphCase("plane", g.build());
    EveryPrecision.check(
        graphCase,
        (precision, description) ->
            assertThat(description.contains("(columns)")).isEqualTo(products));
  }
}
