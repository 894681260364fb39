package org.mem3d.runtime.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;

/**
 * Which buffer each node of a graph writes: nodes whose values are never needed at the same time
 * share one. Buffers are arrays of their own, as kernels in Java take them, so that there are no
 * places within one arena to plan as {@link org.mem3d.graph.ArenaPlan} does. Nodes that no output
 * depends on are left out, and a reshape is its input's buffer. Immutable.
 */
final class BufferPlan {
  private static final int NEVER = Integer.MAX_VALUE;

  private final boolean[] live;
  private final int[] root;
  private final int[] buffer;
  private final int[] sizes;

  BufferPlan(TensorGraph graph) {
    List<Node> nodes = graph.nodes();
    live = new boolean[nodes.size()];
    root = new int[nodes.size()];
    buffer = new int[nodes.size()];
    graph.liveNodes().forEach(node -> live[node.id()] = true);
    int[] lastUse = new int[nodes.size()];
    for (Node node : nodes) {
      root[node.id()] = node.op() instanceof Op.Reshape ? root[node.input(0).id()] : node.id();
      if (live[node.id()]) {
        node.inputs().forEach(input -> lastUse[root[input.id()]] = node.id());
      }
    }
    graph.outputs().values().forEach(node -> lastUse[root[node.id()]] = NEVER);
    sizes = assign(nodes, lastUse);
  }

  private int[] assign(List<Node> nodes, int[] lastUse) {
    List<Integer> capacities = new ArrayList<>();
    List<Integer> free = new ArrayList<>();
    Arrays.fill(buffer, -1);
    for (Node node : nodes) {
      if (!computes(node)) {
        continue;
      }
      int wanted = node.shape().elements();
      int chosen = choose(free, capacities, wanted);
      capacities.set(chosen, Math.max(capacities.get(chosen), wanted));
      buffer[node.id()] = chosen;
      // Freed only now: a result never overwrites what it is computed from.
      for (Node input : node.inputs()) {
        int held = buffer[root[input.id()]];
        if (held >= 0 && lastUse[root[input.id()]] == node.id() && !free.contains(held)) {
          free.add(held);
        }
      }
    }
    return capacities.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Takes the smallest free buffer that is large enough, or else the largest, or a new one. */
  private static int choose(List<Integer> free, List<Integer> capacities, int wanted) {
    int chosen = -1;
    for (int candidate : free) {
      if (chosen < 0) {
        chosen = candidate;
        continue;
      }
      int capacity = capacities.get(candidate);
      int best = capacities.get(chosen);
      if (best < wanted ? capacity > best : capacity >= wanted && capacity < best) {
        chosen = candidate;
      }
    }
    if (chosen < 0) {
      capacities.add(0);
      return capacities.size() - 1;
    }
    free.remove((Integer) chosen);
    return chosen;
  }

  /** Says whether a node needs a kernel: some output depends on it, and it is not there already. */
  boolean computes(Node node) {
    return live[node.id()]
        && !(node.op() instanceof Op.Input
            || node.op() instanceof Op.Parameter
            || node.op() instanceof Op.Reshape);
  }

  /** Says whether some output depends on a node. */
  boolean isLive(Node node) {
    return live[node.id()];
  }

  /** Returns the number of the node whose value this one shares: itself, but for a reshape. */
  int root(Node node) {
    return root[node.id()];
  }

  /** Returns the number of the buffer that a computing node writes. */
  int buffer(Node node) {
    return buffer[node.id()];
  }

  /** Returns the elements of each buffer. */
  int[] sizes() {
    return sizes.clone();
  }
}
