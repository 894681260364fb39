package org.mem3d.backend.onednn;

import java.util.Map;
import java.util.function.BiConsumer;
import org.mem3d.graph.DType;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.GraphExecution;
import org.mem3d.testkit.GraphCase;
import org.mem3d.testkit.GraphEvaluator;
import org.mem3d.testkit.RelativeError;

/** A graph against its evaluation in double precision, in every precision of this processor. */
final class EveryPrecision {
  private EveryPrecision() {}

  /**
   * Fails unless the outputs are those of the definition.
   *
   * @param described is given each precision with the description of the compiled graph
   */
  static void check(GraphCase graphCase, BiConsumer<DType, String> described) {
    Map<String, float[]> inputs = graphCase.inputs(0);
    Map<String, double[]> expected =
        GraphEvaluator.evaluate(graphCase.graph(), graphCase.weights(), inputs);
    try (Backend backend = new OneDnnProvider().open(BackendOptions.DEFAULT)) {
      for (DType precision : DType.values()) {
        if (DnnlEngine.computes(precision)) {
          try (GraphExecution execution =
              new GraphExecution(
                  backend, graphCase.graph(), graphCase.weights(), new CompileOptions(precision))) {
            described.accept(precision, execution.compiled().describe());
            RelativeError.check(
                precision.toString(),
                expected,
                execution.run(inputs),
                precision == DType.F32 ? 1e-5 : 1e-2);
          }
        }
      }
    }
  }
}
