package org.mem3d.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.runtime.pass.BoundGraph;

/**
 * What the steps of a network's graph take in it, and what each of its convolutions takes in a
 * graph of its own. Measured several times, what was fastest stays, as it does for peaks: another's
 * work on the same cores slows down, and nothing speeds up. For one thread.
 */
final class GraphProfile {
  private final NetworkGraph network;
  private final BoundGraph passed;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<StepTime> steps = new ArrayList<>();
  private final Map<String, Double> alone = new LinkedHashMap<>();

  GraphProfile(NetworkGraph network) {
    this.network = network;
    passed = network.passed();
    passed.graph().nodes().forEach(node -> nodes.put(node.name(), node));
  }

  /** Measures the steps inside the graph. */
  void measure(StepTimer timer) {
    List<StepTime> now = timer.steps(network, passed);
    for (int i = 0; i < now.size(); i++) {
      if (i == steps.size()) {
        steps.add(now.get(i));
      } else if (now.get(i).seconds() < steps.get(i).seconds()) {
        steps.set(i, now.get(i));
      }
    }
  }

  /** Measures each convolution in a graph of its own; moves at its borders do not count. */
  void measureAlone(StepTimer timer) {
    forEachConvolution(
        (node, step) -> {
          double seconds =
              timer.steps(NetworkGraph.alone(node, passed.weights())).stream()
                  .filter(each -> each.flops() > 0)
                  .mapToDouble(StepTime::seconds)
                  .sum();
          alone.merge(node.name(), seconds, Math::min);
        });
  }

  /** Takes each convolution and its step, in order. */
  void forEachConvolution(BiConsumer<Node, StepTime> action) {
    for (StepTime step : steps) {
      Node node = convolution(step);
      if (node != null) {
        action.accept(node, step);
      }
    }
  }

  /** Returns the convolution that a step computes, or null if it computes none. */
  @Nullable Node convolution(StepTime step) {
    Node node = nodes.get(step.node());
    return node != null && node.op() instanceof Op.Conv2d && step.flops() > 0 ? node : null;
  }

  /** Returns the kind of a step's node; empty if it has none. */
  String kind(StepTime step) {
    Node node = nodes.get(step.node());
    return node == null ? "" : node.op().kind();
  }

  /** Returns the seconds of a convolution alone; 0 of all else. */
  double alone(StepTime step) {
    return alone.getOrDefault(step.node(), 0.0);
  }

  String name() {
    return network.name();
  }

  /** Returns the graph's steps, in order. */
  List<StepTime> steps() {
    return List.copyOf(steps);
  }
}
