package org.mem3d.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeededRandomWalkerTest {
  /** In a row without edges the probability falls evenly from seed to seed. */
  @ParameterizedTest(name = "direction {0}")
  @ValueSource(ints = {0, 1, 2})
  void withoutEdgesTheProbabilityFallsEvenly(int direction) {
    SeededGrid grid = Grids.row(direction, 2, "o...b", 0.5f, 0.5f, 0.5f, 0.5f, 0.5f);
    float[] expected = {1, 0.75f, 0.5f, 0.25f, 0};
    assertThat(SeededRandomWalker.probability(grid)).containsExactly(expected, within(1e-3f));
  }

  /** Like resistors in a row: all of the fall is at the edge. */
  @Test
  void theProbabilityFallsAtTheEdge() {
    SeededGrid grid = Grids.row(0, 1, "o.....b", 0, 0, 0, 0, 0, 1, 1);
    assertThat(Grids.text(SeededRandomWalker.segment(grid), 7)).isEqualTo("ooooo..");
    float[] probability = SeededRandomWalker.probability(grid);
    assertThat(probability[4]).isGreaterThan(0.99f);
    assertThat(probability[5]).isLessThan(0.01f);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void everyProbabilityIsTheWeightedMeanOfItsNeighbours(long seed) {
    Random random = new Random(seed);
    int[] sizes = {7, 5, 6};
    double[] spacings = {1, 1, 3};
    float[] intensities = new float[7 * 5 * 6];
    byte[] seeds = new byte[intensities.length];
    for (int i = 0; i < seeds.length; i++) {
      intensities[i] = 0.1f * random.nextFloat();
    }
    seeds[0] = SeededGrid.OBJECT;
    seeds[100] = SeededGrid.OBJECT;
    seeds[209] = SeededGrid.BACKGROUND;
    SeededGrid grid = new SeededGrid(sizes, spacings, intensities, seeds);
    float[] probability = SeededRandomWalker.probability(grid);
    for (int i = 0; i < seeds.length; i++) {
      if (seeds[i] != 0) {
        continue;
      }
      double sum = 0;
      double weights = 0;
      for (int d = 0; d < 3; d++) {
        for (int sign = -1; sign <= 1; sign += 2) {
          int at = grid.position(i, d) + sign;
          if (at >= 0 && at < sizes[d]) {
            int next = i + sign * grid.steps[d];
            double difference = intensities[i] - intensities[next];
            double weight =
                (Math.exp(-SeededRandomWalker.BETA * difference * difference) + 1e-6) / spacings[d];
            sum += weight * probability[next];
            weights += weight;
          }
        }
      }
      assertThat((double) probability[i]).as("voxel %d", i).isCloseTo(sum / weights, within(3e-3));
    }
  }

  @Test
  void withoutASeedOfTheObjectThereIsNone() {
    SeededGrid grid = Grids.row(0, 1, "..b.", 0, 0, 0, 0);
    assertThat(SeededRandomWalker.segment(grid).isEmpty()).isTrue();
  }
}
