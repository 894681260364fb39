package org.mem3d.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.DType;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.GraphExecution;

/** The part of the contract about runs: what may be asked of one, and what one leaves behind. */
public interface RunContract extends ContractSubject {
  private static GraphCase network() {
    return GraphCases.wholeNetwork("runs", 1);
  }

  private GraphExecution execution(GraphCase graphCase) {
    return new GraphExecution(
        backend(), graphCase.graph(), graphCase.weights(), CompileOptions.F32);
  }

  private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
  }

  /** The same inputs give the same bytes, whatever was run in between. */
  @Test
  default void runsDoNotDependOnEarlierRuns() {
    GraphCase graphCase = network();
    try (GraphExecution execution = execution(graphCase)) {
      Map<String, float[]> first = execution.run(graphCase.inputs(0));
      Map<String, float[]> other = execution.run(graphCase.inputs(1));
      assertSame(execution.run(graphCase.inputs(0)), first);
      assertSame(execution.run(graphCase.inputs(0)), first);
      assertSame(execution.run(graphCase.inputs(1)), other);
    }
  }

  /** The same graph compiled again gives the same bytes. */
  @Test
  default void compilingAgainChangesNothing() {
    GraphCase graphCase = network();
    try (GraphExecution one = execution(graphCase);
        GraphExecution again = execution(graphCase)) {
      assertSame(again.run(graphCase.inputs(0)), one.run(graphCase.inputs(0)));
    }
  }

  /** Two compiled graphs, run in turns, keep out of each other's memory. */
  @Test
  default void compiledGraphsDoNotDisturbEachOther() {
    GraphCase a = network();
    GraphCase b = new GraphCase("other", GraphCases.longLives());
    try (GraphExecution first = execution(a);
        GraphExecution second = execution(b)) {
      Map<String, float[]> alone = first.run(a.inputs(0));
      Map<String, float[]> other = second.run(b.inputs(0));
      assertThat(first.read("logits")).isEqualTo(alone.get("logits"));
      assertSame(first.run(a.inputs(0)), alone);
      assertThat(second.read("y")).isEqualTo(other.get("y"));
      assertSame(second.run(b.inputs(0)), other);
    }
  }

  /** Inputs come out of a run as they went in. */
  @Test
  default void inputsAreNotModified() {
    GraphCase graphCase = new GraphCase("inputs", GraphCases.inputIsOutput());
    try (GraphExecution execution = execution(graphCase)) {
      Map<String, float[]> inputs = graphCase.inputs(0);
      execution.run(inputs);
      DeviceTensor x = execution.input("x");
      float[] after = new float[x.shape().elements()];
      x.read(after);
      assertThat(after).isEqualTo(inputs.get("x"));
    }
  }

  /** Any subset of the outputs may be asked for, each with the values of a whole run. */
  @Test
  default void outputsMayBeLeftOut() {
    GraphCase graphCase = new GraphCase("partial", GraphCases.residualChain());
    try (GraphExecution execution = execution(graphCase)) {
      Map<String, float[]> whole = execution.run(graphCase.inputs(0));
      for (String name : whole.keySet()) {
        DeviceTensor output = execution.output(name);
        output.write(new float[output.shape().elements()]);
        execution.compiled().run(execution.inputs(), Map.of(name, output));
        assertThat(execution.read(name)).as(name).isEqualTo(whole.get(name));
      }
      execution.compiled().run(execution.inputs(), Map.of());
    }
  }

  /** A tensor that one graph wrote feeds the next without a copy. */
  @Test
  default void outputsFeedOtherGraphs() {
    GraphCase first = new GraphCase("feeds", GraphCases.inputIsOutput());
    try (GraphExecution one = execution(first);
        GraphExecution two = execution(first)) {
      Map<String, float[]> direct = one.run(first.inputs(0));
      two.compiled().run(Map.of("x", one.output("clipped")), two.outputs());
      assertThat(two.read("same")).isEqualTo(direct.get("clipped"));
    }
  }

  /** A missing input is named, and nothing is written. */
  @Test
  default void missingInputIsNamed() {
    assertRefused("memoryKeys", (inputs, outputs) -> inputs.remove("memoryKeys"));
  }

  /** An input that the graph does not have is named, and nothing is written. */
  @Test
  default void unknownInputIsNamed() {
    try (DeviceTensor extra = backend().allocate(Shape.of(3), DType.F32)) {
      assertRefused("surplus", (inputs, outputs) -> inputs.put("surplus", extra));
    }
  }

  /** An input of the wrong shape is named, and nothing is written. */
  @Test
  default void misshapenInputIsNamed() {
    try (DeviceTensor wrong = backend().allocate(Shape.of(1, 2, 32, 31), DType.F32)) {
      assertRefused("slice", (inputs, outputs) -> inputs.put("slice", wrong));
    }
  }

  /** A tensor is held as it was asked for, and one in another format refused; or all of it is. */
  @Test
  default void tensorsAreHeldAsAskedOrNotAtAll() {
    assertThat(backend().supportsStorage(DType.F32)).isTrue();
    GraphCase graphCase = network();
    for (DType format : List.of(DType.BF16, DType.F16, DType.I8)) {
      CompileOptions options = new CompileOptions(format, Set.of("slice"));
      if (!backend().supportsStorage(format)) {
        assertThatThrownBy(
                () -> backend().compile(graphCase.graph(), graphCase.weights(), options).close())
            .isInstanceOf(BackendException.class);
        continue;
      }
      try (GraphExecution execution =
              new GraphExecution(backend(), graphCase.graph(), graphCase.weights(), options);
          DeviceTensor plain = backend().allocate(execution.input("slice").shape(), DType.F32)) {
        assertThat(execution.input("slice").dtype()).isEqualTo(format);
        assertThat(execution.input("slice").bytes()).isLessThan(plain.bytes());
        execution.run(graphCase.inputs(0));
        Map<String, DeviceTensor> inputs = execution.inputs();
        inputs.put("slice", plain);
        assertThatThrownBy(() -> execution.compiled().run(inputs, execution.outputs()))
            .isInstanceOf(BackendException.class)
            .hasMessageContaining("'slice' is held in F32, not " + format);
      }
    }
  }

  /** An output that the graph does not have is named, and nothing is written. */
  @Test
  default void unknownOutputIsNamed() {
    try (DeviceTensor extra = backend().allocate(Shape.of(3), DType.F32)) {
      assertRefused("surplus", (inputs, outputs) -> outputs.put("surplus", extra));
    }
  }

  /** An output of the wrong shape is named, and nothing is written. */
  @Test
  default void misshapenOutputIsNamed() {
    try (DeviceTensor wrong = backend().allocate(Shape.of(1, 1, 32, 33), DType.F32)) {
      assertRefused("logits", (inputs, outputs) -> outputs.put("logits", wrong));
    }
  }

  /** A closed input is named, and nothing is written. */
  @Test
  default void closedInputIsNamed() {
    DeviceTensor closed = backend().allocate(Shape.of(1, 2, 32, 32), DType.F32);
    closed.close();
    assertRefused("slice", (inputs, outputs) -> inputs.put("slice", closed));
  }

  /** A closed output is named, and nothing is written. */
  @Test
  default void closedOutputIsNamed() {
    DeviceTensor closed = backend().allocate(Shape.of(1, 1, 32, 32), DType.F32);
    closed.close();
    assertRefused("logits", (inputs, outputs) -> outputs.put("logits", closed));
  }

  /** A tensor of another backend is named, and nothing is written. */
  @Test
  default void foreignTensorIsNamed() {
    try (Backend other = contractProvider().open(BackendOptions.DEFAULT);
        DeviceTensor foreign = other.allocate(Shape.of(1, 2, 32, 32), DType.F32)) {
      assertRefused("slice", (inputs, outputs) -> inputs.put("slice", foreign));
    }
  }

  /** An output that is the tensor of an input too is named, and nothing is written. */
  @Test
  default void outputThatIsAnInputIsNamed() {
    GraphBuilder g = new GraphBuilder("halved");
    Node x = g.input("x", 2, 3);
    g.output("half", g.affine(x, 0.5f, 0));
    try (CompiledGraph graph = backend().compile(g.build(), new MapWeights(), CompileOptions.F32);
        DeviceTensor both = backend().allocate(x.shape(), DType.F32)) {
      both.write(new float[] {1, 2, 3, 4, 5, 6});
      assertThatThrownBy(() -> graph.run(Map.of("x", both), Map.of("half", both)))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("half");
      float[] values = new float[6];
      both.read(values);
      assertThat(values).containsExactly(1, 2, 3, 4, 5, 6);
    }
  }

  /** What a faulty call gets wrong. */
  interface Fault {
    /** Spoils the arguments of a run. */
    void spoil(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs);
  }

  private void assertRefused(String culprit, Fault fault) {
    GraphCase graphCase = network();
    try (GraphExecution execution = execution(graphCase)) {
      execution.write(graphCase.inputs(0));
      for (DeviceTensor output : execution.outputs().values()) {
        float[] marked = new float[output.shape().elements()];
        Arrays.fill(marked, 12345);
        output.write(marked);
      }
      Map<String, DeviceTensor> inputs = new HashMap<>(execution.inputs());
      Map<String, DeviceTensor> outputs = new HashMap<>(execution.outputs());
      fault.spoil(inputs, outputs);
      assertThatThrownBy(() -> execution.compiled().run(inputs, outputs))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining(culprit);
      for (String name : execution.outputs().keySet()) {
        assertThat(execution.read(name)).as("%s is untouched", name).containsOnly(12345f);
      }
      Map<String, float[]> after = execution.run(graphCase.inputs(0));
      Map<String, double[]> expected =
          GraphEvaluator.evaluate(graphCase.graph(), graphCase.weights(), graphCase.inputs(0));
      RelativeError.check("run after the refused one", expected, after, 2e-5);
    }
  }
}
