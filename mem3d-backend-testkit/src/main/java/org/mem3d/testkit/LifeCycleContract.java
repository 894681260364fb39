package org.mem3d.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.DType;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.GraphExecution;

/** The part of the contract about owning: compiling, closing, and the memory counted between. */
public interface LifeCycleContract extends ContractSubject {
  private static GraphCase network() {
    return GraphCases.wholeNetwork("life cycle", 1);
  }

  private static void assertClosed(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfAny(BackendException.class, IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  /** A closed tensor holds nothing and refuses everything but to be closed again. */
  @Test
  default void closedTensorIsRefused() {
    try (DeviceTensor open = backend().allocate(Shape.of(2, 3), DType.F32)) {
      DeviceTensor closed = backend().allocate(Shape.of(2, 3), DType.F32);
      closed.close();
      closed.close();
      assertThat(closed.bytes()).isZero();
      assertClosed(() -> closed.write(new float[6]));
      assertClosed(() -> closed.read(new float[6]));
      assertClosed(() -> closed.copyRows(open, 0, 0, 1));
      assertClosed(() -> open.copyRows(closed, 0, 0, 1));
    }
  }

  /** A closed graph refuses to run. */
  @Test
  default void closedGraphIsRefused() {
    GraphCase graphCase = network();
    try (GraphExecution execution =
        new GraphExecution(backend(), graphCase.graph(), graphCase.weights(), CompileOptions.F32)) {
      execution.run(graphCase.inputs(0));
      execution.compiled().close();
      execution.compiled().close();
      assertClosed(() -> execution.compiled().run(execution.inputs(), execution.outputs()));
    }
  }

  /** A closed backend refuses to compile and to allocate; others go on. */
  @Test
  default void closedBackendIsRefused() {
    GraphCase graphCase = network();
    Backend closed = contractProvider().open(BackendOptions.DEFAULT);
    closed.close();
    closed.close();
    assertClosed(() -> closed.allocate(Shape.of(1), DType.F32).close());
    assertClosed(
        () -> closed.compile(graphCase.graph(), graphCase.weights(), CompileOptions.F32).close());
    assertThat(
            GraphExecution.once(
                backend(), graphCase.graph(), graphCase.weights(), graphCase.inputs(0)))
        .containsKey("logits");
  }

  /** A weight that is missing is named, and nothing stays allocated. */
  @Test
  default void missingWeightIsNamed() {
    assertWeightsRefused(network().weightsWithout("key.bias"), "key.bias");
    assertWeightsRefused(
        network().weightsWithout("half.norm.running_var"), "half.norm.running_var");
  }

  /** A weight of the wrong shape is named, and nothing stays allocated. */
  @Test
  default void misshapenWeightIsNamed() {
    MapWeights longer = network().weights().put("key.bias", Shape.of(7), new float[7]);
    assertWeightsRefused(longer, "key.bias");
    MapWeights turned = network().weights().put("out.weight", Shape.of(8, 1, 3, 3), new float[72]);
    assertWeightsRefused(turned, "out.weight");
  }

  private void assertWeightsRefused(MapWeights weights, String culprit) {
    long before = backend().allocatedBytes();
    assertThatThrownBy(
            () -> backend().compile(network().graph(), weights, CompileOptions.F32).close())
        .isInstanceOf(GraphException.class)
        .hasMessageContaining(culprit);
    assertThat(backend().allocatedBytes()).isEqualTo(before);
  }

  /** Weights are copied when a graph is compiled, and surplus ones do not matter. */
  @Test
  default void weightsAreCopied() {
    GraphCase graphCase = network();
    MapWeights weights = graphCase.weights().put("surplus", Shape.of(1), 1f);
    Map<String, float[]> expected =
        GraphExecution.once(backend(), graphCase.graph(), graphCase.weights(), graphCase.inputs(0));
    try (GraphExecution execution =
        new GraphExecution(backend(), graphCase.graph(), weights, CompileOptions.F32)) {
      for (String name : weights.names()) {
        java.util.Arrays.fill(weights.values(name), Float.NaN);
      }
      Map<String, float[]> actual = execution.run(graphCase.inputs(0));
      assertThat(actual.get("logits")).isEqualTo(expected.get("logits"));
    }
  }

  /** A compiled graph gives its graph back, and says something about itself. */
  @Test
  default void compiledGraphDescribesItself() {
    GraphCase graphCase = network();
    try (CompiledGraph compiled =
        backend().compile(graphCase.graph(), graphCase.weights(), CompileOptions.F32)) {
      assertThat(compiled.graph()).isSameAs(graphCase.graph());
      assertThat(compiled.describe()).contains(graphCase.graph().name());
      assertThat(compiled.arenaBytes()).isPositive();
    }
  }

  /** A description tells what was fused, the working memory and the FLOPs. */
  @Test
  default void descriptionTellsFusionsMemoryAndWork() {
    GraphBuilder g = new GraphBuilder("fused");
    Node x = g.input("x", 1, 4, 8, 8);
    Node weight = g.parameter("w", 4, 4, 3, 3);
    Op.Conv2d conv = new Op.Conv2d(1, 1, 1, false, true, Op.Activation.RELU);
    Node y = g.add("y", conv, List.of(x, weight, x));
    GraphCase graphCase = new GraphCase("fused", g.output("y", g.affine(y, 2, 1)).build());
    try (CompiledGraph compiled =
        backend().compile(graphCase.graph(), graphCase.weights(), CompileOptions.F32)) {
      assertThat(compiled.describe()).contains("Conv2d + residual + RELU", "arena", "GFLOP");
    }
  }

  /** Bytes are counted while something is open, and all given back. */
  @Test
  default void memoryIsCountedAndGivenBack() {
    GraphCase graphCase = network();
    long before = backend().allocatedBytes();
    DeviceTensor tensor = backend().allocate(Shape.of(10, 100), DType.F32);
    assertThat(backend().allocatedBytes()).isGreaterThanOrEqualTo(before + 4000);
    assertThat(backend().allocatedBytes()).isEqualTo(before + tensor.bytes());
    tensor.close();
    tensor.close();
    assertThat(backend().allocatedBytes()).isEqualTo(before);
    for (int round = 0; round < 5; round++) {
      try (GraphExecution execution =
          new GraphExecution(
              backend(), graphCase.graph(), graphCase.weights(), CompileOptions.F32)) {
        execution.run(graphCase.inputs(0));
        assertThat(backend().allocatedBytes())
            .isGreaterThanOrEqualTo(before + execution.compiled().arenaBytes());
        execution.compiled().close();
      }
      assertThat(backend().allocatedBytes()).isEqualTo(before);
    }
  }

  /** Runs do not add to what is held. */
  @Test
  default void memoryDoesNotGrowOverRuns() {
    GraphCase graphCase = network();
    try (GraphExecution execution =
        new GraphExecution(backend(), graphCase.graph(), graphCase.weights(), CompileOptions.F32)) {
      execution.run(graphCase.inputs(0));
      long afterFirst = backend().allocatedBytes();
      long arena = execution.compiled().arenaBytes();
      for (int run = 0; run < 200; run++) {
        execution.compiled().run(execution.inputs(), execution.outputs());
      }
      assertThat(backend().allocatedBytes()).isEqualTo(afterFirst);
      assertThat(execution.compiled().arenaBytes()).isEqualTo(arena);
    }
  }
}
