package org.mem3d.backend.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.DType;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.testkit.GraphCase;
import org.mem3d.testkit.GraphCases;
import org.mem3d.testkit.GraphEvaluator;
import org.mem3d.testkit.RelativeError;

/** Gradients and statistics through the executor. */
@SuppressWarnings("try")
class TrainableGraphTest {
  private static TensorGraph convAndNorm() {
    GraphBuilder g = new GraphBuilder("conv and norm");
    Node x = g.input("x", 3, 2, 6, 5);
    Node y = g.relu(g.batchNorm(g.convNoBias(x, "conv", 4, 3, 1), "norm", 1e-5f));
    return g.output("y", y).build();
  }

  private static double loss(
      TrainableGraph graph, ParameterSet parameters, float[] x, Statistics statistics) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor input = parameters.constant(Shape.of(3, 2, 6, 5), x);
      Tensor y = graph.run(Map.of("x", input), statistics).get("y");
      return y.mul(y).sum().item_float();
    }
  }

  @Test
  void gradientsAreThoseOfDifferences() {
    GraphCase each = new GraphCase("gradients", convAndNorm());
    try (ParameterSet parameters = new ParameterSet(each.weights(), "cpu")) {
      TrainableGraph graph = new TrainableGraph(each.graph(), parameters, DType.F32);
      float[] x = each.inputs(0).get("x");
      try (PointerScope scope = new PointerScope()) {
        Tensor input = parameters.constant(Shape.of(3, 2, 6, 5), x);
        Tensor y = graph.run(Map.of("x", input), Statistics.OF_BATCH).get("y");
        y.mul(y).sum().backward();
      }
      for (String name : parameters.trained()) {
        float[] gradient = ParameterSet.read(parameters.tensor(name).grad());
        float[] values = parameters.values(name);
        Random random = new Random(3);
        for (int check = 0; check < 4; check++) {
          int i = random.nextInt(values.length);
          float[] moved = values.clone();
          float step = 2e-3f;
          moved[i] = values[i] + step;
          parameters.setValues(name, moved);
          double above = loss(graph, parameters, x, Statistics.OF_BATCH);
          moved[i] = values[i] - step;
          parameters.setValues(name, moved);
          double below = loss(graph, parameters, x, Statistics.OF_BATCH);
          parameters.setValues(name, values);
          assertThat((double) gradient[i])
              .as("slope of %s[%d]", name, i)
              .isCloseTo((above - below) / (2 * step), within(0.3 + 0.03 * Math.abs(gradient[i])));
        }
      }
    }
  }

  @Test
  void aBatchMovesTheStoredStatisticsAndStoredOnesStay() {
    GraphCase each = new GraphCase("statistics", convAndNorm());
    try (ParameterSet parameters = new ParameterSet(each.weights(), "cpu")) {
      TrainableGraph graph = new TrainableGraph(each.graph(), parameters, DType.F32);
      float[] x = each.inputs(0).get("x");
      float[] before = parameters.values("norm.running_mean");
      loss(graph, parameters, x, Statistics.STORED);
      assertThat(parameters.values("norm.running_mean")).isEqualTo(before);
      loss(graph, parameters, x, Statistics.OF_BATCH);
      float[] after = parameters.values("norm.running_mean");

      GraphBuilder g = new GraphBuilder("conv alone");
      g.output("y", g.convNoBias(g.input("x", 3, 2, 6, 5), "conv", 4, 3, 1));
      double[] y = GraphEvaluator.evaluate(g.build(), each.weights(), Map.of("x", x)).get("y");
      for (int c = 0; c < 4; c++) {
        double mean = 0;
        for (int n = 0; n < 3; n++) {
          for (int i = 0; i < 30; i++) {
            mean += y[(n * 4 + c) * 30 + i] / 90;
          }
        }
        assertThat((double) after[c]).isCloseTo(0.9 * before[c] + 0.1 * mean, within(1e-5));
      }
      assertThat(parameters.tensor("norm.running_mean").requires_grad()).isFalse();
    }
  }

  @Test
  void storedStatisticsGiveWhatTheCompiledGraphGives() {
    GraphCase network = GraphCases.largest();
    try (ParameterSet parameters = new ParameterSet(network.weights(), "cpu");
        PointerScope scope = new PointerScope()) {
      TrainableGraph graph = new TrainableGraph(network.graph(), parameters, DType.F32);
      Map<String, Tensor> inputs = new HashMap<>();
      network
          .graph()
          .inputs()
          .forEach(
              node ->
                  inputs.put(
                      node.name(),
                      parameters.constant(node.shape(), network.inputs(0).get(node.name()))));
      Map<String, float[]> outputs = new HashMap<>();
      graph
          .run(inputs, Statistics.STORED)
          .forEach((name, tensor) -> outputs.put(name, ParameterSet.read(tensor)));
      RelativeError.check(
          "trainable",
          GraphEvaluator.evaluate(network.graph(), network.weights(), network.inputs(0)),
          outputs,
          1e-5);
    }
  }

  /** Odd numbers of channels, for which libtorch's own bfloat16 kernels give garbage at times. */
  @Test
  void gradientsInBfloat16AreThoseOfFloat32() {
    GraphBuilder g = new GraphBuilder("odd channels");
    Node x = g.input("x", 4, 57, 32, 32);
    Node y = g.relu(g.batchNorm(g.convNoBias(x, "merge", 32, 3, 1), "norm", 1e-5f));
    g.output("y", g.sigmoid(g.conv(y, "out", 1, 3)));
    GraphCase each = new GraphCase("odd channels", g.build());
    assertGradientsInBfloat16AreThoseOfFloat32(each);
  }

  /** Joined with a mask of one channel to an odd number, whose convolution wants an even one. */
  @Test
  void gradientsThroughOddJoinsInBfloat16AreThoseOfFloat32() {
    GraphBuilder g = new GraphBuilder("odd join");
    Node x = g.relu(g.conv(g.input("x", 4, 3, 16, 16), "first", 8, 3));
    Node joined = g.concatChannels(x, g.input("mask", 4, 1, 16, 16));
    Node y = g.relu(g.batchNorm(g.convNoBias(joined, "merge", 6, 3, 1), "norm", 1e-5f));
    g.output("y", g.sigmoid(g.conv(y, "out", 2, 3)));
    assertGradientsInBfloat16AreThoseOfFloat32(new GraphCase("odd join", g.build()));
  }

  private static void assertGradientsInBfloat16AreThoseOfFloat32(GraphCase each) {
    Map<String, float[]> expected = new HashMap<>();
    for (DType precision : new DType[] {DType.F32, DType.BF16, DType.BF16, DType.BF16}) {
      try (ParameterSet parameters = new ParameterSet(each.weights(), "cpu");
          PointerScope scope = new PointerScope()) {
        TrainableGraph graph = new TrainableGraph(each.graph(), parameters, precision);
        Map<String, Tensor> inputs = new HashMap<>();
        for (Node input : each.graph().inputs()) {
          float[] values = each.inputs(0).get(input.name());
          inputs.put(input.name(), parameters.constant(input.shape(), values));
        }
        graph.run(inputs, Statistics.OF_BATCH).get("y").sum().backward();
        for (String name : parameters.trained()) {
          float[] gradient = ParameterSet.read(parameters.tensor(name).grad());
          float[] exact = expected.putIfAbsent(name, gradient);
          if (exact != null) {
            double difference = 0;
            double norm = 0;
            for (int i = 0; i < exact.length; i++) {
              difference += Math.pow(gradient[i] - exact[i], 2);
              norm += Math.pow(exact[i], 2);
            }
            assertThat(Math.sqrt(difference))
                .as("error of the gradient of %s, of length %s", name, Math.sqrt(norm))
                .isLessThan(0.1 * Math.sqrt(norm));
          }
        }
      }
    }
  }

  @Test
  void joinsWithOneChannelStayChannelsLast() {
    GraphBuilder g = new GraphBuilder("join");
    Node mask = g.sigmoid(g.upsample(g.conv(g.input("x", 2, 4, 4, 4), "out", 1, 3), 2));
    g.output(
        "joined", g.concatChannels(g.relu(g.conv(g.input("y", 2, 4, 8, 8), "in", 3, 3)), mask));
    GraphCase each = new GraphCase("join", g.build());
    for (DType precision : new DType[] {DType.F32, DType.BF16}) {
      try (ParameterSet parameters = new ParameterSet(each.weights(), "cpu");
          PointerScope scope = new PointerScope()) {
        Tensor x = parameters.constant(Shape.of(2, 4, 4, 4), each.inputs(0).get("x"));
        Tensor y = parameters.constant(Shape.of(2, 4, 8, 8), each.inputs(0).get("y"));
        Tensor joined =
            new TrainableGraph(each.graph(), parameters, precision)
                .run(Map.of("x", x, "y", y), Statistics.STORED)
                .get("joined");
        assertThat(joined.is_contiguous(MemoryFormat.ChannelsLast)).isTrue();
        assertThat(joined.size(1)).isEqualTo(4);
      }
    }
  }

  @Test
  void aHeadLearnsWithoutTeachingTheRest() {
    GraphBuilder g = new GraphBuilder("headed");
    Node trunk = g.conv(g.input("x", 1, 2, 4, 4), "trunk", 3, 3);
    g.output("mask", g.sigmoid(trunk)).output("guess", g.conv(g.relu(trunk), "head", 1, 1));
    GraphCase each = new GraphCase("headed", g.build());
    try (ParameterSet parameters = new ParameterSet(each.weights(), "cpu");
        PointerScope scope = new PointerScope()) {
      TrainableGraph graph =
          new TrainableGraph(each.graph(), parameters, DType.F32, Set.of("guess"));
      Tensor x = parameters.constant(Shape.of(1, 2, 4, 4), each.inputs(0).get("x"));
      graph.run(Map.of("x", x), Statistics.STORED).get("guess").sum().backward();
      assertThat(parameters.tensor("trunk.weight").grad().defined()).isFalse();
      assertThat(ParameterSet.read(parameters.tensor("head.bias").grad())).containsExactly(16f);
      graph.run(Map.of("x", x), Statistics.STORED).get("mask").sum().backward();
      assertThat(parameters.tensor("trunk.weight").grad().defined()).isTrue();
    }
  }

  @Test
  void missingAndMisshapenInputsAreNamed() {
    GraphCase each = new GraphCase("inputs", convAndNorm());
    MapWeights lacking = each.weightsWithout("norm.bias");
    try (ParameterSet parameters = new ParameterSet(lacking, "cpu");
        PointerScope scope = new PointerScope()) {
      TrainableGraph graph = new TrainableGraph(each.graph(), parameters, DType.F32);
      assertThatThrownBy(() -> graph.run(Map.of(), Statistics.STORED))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("'x'");
      Tensor x = parameters.constant(Shape.of(3, 2, 6, 5), new float[180]);
      assertThatThrownBy(() -> graph.run(Map.of("x", x), Statistics.STORED))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("'norm.bias'");
      Tensor turned = parameters.constant(Shape.of(3, 2, 5, 6), new float[180]);
      assertThatThrownBy(() -> graph.run(Map.of("x", turned), Statistics.STORED))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("'x'");
    }
  }

  @Test
  void stepsLeaveNothingOpen() {
    GraphCase each = new GraphCase("leaks", convAndNorm());
    try (ParameterSet parameters = new ParameterSet(each.weights(), "cpu")) {
      TrainableGraph graph = new TrainableGraph(each.graph(), parameters, DType.BF16);
      float[] x = each.inputs(0).get("x");
      long handles = 0;
      for (int step = 0; step < 30; step++) {
        if (step == 5) {
          handles = Pointer.totalCount();
        }
        try (PointerScope scope = new PointerScope()) {
          Tensor input = parameters.constant(Shape.of(3, 2, 6, 5), x);
          Tensor y = graph.run(Map.of("x", input), Statistics.OF_BATCH).get("y");
          y.mul(y).sum().backward();
        }
      }
      assertThat(Pointer.totalCount()).isEqualTo(handles);
    }
  }
}
