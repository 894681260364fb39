package org.mem3d.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mem3d.graph.DType;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Node;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.GraphExecution;

/** The part of the contract about values: each operation and network gives what it must. */
public interface ComputationContract extends ContractSubject {
  /** Every case of {@link OpCases}, at every precision that the backend supports. */
  @TestFactory
  default Stream<DynamicTest> operations() {
    return computations(OpCases.all().stream().map(OpCase::toGraphCase).toList());
  }

  /** Every case of {@link GraphCases}, at every precision that the backend supports. */
  @TestFactory
  default Stream<DynamicTest> networks() {
    return computations(GraphCases.all());
  }

  /**
   * All these cases again with their inputs and outputs held in the precision, where the backend
   * holds tensors in it.
   */
  @TestFactory
  default Stream<DynamicTest> heldTensors() {
    List<GraphCase> cases = new ArrayList<>(GraphCases.all());
    OpCases.all().forEach(each -> cases.add(each.toGraphCase()));
    return contractPrecisions().stream()
        .filter(precision -> precision != DType.F32 && backend().supportsStorage(precision))
        .flatMap(
            precision ->
                computations(cases, precision, each -> new CompileOptions(precision, ports(each))));
  }

  private static Set<String> ports(GraphCase each) {
    Set<String> ports = new HashSet<>(each.graph().outputs().keySet());
    each.graph().inputs().forEach(input -> ports.add(input.name()));
    return ports;
  }

  private Stream<DynamicTest> computations(List<GraphCase> cases) {
    return contractPrecisions().stream()
        .flatMap(precision -> computations(cases, precision, each -> options(each, precision)));
  }

  /** In 8 bits convolutions must know how large their inputs are: as large as in the first run. */
  private static CompileOptions options(GraphCase each, DType precision) {
    CompileOptions options = new CompileOptions(precision);
    return precision == DType.I8
        ? options.withInputRanges(
            GraphEvaluator.inputRanges(each.graph(), each.weights(), each.inputs(0)))
        : options;
  }

  private Stream<DynamicTest> computations(
      List<GraphCase> cases, DType precision, Function<GraphCase, CompileOptions> options) {
    return cases.stream()
        .filter(each -> runsAt(each, precision))
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name() + " [" + precision + "]",
                    () -> compute(each, options.apply(each))));
  }

  private boolean runsAt(GraphCase each, DType precision) {
    return each.tolerances().containsKey(precision)
        && (precision == DType.F32
            || each.graph().nodes().stream().allMatch(node -> backend().supports(node, precision)));
  }

  private void compute(GraphCase each, CompileOptions options) {
    DType precision = options.precision();
    for (Node node : each.graph().nodes()) {
      assertThat(backend().supports(node, precision)).as("supports %s", node).isTrue();
    }
    MapWeights weights = each.weights();
    double tolerance = Objects.requireNonNull(each.tolerances().get(precision));
    try (GraphExecution execution = new GraphExecution(backend(), each.graph(), weights, options)) {
      // The second run starts with the working memory that the first one left.
      for (int variant = 0; variant < 2; variant++) {
        Map<String, float[]> actual = execution.run(each.inputs(variant));
        // What a tensor does not hold exactly is not the operation's error.
        Map<String, float[]> inputs = execution.written();
        RelativeError.check(
            "run " + variant + ", values seeded by " + each.seed(),
            GraphEvaluator.evaluate(each.graph(), weights, inputs),
            actual,
            tolerance);
      }
    }
  }
}
