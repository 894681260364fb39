package org.mem3d.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mem3d.SliceMask;

class DistanceTransformTest {
  @ParameterizedTest(name = "{0}x{1}, seed {2}")
  @CsvSource({"1,1,1", "1,7,2", "13,1,3", "17,11,4", "24,31,5"})
  void agreesWithTheSearchOverAllPixels(int width, int height, long seed) {
    Random random = new Random(seed);
    SliceMask mask = SliceMask.of(width, height, i -> random.nextDouble() < 0.9);
    DistanceTransform inside = DistanceTransform.inside(mask);
    for (int i = 0; i < width * height; i++) {
      double expected = Double.POSITIVE_INFINITY;
      for (int v = -1; v <= height; v++) {
        for (int u = -1; u <= width; u++) {
          if (!mask.contains(u, v)) {
            expected = Math.min(expected, Math.hypot(u - i % width, v - i / width));
          }
        }
      }
      assertThat(inside.at(i)).as("pixel %d", i).isCloseTo(expected, within(1e-9));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @CsvSource({"1", "2"})
  void distanceFromAMaskIgnoresTheEdges(long seed) {
    Random random = new Random(seed);
    int width = 19;
    SliceMask mask = SliceMask.of(width, 23, i -> i == 200 || random.nextDouble() < 0.02);
    DistanceTransform from = DistanceTransform.from(mask);
    for (int i = 0; i < width * 23; i++) {
      double expected = Double.POSITIVE_INFINITY;
      for (int j = 0; j < width * 23; j++) {
        if (mask.contains(j)) {
          expected = Math.min(expected, Math.hypot(j % width - i % width, j / width - i / width));
        }
      }
      assertThat(from.at(i)).as("pixel %d", i).isCloseTo(expected, within(1e-9));
    }
  }
}
