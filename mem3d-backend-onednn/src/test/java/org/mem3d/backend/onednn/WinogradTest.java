package org.mem3d.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mem3d.graph.DType;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.GraphExecution;
import org.mem3d.testkit.GraphCase;
import org.mem3d.testkit.GraphEvaluator;
import org.mem3d.testkit.RelativeError;

/** Convolutions with half the products: which are, and that nobody sees it. */
class WinogradTest {
  @ParameterizedTest
  @CsvSource({
    // An odd number of tiles of four rows is gone through image by image.
    "1, 64, 64, 16, 48",
    "3, 64, 48, 16, 20",
    "2, 96, 64, 8, 60",
    "1, 64, 64, 20, 37",
    "2, 50, 51, 24, 31",
    "3, 64, 64, 28, 16",
    "2, 48, 48, 44, 40",
  })
  void agreesWithTheDefinition(int batch, int channels, int kernels, int height, int width) {
    GraphCase graphCase = graph(batch, channels, kernels, height, width);
    Map<String, float[]> inputs = graphCase.inputs(0);
    Map<String, double[]> expected =
        GraphEvaluator.evaluate(graphCase.graph(), graphCase.weights(), inputs);
    try (Backend backend = new OneDnnProvider().open(BackendOptions.DEFAULT);
        GraphExecution execution =
            new GraphExecution(
                backend, graphCase.graph(), graphCase.weights(), new CompileOptions(DType.F32))) {
      assertThat(steps(execution)).isEqualTo(4);
      RelativeError.check("Winograd", expected, execution.run(inputs), 1e-5);
    }
  }

  /**
   * In bfloat16 the largest alone; their error is less than twice that of the direct ones, whose
   * result is rounded as well.
   */
  @Test
  void inBfloat16LargeOnesAlone() {
    assumeTrue(DnnlEngine.computes(DType.BF16), "this processor lacks bfloat16");
    GraphBuilder g = new GraphBuilder("large");
    Node x = g.input("x", 1, 256, 8, 424);
    g.output("y", g.relu(g.conv(x, "large", 256, 3)));
    Node z = g.input("z", 1, 256, 8, 40);
    g.output("small", g.relu(g.conv(z, "small", 256, 3)));
    GraphCase graphCase = new GraphCase("large", g.build());
    Map<String, float[]> inputs = graphCase.inputs(0);
    Map<String, double[]> expected =
        GraphEvaluator.evaluate(graphCase.graph(), graphCase.weights(), inputs);
    double[] errors = new double[2];
    for (boolean winograd : new boolean[] {true, false}) {
      BackendOptions options =
          new BackendOptions(0, Map.of(OneDnnProvider.WINOGRAD, String.valueOf(winograd)));
      try (Backend backend = new OneDnnProvider().open(options);
          GraphExecution execution =
              new GraphExecution(
                  backend,
                  graphCase.graph(),
                  graphCase.weights(),
                  new CompileOptions(DType.BF16))) {
        assertThat(steps(execution)).isEqualTo(winograd ? 1 : 0);
        errors[winograd ? 1 : 0] =
            RelativeError.of(expected.get("y"), execution.run(inputs).get("y"));
      }
    }
    assertThat(errors[1]).as("direct %s", errors[0]).isLessThan(2 * errors[0]).isLessThan(1e-2);
  }

  /** All that follows a convolution; a factor for each channel makes it a direct one. */
  private static GraphCase graph(int batch, int channels, int kernels, int height, int width) {
    GraphBuilder g = new GraphBuilder("winograd");
    Node x = g.input("x", batch, channels, height, width);
    Node other = g.input("other", batch, kernels, height, width);
    Node gate = g.input("gate", batch, kernels, 1, 1);
    Node weight = g.parameter("weight", kernels, channels, 3, 3);
    Node bias = g.parameter("bias", kernels);
    Node bare = g.add(new Op.Conv2d(1, 1, 1, false), x, weight);
    Op.Conv2d plain = new Op.Conv2d(1, 1, 1, true);
    Op.Conv2d whole = new Op.Conv2d(1, 1, 1, true, true, Op.Activation.RELU);
    Node residual = g.add(whole, x, weight, bias, other);
    Node followed = g.sigmoid(g.multiply(g.add(plain, x, weight, bias), other));
    Node gated = g.multiply(g.add(plain, x, weight, bias), gate);
    Node normalised =
        g.relu(g.batchNorm(g.add(new Op.Conv2d(1, 1, 1, false), x, weight), "norm", 1e-5f));
    g.output("bare", bare).output("residual", residual).output("followed", followed);
    g.output("gated", gated).output("normalised", normalised);
    return new GraphCase("winograd", g.build());
  }

  private static long steps(GraphExecution execution) {
    return execution.compiled().describe().lines().filter(l -> l.contains("(Winograd)")).count();
  }
}
