package org.mem3d.core.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GeodesicReachTest {
  private static final int WIDTH = 13;
  private static final int HEIGHT = 11;

  @Test
  void nothingIsReachedWithoutAMark() {
    boolean[] open = new boolean[WIDTH * HEIGHT];
    Arrays.fill(open, true);
    assertThat(GeodesicReach.of(new float[open.length], open, new float[open.length], WIDTH))
        .containsOnly(false);
  }

  @Test
  void waysGoAroundWhatIsClosed() {
    float[] reaches = new float[WIDTH * HEIGHT];
    boolean[] open = new boolean[reaches.length];
    Arrays.fill(open, true);
    for (int v = 0; v < HEIGHT - 1; v++) {
      open[v * WIDTH + 5] = false;
    }
    reaches[4] = 11.5f; // ten rows down and up again is 20 at least
    boolean[] reached = GeodesicReach.of(reaches, open, new float[open.length], WIDTH);
    assertThat(reached[9 * WIDTH + 4]).as("on this side").isTrue();
    assertThat(reached[6]).as("behind the wall").isFalse();
    reaches[4] = 23;
    reached = GeodesicReach.of(reaches, open, new float[open.length], WIDTH);
    assertThat(reached[6]).as("around the wall").isTrue();
  }

  @Test
  void oneMarkAloneReachesWhatEveryWayAllows() {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    System.out.println("-Dmem3d.seed=" + seed);
    Random random = new Random(seed);
    for (int k = 0; k < 100; k++) {
      boolean[] open = new boolean[WIDTH * HEIGHT];
      for (int i = 0; i < open.length; i++) {
        open[i] = random.nextInt(4) > 0;
      }
      int mark = random.nextInt(open.length);
      open[mark] = true;
      float[] reaches = new float[open.length];
      reaches[mark] = 1 + random.nextInt(15) + 0.3f;
      boolean[] reached = GeodesicReach.of(reaches, open, new float[open.length], WIDTH);
      double[] lengths = lengths(open, mark);
      for (int i = 0; i < open.length; i++) {
        assertThat(reached[i]).as("voxel %d", i).isEqualTo(lengths[i] <= reaches[mark]);
      }
    }
  }

  /** The length of the shortest way from a mark to each voxel, by going on until none shortens. */
  private static double[] lengths(boolean[] open, int mark) {
    double[] lengths = new double[open.length];
    Arrays.fill(lengths, Double.POSITIVE_INFINITY);
    lengths[mark] = 0;
    for (boolean shorter = true; shorter; ) {
      shorter = false;
      for (int i = 0; i < open.length; i++) {
        for (int j = 0; j < open.length; j++) {
          int du = Math.abs(i % WIDTH - j % WIDTH);
          int dv = Math.abs(i / WIDTH - j / WIDTH);
          double way = lengths[i] + (du + dv == 2 ? Math.sqrt(2) : 1);
          if (open[j] && du <= 1 && dv <= 1 && i != j && way < lengths[j]) {
            lengths[j] = way;
            shorter = true;
          }
        }
      }
    }
    return lengths;
  }
}
