package org.mem3d.core.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Levels that are held as runs are those that were given. */
class LevelsTest {
  /** A disc with soft edges, and faint noise in blocks beside it. */
  private static byte[] disc(int width, int height, long seed) {
    Random random = new Random(seed);
    int[] noise = random.ints((long) (width / 9 + 1) * (height / 9 + 1), 0, 3).toArray();
    byte[] levels = new byte[width * height];
    for (int i = 0; i < levels.length; i++) {
      int u = i % width;
      int v = i / width;
      double depth = height / 3.0 - Math.hypot(u - width / 2.0, v - height / 2.0);
      int faint = noise[v / 9 * (width / 9 + 1) + u / 9];
      levels[i] = (byte) Math.max(faint, Math.min(255, (int) (128 + 40 * depth)));
    }
    return levels;
  }

  private static void requireSame(Levels levels, byte[] given, int width) {
    assertThat(levels.length()).isEqualTo(given.length);
    assertThat(levels.all()).isEqualTo(given);
    for (int i = 0; i < given.length; i++) {
      if (levels.at(i % width, i / width) != (given[i] & 0xff)) {
        assertThat(levels.at(i % width, i / width)).as("level %d", i).isEqualTo(given[i] & 0xff);
      }
    }
  }

  @Test
  void aLargeRectangleTakesLessThanHalf() {
    byte[] given = disc(900, 700, 3);
    Levels levels = Levels.of(given.clone(), 900);
    assertThat(levels.bytes()).isLessThan(given.length / 2);
    requireSame(levels, given, 900);
    assertThat(levels)
        .isEqualTo(Levels.of(given.clone(), 900))
        .hasSameHashCodeAs(Levels.of(given.clone(), 900));
    given[123_456]++;
    assertThat(levels).isNotEqualTo(Levels.of(given, 900)).isNotEqualTo("levels");
  }

  @Test
  void whatHasNoRunsIsHeldAsItIs() {
    byte[] given = new byte[800 * 800];
    new Random(5).nextBytes(given);
    Levels levels = Levels.of(given.clone(), 800);
    assertThat(levels.bytes()).isEqualTo(given.length);
    requireSame(levels, given, 800);
    byte[] broad = new byte[70_000 * 4];
    requireSame(Levels.of(broad.clone(), 70_000), broad, 70_000);
    assertThat(Levels.of(broad, 70_000).bytes()).as("rows too long").isEqualTo(broad.length);
  }

  @Test
  void aSmallRectangleIsHeldAsItIs() {
    byte[] given = disc(300, 200, 7);
    Levels levels = Levels.of(given, 300);
    assertThat(levels.bytes()).isEqualTo(given.length);
    requireSame(levels, given, 300);
    assertThat(Levels.of(new byte[0], 0).length()).isZero();
  }

  @Test
  void edgesOfRowsAreNoRuns() {
    // A row ends with the level that the next begins with.
    byte[] given = new byte[600 * 500];
    for (int v = 0; v < 500; v++) {
      given[v * 600 + 599] = 9;
      given[v * 600] = 9;
    }
    Levels levels = Levels.of(given.clone(), 600);
    assertThat(levels.bytes()).isLessThan(given.length / 2);
    requireSame(levels, given, 600);
  }
}
