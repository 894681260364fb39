package org.mem3d;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Large planes kept as runs say what those kept byte by byte do. */
class RunPlaneTest {
  private static final int X = 500;
  private static final int Y = 400;

  /** Rectangles of random labels over one another, up to the plane's edges. */
  private static byte[] rectangles(Random random) {
    byte[] plane = new byte[X * Y];
    Arrays.fill(plane, 50 * X + 60, 50 * X + 400, (byte) 1);
    Arrays.fill(plane, 350 * X + 60, 350 * X + 400, (byte) 255);
    int count = random.nextInt(30);
    for (int i = 0; i < count; i++) {
      int fromX = random.nextInt(X);
      int toX = fromX + random.nextInt(X - fromX) + 1;
      int fromY = random.nextInt(Y);
      int toY = fromY + random.nextInt(Y - fromY) + 1;
      byte label = (byte) random.nextInt(256);
      for (int y = fromY; y < toY; y++) {
        Arrays.fill(plane, y * X + fromX, y * X + toX, label);
      }
    }
    return plane;
  }

  private static BytePlane of(byte[] plane) {
    return Objects.requireNonNull(BytePlane.of(plane, X, Y));
  }

  @Test
  void runsSayWhatTheBytesDo() {
    long first = System.nanoTime();
    System.out.println("planes: seeds from " + first);
    for (long seed = first; seed < first + 40; seed++) {
      Random random = new Random(seed);
      byte[] bytes = rectangles(random);
      BytePlane runs = of(bytes);
      BytePlane whole = BytePlane.within(bytes, 0, X, Y);
      String which = "seed " + seed;
      assertThat(runs).as(which).isInstanceOf(RunPlane.class);
      assertThat(BytePlane.same(runs, whole)).as(which).isTrue();
      assertThat(runs.hash()).as(which).isEqualTo(whole.hash());
      byte label = bytes[random.nextInt(bytes.length)];
      if (label != 0) {
        assertThat(runs.count(label)).as(which).isEqualTo(whole.count(label));
      }
      float[] values = new float[X * Y];
      runs.add(values, X);
      for (int i = 0; i < bytes.length; i++) {
        assertThat(runs.at(i % X, i / X) == (bytes[i] & 0xff)).as(which + ", " + i).isTrue();
        assertThat(values[i] == (bytes[i] & 0xff)).as(which + ", " + i).isTrue();
      }
      for (int i = 0; i < 200; i++) {
        int from = random.nextInt(X);
        int end = from + random.nextInt(X - from + 1);
        int y = random.nextInt(Y);
        byte[] row = new byte[X + 3];
        runs.readRow(y, from, end, row, 3);
        byte[] expected = new byte[X + 3];
        System.arraycopy(bytes, y * X + from, expected, 3, end - from);
        assertThat(row).as("%s, row %d, %d to %d", which, y, from, end).isEqualTo(expected);
      }
      int changed = 50 * X + 60 + random.nextInt(340);
      bytes[changed] += 1 + random.nextInt(255);
      assertThat(BytePlane.same(runs, whole)).as(which).isFalse();
    }
  }

  @Test
  void bytesWithoutRunsAreKeptAsTheyAre() {
    byte[] noise = new byte[X * Y];
    new Random(3).nextBytes(noise);
    BytePlane kept = of(noise);
    assertThat(kept).isInstanceOf(ArrayPlane.class);
    assertThat(BytePlane.same(kept, BytePlane.within(noise, 0, X, Y))).isTrue();
  }

  @Test
  void narrowRectanglesAreKeptAsTheyAre() {
    byte[] plane = new byte[4 * 30_000];
    Arrays.fill(plane, (byte) 7);
    BytePlane kept = Objects.requireNonNull(BytePlane.of(plane, 4, 30_000));
    assertThat(kept).isInstanceOf(ArrayPlane.class);
    assertThat(kept.count((byte) 7)).isEqualTo(plane.length);
  }

  @Test
  void smallRectanglesAreKeptAsTheyAre() {
    byte[] plane = new byte[X * Y];
    plane[5] = 1;
    plane[100 * X + 305] = 2;
    BytePlane kept = of(plane);
    assertThat(kept).isInstanceOf(ArrayPlane.class);
    assertThat(kept.width * kept.height).isEqualTo(301 * 101);
    assertThat(kept.at(305, 100)).isEqualTo(2);
  }
}
