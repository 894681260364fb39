package org.mem3d.core.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Levels that are held packed are those that were given. */
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

  private static void requireSame(Levels levels, byte[] given) {
    assertThat(levels.length()).isEqualTo(given.length);
    assertThat(levels.all()).isEqualTo(given);
    for (int i = 0; i < given.length; i++) {
      if (levels.at(i) != (given[i] & 0xff)) {
        assertThat(levels.at(i)).as("level %d", i).isEqualTo(given[i] & 0xff);
      }
    }
  }

  @Test
  void aLargeRectangleTakesLessThanHalf() {
    byte[] given = disc(900, 700, 3);
    Levels levels = Levels.of(given.clone());
    assertThat(levels.bytes()).isLessThan(given.length / 2);
    requireSame(levels, given);
    assertThat(levels)
        .isEqualTo(Levels.of(given.clone()))
        .hasSameHashCodeAs(Levels.of(given.clone()));
    given[123_456]++;
    assertThat(levels).isNotEqualTo(Levels.of(given)).isNotEqualTo("levels");
  }

  @Test
  void noiseIsHeldAsItIs() {
    byte[] given = new byte[800 * 800];
    new Random(5).nextBytes(given);
    Levels levels = Levels.of(given.clone());
    assertThat(levels.bytes()).isEqualTo(given.length);
    requireSame(levels, given);
  }

  @Test
  void aSmallRectangleIsHeldAsItIs() {
    byte[] given = disc(300, 200, 7);
    Levels levels = Levels.of(given);
    assertThat(levels.bytes()).isEqualTo(given.length);
    requireSame(levels, given);
    assertThat(Levels.of(new byte[0]).length()).isZero();
  }

  @Test
  void whatWasUnpackedIsUnpackedAgain() {
    byte[] given = disc(900, 700, 9);
    Levels levels = Levels.of(given.clone());
    for (int round = 0; round < 3; round++) {
      requireSame(levels, given);
      System.gc();
    }
  }
}
