package org.mem3d.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mem3d.spi.CompiledGraph;

/**
 * What computes one node of a graph that was compiled with profiling on, or one move, read from the
 * graph's description. Immutable.
 *
 * @param node the node it computes
 * @param flops of one run; 0 for a move
 * @param seconds median of the last runs; of a node that takes several steps, the sum of theirs
 */
record StepTime(String node, double flops, double seconds) {
  private static final Pattern LINE =
      Pattern.compile("^  (\\S.*?) +([\\d.]+) MFLOP +([\\d.]+) us +[\\d.]+ GFLOP/s +(\\S+).*$");
  private static final String MOVE = "reorder";

  /** Returns what a graph does, in order; nothing if it does not tell their times. */
  static List<StepTime> of(CompiledGraph graph) {
    List<StepTime> steps = new ArrayList<>();
    Map<String, Integer> places = new HashMap<>();
    for (String line : graph.describe().lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        continue;
      }
      String node = matcher.group(1);
      double flops = Double.parseDouble(matcher.group(2)) * 1e6;
      double seconds = Double.parseDouble(matcher.group(3)) / 1e6;
      boolean move = matcher.group(4).equals(MOVE);
      Integer place = move ? null : places.putIfAbsent(node, steps.size());
      if (place == null) {
        steps.add(new StepTime(node, flops, seconds));
      } else {
        StepTime before = steps.get(place);
        steps.set(place, new StepTime(node, before.flops + flops, before.seconds + seconds));
      }
    }
    return steps;
  }

  /** Returns the speed in billions of floating-point operations a second. */
  double gflops() {
    return seconds == 0 ? 0 : flops / seconds / 1e9;
  }
}
