package org.mem3d.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaxFlowTest {
  /** Source 5 to voxel 0, links 3 and 1, voxel 2 to the sink 4: the cut is at the link of 1. */
  @Test
  void theCutIsWhereLeastFlows() {
    MaxFlow flow = new MaxFlow(3, 1, 1);
    flow.terminal(0, 5);
    flow.terminal(2, -4);
    flow.link(0, 0, 3);
    flow.link(1, 0, 1);
    assertThat(Grids.text(flow.sourceSide(), 3)).isEqualTo("oo.");
  }

  /** All 2^12 ways to cut a grid of 3x2x2 voxels, none of them cheaper. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void noCutIsCheaper(long seed) {
    Random random = new Random(seed);
    int[] sizes = {3, 2, 2};
    int[] steps = {1, 3, 6};
    int[] terminals = new int[12];
    int[][] links = new int[3][12];
    MaxFlow flow = new MaxFlow(3, 2, 2);
    for (int i = 0; i < 12; i++) {
      terminals[i] = random.nextInt(41) - 20;
      flow.terminal(i, terminals[i]);
      for (int d = 0; d < 3; d++) {
        if (i / steps[d] % sizes[d] < sizes[d] - 1) {
          links[d][i] = random.nextInt(15);
          flow.link(i, d, links[d][i]);
        }
      }
    }
    BitSet side = flow.sourceSide();
    int cheapest = Integer.MAX_VALUE;
    for (long cut = 0; cut < 1 << 12; cut++) {
      cheapest = Math.min(cheapest, cost(BitSet.valueOf(new long[] {cut}), terminals, links));
    }
    assertThat(cost(side, terminals, links)).isEqualTo(cheapest);
  }

  /** A larger grid, where a voxel that changes sides alone never makes the cut cheaper. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void noVoxelWouldRatherBeOnTheOtherSide(long seed) {
    Random random = new Random(seed);
    int[] sizes = {9, 8, 7};
    int[] steps = {1, 9, 72};
    int[] terminals = new int[504];
    int[][] links = new int[3][504];
    MaxFlow flow = new MaxFlow(9, 8, 7);
    for (int i = 0; i < 504; i++) {
      terminals[i] = random.nextInt(2001) - 1000;
      flow.terminal(i, terminals[i]);
      for (int d = 0; d < 3; d++) {
        if (i / steps[d] % sizes[d] < sizes[d] - 1) {
          links[d][i] = random.nextInt(300);
          flow.link(i, d, links[d][i]);
        }
      }
    }
    BitSet side = flow.sourceSide();
    assertThat(side.cardinality()).isBetween(1, 503);
    int cost = cost(side, terminals, links, steps);
    for (int i = 0; i < 504; i++) {
      side.flip(i);
      assertThat(cost(side, terminals, links, steps))
          .as("voxel %d", i)
          .isGreaterThanOrEqualTo(cost);
      side.flip(i);
    }
  }

  private static int cost(BitSet side, int[] terminals, int[][] links) {
    return cost(side, terminals, links, new int[] {1, 3, 6});
  }

  private static int cost(BitSet side, int[] terminals, int[][] links, int[] steps) {
    int cost = 0;
    for (int i = 0; i < terminals.length; i++) {
      cost += side.get(i) ? Math.max(0, -terminals[i]) : Math.max(0, terminals[i]);
      for (int d = 0; d < 3; d++) {
        if (links[d][i] > 0 && side.get(i) != side.get(i + steps[d])) {
          cost += links[d][i];
        }
      }
    }
    return cost;
  }
}
