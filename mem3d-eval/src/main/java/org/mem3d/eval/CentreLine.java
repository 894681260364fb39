package org.mem3d.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.mem3d.SliceMask;

/**
 * The line that a careful hand draws through the middle of a connected part: the path along the
 * ridge of the distance map between the two ends that lie farthest apart.
 */
final class CentreLine {
  private CentreLine() {}

  /**
   * Returns the pixels of the line in order, each a neighbour (sides or corners) of the one before;
   * all inside the part.
   *
   * @param part connected, not empty
   * @param distances of {@code part}
   */
  static List<Integer> of(SliceMask part, DistanceTransform distances) {
    Paths fromMiddle = new Paths(part, distances, distances.deepest(), false);
    Paths acrossPart = new Paths(part, distances, fromMiddle.farthest(), false);
    Paths along = new Paths(part, distances, fromMiddle.farthest(), true);
    List<Integer> line = along.to(acrossPart.farthest());
    // Hands stop short of the tips.
    int trim = line.size() / 8;
    return line.subList(trim, line.size() - trim);
  }

  /** Cheapest paths from one pixel to all others (Dijkstra). */
  private static final class Paths {
    private record Step(int pixel, double cost) {}

    private final double[] cost;
    private final int[] previous;

    Paths(SliceMask part, DistanceTransform distances, int start, boolean alongRidge) {
      int width = part.width();
      cost = new double[width * part.height()];
      previous = new int[cost.length];
      Arrays.fill(cost, Double.POSITIVE_INFINITY);
      Arrays.fill(previous, -1);
      PriorityQueue<Step> open = new PriorityQueue<>(Comparator.comparingDouble(Step::cost));
      cost[start] = 0;
      open.add(new Step(start, 0));
      for (Step step = open.poll(); step != null; step = open.poll()) {
        if (step.cost > cost[step.pixel]) {
          continue;
        }
        int u = step.pixel % width;
        int v = step.pixel / width;
        for (int dv = -1; dv <= 1; dv++) {
          for (int du = -1; du <= 1; du++) {
            if ((du == 0 && dv == 0) || !part.contains(u + du, v + dv)) {
              continue;
            }
            int next = (v + dv) * width + u + du;
            double length = Math.sqrt(du * du + dv * dv);
            double depth = distances.at(next);
            double nextCost = step.cost + (alongRidge ? length / (depth * depth) : length);
            if (nextCost < cost[next]) {
              cost[next] = nextCost;
              previous[next] = step.pixel;
              open.add(new Step(next, nextCost));
            }
          }
        }
      }
    }

    int farthest() {
      int best = -1;
      for (int i = 0; i < cost.length; i++) {
        if (cost[i] < Double.POSITIVE_INFINITY && (best < 0 || cost[i] > cost[best])) {
          best = i;
        }
      }
      return best;
    }

    List<Integer> to(int end) {
      List<Integer> path = new ArrayList<>();
      for (int at = end; at >= 0; at = previous[at]) {
        path.add(at);
      }
      Collections.reverse(path);
      return path;
    }
  }
}
