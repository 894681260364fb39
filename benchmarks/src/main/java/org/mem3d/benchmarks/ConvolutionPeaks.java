package org.mem3d.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mem3d.runtime.pass.BoundGraph;

/**
 * The peak of each {@link ConvolutionClass} of some graphs: the fastest convolution of that class,
 * computed directly, be it a probe or of a graph, in billions of floating-point operations a
 * second. For one thread.
 */
final class ConvolutionPeaks {
  private final List<GraphProfile> graphs;
  private final Map<ConvolutionClass, Double> peaks = new LinkedHashMap<>();

  ConvolutionPeaks(List<NetworkGraph> graphs) {
    this.graphs = graphs.stream().map(GraphProfile::new).toList();
  }

  /**
   * Measures the peaks; what was faster before stays.
   *
   * @param timer of a backend that computes directly
   */
  void measure(StepTimer timer) {
    for (GraphProfile graph : graphs) {
      graph.measure(timer);
      graph.forEachConvolution(
          (node, step) -> peaks.merge(ConvolutionClass.of(node), step.gflops(), Math::max));
    }
    for (ConvolutionClass each : List.copyOf(peaks.keySet())) {
      for (BoundGraph probe : each.probes()) {
        timer.steps(probe).forEach(step -> peaks.merge(each, step.gflops(), Math::max));
      }
    }
  }

  /** Returns the peak of a class that one of the graphs has. */
  double of(ConvolutionClass shapeClass) {
    return peaks.getOrDefault(shapeClass, 0.0);
  }

  /** Returns the peak of the fastest class. */
  double highest() {
    return peaks.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }
}
