package org.mem3d.core.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CropTest {
  private static final int N = Window.INPUT_SIDE;

  private static float[] sampled(float[] plane, int width, int height, Window window) {
    float[] pixels = new float[N * N];
    java.util.Arrays.fill(pixels, Float.NaN);
    Crop.sample(plane, 0, 0, width, height, window, 0, pixels);
    return pixels;
  }

  private static float[] random(int size) {
    Random random = new Random(5);
    float[] plane = new float[size];
    for (int i = 0; i < size; i++) {
      plane[i] = random.nextFloat();
    }
    return plane;
  }

  @Test
  void alignedWindowsOfTheNetworksSizeCopy() {
    float[] plane = random(150 * 140);
    float[] pixels = sampled(plane, 150, 140, new Window(7, 3, 128));
    for (int i = 0; i < pixels.length; i++) {
      assertThat(pixels[i]).isEqualTo(plane[(i / N + 3) * 150 + i % N + 7]);
    }
  }

  @Test
  void outsideIsZero() {
    float[] ones = new float[30 * 20];
    java.util.Arrays.fill(ones, 1);
    float[] pixels = sampled(ones, 30, 20, new Window(-49, -54, 128));
    for (int i = 0; i < pixels.length; i++) {
      int u = i % N - 49;
      int v = i / N - 54;
      assertThat(pixels[i]).isEqualTo(u >= 0 && u < 30 && v >= 0 && v < 20 ? 1 : 0);
    }
    assertThat(sampled(ones, 30, 20, new Window(500, -900, 64))).containsOnly(0);
  }

  @Test
  void withoutAValueOutsideOnlyVoxelsInsideCount() {
    float[] ones = new float[30 * 20];
    java.util.Arrays.fill(ones, 1);
    for (double side : new double[] {20, 64, 128, 200, 500}) {
      Window window = new Window(-8.3, -7.9, side);
      float[] pixels = new float[N * N];
      Crop.sample(ones, 0, 0, 30, 20, window, Float.NaN, pixels);
      double cell = Math.max(1, Math.round(side / N));
      int beyond = 0;
      for (int i = 0; i < pixels.length; i++) {
        double u = (-8.3 + (i % N + 0.5) * side / N) / cell;
        double v = (-7.9 + (i / N + 0.5) * side / N) / cell;
        boolean inside = u > 0 && u < Math.ceil(30 / cell) && v > 0 && v < Math.ceil(20 / cell);
        assertThat(Float.isNaN(pixels[i])).as(window + " " + i).isEqualTo(!inside);
        assertThat(inside ? pixels[i] : 1).as(window + " " + i).isEqualTo(1);
        beyond += inside ? 0 : 1;
      }
      assertThat(beyond).isBetween(1, N * N - 1);
    }
    float[] elsewhere = new float[N * N];
    Crop.sample(ones, 0, 0, 30, 20, new Window(500, 500, 300), Float.NaN, elsewhere);
    assertThat(elsewhere).containsOnly(Float.NaN);
  }

  @Test
  void smallWindowsAreInterpolated() {
    float[] plane = new float[64 * 64];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = 3 * (i % 64) - 2 * Math.floorDiv(i, 64);
    }
    Window window = new Window(10.3, 20.7, 32);
    float[] pixels = sampled(plane, 64, 64, window);
    for (int i = 0; i < pixels.length; i++) {
      double u = 10.3 + (i % N + 0.5) * 0.25 - 0.5;
      double v = 20.7 + (i / N + 0.5) * 0.25 - 0.5;
      assertThat(pixels[i]).isCloseTo((float) (3 * u - 2 * v), within(1e-3f));
    }
  }

  @Test
  void largeWindowsAverageCells() {
    float[] plane = random(256 * 256);
    float[] pixels = sampled(plane, 256, 256, new Window(0, 0, 256));
    for (int i = 0; i < pixels.length; i++) {
      int at = i / N * 2 * 256 + i % N * 2;
      float mean = (plane[at] + plane[at + 1] + plane[at + 256] + plane[at + 257]) / 4;
      assertThat(pixels[i]).isCloseTo(mean, within(1e-6f));
    }
  }

  @Test
  void aRectangleGivesWhatTheWholeSliceGives() {
    int width = 300;
    int height = 280;
    float[] plane = new float[width * height];
    float[] part = new float[101 * 77];
    float[] values = random(part.length);
    for (int v = 0; v < 77; v++) {
      for (int u = 0; u < 101; u++) {
        part[v * 101 + u] = values[v * 101 + u];
        plane[(v + 83) * width + u + 51] = values[v * 101 + u];
      }
    }
    for (double side : new double[] {40, 100, 192, 250, 333, 500}) {
      Window window = new Window(40.4, 60.9, side);
      float[] pixels = new float[N * N];
      Crop.sample(part, 51, 83, 101, 77, window, 0, pixels);
      assertThat(pixels).as("side " + side).isEqualTo(sampled(plane, width, height, window));
    }
  }

  @Test
  void randomWindowsFollowTheDefinition() {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    System.out.println("CropTest seed " + seed);
    Random random = new Random(seed);
    int width = 90;
    int height = 70;
    float[] plane = random(width * height);
    for (int trial = 0; trial < 40; trial++) {
      double side = 20 + 500 * random.nextDouble() * random.nextDouble();
      Window window =
          new Window(130 * random.nextDouble() - 60, 110 * random.nextDouble() - 50, side);
      float[] pixels = sampled(plane, width, height, window);
      for (int i = 0; i < pixels.length; i++) {
        double expected = defined(plane, width, height, window, i % N, i / N);
        assertThat(pixels[i]).as(window + " " + i).isCloseTo((float) expected, within(1e-4f));
      }
    }
  }

  private static double defined(
      float[] plane, int width, int height, Window window, int column, int row) {
    int cell = (int) Math.max(1, Math.round(window.side() / N));
    double u = (window.lowU() + (column + 0.5) * window.side() / N) / cell - 0.5;
    double v = (window.lowV() + (row + 0.5) * window.side() / N) / cell - 0.5;
    int cellU = (int) Math.floor(u);
    int cellV = (int) Math.floor(v);
    double sum = 0;
    for (int dv = 0; dv < 2; dv++) {
      for (int du = 0; du < 2; du++) {
        double weight =
            (du == 0 ? 1 - (u - cellU) : u - cellU) * (dv == 0 ? 1 - (v - cellV) : v - cellV);
        sum += weight * mean(plane, width, height, cellU + du, cellV + dv, cell);
      }
    }
    return sum;
  }

  private static double mean(float[] plane, int width, int height, int cellU, int cellV, int cell) {
    double sum = 0;
    for (int v = cellV * cell; v < (cellV + 1) * cell; v++) {
      for (int u = cellU * cell; u < (cellU + 1) * cell; u++) {
        sum += u >= 0 && u < width && v >= 0 && v < height ? plane[v * width + u] : 0;
      }
    }
    return sum / (cell * cell);
  }
}
