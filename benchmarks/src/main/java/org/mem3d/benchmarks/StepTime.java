package org.mem3d.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mem3d.spi.CompiledGraph;

/**
 * One step of a graph that was compiled with profiling on, read from its description. Immutable.
 *
 * @param node the node it computes
 * @param flops of one run; 0 for a move or what another step counts
 * @param seconds median of the last runs
 */
record StepTime(String node, double flops, double seconds) {
  private static final Pattern LINE =
      Pattern.compile("^  (\\S.*?) +([\\d.]+) MFLOP +([\\d.]+) us +[\\d.]+ GFLOP/s.*$");

  /** Returns the steps of a graph; none if it does not tell their times. */
  static List<StepTime> of(CompiledGraph graph) {
    List<StepTime> steps = new ArrayList<>();
    graph
        .describe()
        .lines()
        .forEach(
            line -> {
              Matcher matcher = LINE.matcher(line);
              if (matcher.matches()) {
                double flops = Double.parseDouble(matcher.group(2)) * 1e6;
                steps.add(
                    new StepTime(
                        matcher.group(1), flops, Double.parseDouble(matcher.group(3)) / 1e6));
              }
            });
    return steps;
  }

  /** Returns the speed in billions of floating-point operations a second. */
  double gflops() {
    return seconds == 0 ? 0 : flops / seconds / 1e9;
  }
}
