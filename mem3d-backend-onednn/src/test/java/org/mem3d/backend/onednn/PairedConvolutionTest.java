package org.mem3d.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mem3d.graph.DType;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.testkit.GraphCase;

/** Convolutions that compute two columns at once: which do, and that nobody sees it. */
class PairedConvolutionTest {
  @ParameterizedTest
  @CsvSource({
    "24, 24, 12, 1, true",
    "24, 24, 12, 0, true",
    "8, 8, 6, 1, true",
    "24, 24, 13, 1, false",
    "24, 32, 12, 1, false",
    "40, 40, 12, 1, false"
  })
  void agreesWithTheDefinition(int from, int to, int width, int padding, boolean paired) {
    GraphBuilder g = new GraphBuilder("paired");
    Node x = g.input("x", 2, from, 7, width);
    Node weight = g.parameter("w", to, from, 3, 3);
    Node bias = g.parameter("b", to);
    boolean keeps = padding == 1 && from == to;
    Op.Conv2d conv = new Op.Conv2d(1, padding, 1, true, keeps, Op.Activation.RELU);
    Node y = g.add("y", conv, keeps ? List.of(x, weight, bias, x) : List.of(x, weight, bias));
    GraphCase graphCase = new GraphCase("paired", g.output("y", y).build());
    EveryPrecision.check(
        graphCase,
        (precision, description) -> {
          boolean gains = precision == DType.BF16 || wholeUnits();
          assertThat(description.contains("(in pairs)")).isEqualTo(paired && gains);
        });
  }

  private static boolean wholeUnits() {
    try (DnnlEngine engine = new DnnlEngine();
        Workers workers = new Workers(1)) {
      return VectorUnits.whole(engine, workers);
    }
  }
}
