package org.mem3d.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.testkit.GraphCase;

/** Convolutions to one channel: which are summed over channels, and that nobody sees it. */
class SingleChannelConvolutionTest {
  @ParameterizedTest
  @CsvSource({
    "32, 1, 3, 1, true, true",
    "32, 1, 3, 1, false, true",
    "16, 1, 5, 2, true, true",
    "24, 1, 3, 1, true, false",
    "32, 2, 3, 1, true, false",
    "32, 1, 1, 1, true, false"
  })
  void agreesWithTheDefinition(
      int from, int to, int kernel, int stride, boolean biased, boolean summed) {
    GraphBuilder g = new GraphBuilder("single");
    Node x = g.input("x", 2, from, 10, 13);
    Node weight = g.parameter("w", to, from, kernel, kernel);
    Op.Conv2d conv = new Op.Conv2d(stride, kernel / 2, 1, biased, false, Op.Activation.NONE);
    Node y =
        g.add("y", conv, biased ? List.of(x, weight, g.parameter("b", to)) : List.of(x, weight));
    Node other = g.input("other", y.shape().dim(0), to, y.shape().dim(2), y.shape().dim(3));
    GraphCase graphCase = new GraphCase("single", g.output("z", g.relu(g.add(y, other))).build());
    EveryPrecision.check(
        graphCase,
        (precision, description) ->
            assertThat(description.contains("(sum of channels)")).isEqualTo(summed));
  }
}
