package org.mem3d.backend.onednn;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.DType;
import org.mem3d.graph.TensorGraph;

/** What a graph was compiled into, as text: steps, fusions, implementations, FLOPs, memory. */
final class GraphDescription {
  /** One step: the FLOPs of the nodes that it stands for, 0 if they are counted elsewhere. */
  private record Line(String name, String detail, long flops) {}

  private final String head;
  private final String foot;
  private final Line[] lines;

  GraphDescription(
      TensorGraph graph,
      DType precision,
      int threads,
      List<Group> groups,
      List<Step> steps,
      String foot) {
    this.head =
        String.format(
            Locale.ROOT,
            "graph %s on %s, %s, %d threads: %d nodes in %d steps, %.3f GFLOP%n",
            graph.name(),
            DnnlEngine.version(),
            precision,
            threads,
            graph.nodes().size() - graph.parameters().size() - graph.inputs().size(),
            steps.size(),
            graph.flops() / 1e9);
    this.foot = foot;
    Map<String, Long> flops = new HashMap<>();
    groups.forEach(group -> flops.put(group.root().name(), group.flops()));
    this.lines = new Line[steps.size()];
    for (int i = 0; i < lines.length; i++) {
      Step step = steps.get(i);
      // The first step that computes stands for all of a node.
      Long counted = step.moves() ? null : flops.remove(step.name());
      lines[i] = new Line(step.name(), step.detail(), counted == null ? 0 : counted);
    }
  }

  /**
   * Returns the text.
   *
   * @param times of a profiled graph, or null
   */
  String text(@Nullable StepTimes times) {
    StringBuilder text = new StringBuilder(head);
    double seconds = 0;
    for (int i = 0; i < lines.length; i++) {
      Line line = lines[i];
      text.append(String.format(Locale.ROOT, "  %-28s", line.name));
      text.append(String.format(Locale.ROOT, " %9.2f MFLOP", line.flops / 1e6));
      if (times != null) {
        double median = times.median(i);
        seconds += median;
        double speed = median > 0 ? line.flops / median / 1e9 : 0;
        text.append(String.format(Locale.ROOT, " %9.1f us %7.1f GFLOP/s", median * 1e6, speed));
      }
      text.append("  ").append(line.detail).append(System.lineSeparator());
    }
    if (times != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "all steps %.1f us (sum of medians of %d runs)%n",
              seconds * 1e6,
              times.runs()));
    }
    return text.append(foot).toString();
  }
}
