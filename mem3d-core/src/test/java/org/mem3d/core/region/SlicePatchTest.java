package org.mem3d.core.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mem3d.SliceMask;

class SlicePatchTest {
  private static final int N = Window.INPUT_SIDE;

  private static SliceMask mask(int width, int height, int... pixels) {
    boolean[] inside = new boolean[width * height];
    for (int pixel : pixels) {
      inside[pixel] = true;
    }
    return SliceMask.of(width, height, inside);
  }

  private static SliceMask random(int width, int height, long seed) {
    Random random = new Random(seed);
    return SliceMask.of(width, height, i -> random.nextInt(5) == 0);
  }

  @Test
  void exactMasksComeBack() {
    for (long seed = 0; seed < 20; seed++) {
      SliceMask mask = random(17, 13, seed);
      SlicePatch patch = SlicePatch.of(mask);
      assertThat(patch.toMask(17, 13)).as("seed " + seed).isEqualTo(mask);
      assertThat(patch.area()).isEqualTo(mask.area());
      assertThat(patch.bounds()).isEqualTo(mask.bounds());
    }
    assertThat(SlicePatch.of(SliceMask.empty(9, 9))).isEqualTo(SlicePatch.EMPTY);
    assertThat(SlicePatch.EMPTY.bounds()).isEmpty();
    assertThat(SlicePatch.EMPTY.toMask(9, 9)).isEqualTo(SliceMask.empty(9, 9));
  }

  @Test
  void networkAnswersAreBroughtBackToVoxelsAndCut() {
    float[] pixels = new float[N * N];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % N >= 64 ? 0.9f : 0.1f;
    }
    // One pixel a voxel, reaching beyond the slice on every side.
    SlicePatch patch = SlicePatch.of(pixels, new Window(-44, -49, 128), 40, 30);
    assertThat(patch.lowU()).isZero();
    assertThat(patch.lowV()).isZero();
    assertThat(patch.width()).isEqualTo(40);
    assertThat(patch.height()).isEqualTo(30);
    assertThat(patch.bounds()).containsExactly(20, 0, 39, 29);
    assertThat(patch.probability(20, 7)).isCloseTo(0.9f, within(1 / 200f));
    assertThat(patch.probability(19, 7)).isCloseTo(0.1f, within(1 / 200f));
    assertThat(patch.levelAt(40, 0)).isZero();
    assertThat(patch.levelAt(-1, 0)).isZero();
    assertThat(SlicePatch.of(pixels, new Window(200, 0, 128), 40, 30)).isEqualTo(SlicePatch.EMPTY);
  }

  @Test
  void samplingAndBringingBackKeepsSmoothMasks() {
    SliceMask disc =
        SliceMask.of(
            60,
            50,
            i -> Math.pow(i % 60 - 31, 2) + Math.pow(Math.floorDiv(i, 60) - 24, 2) <= 15 * 15);
    SlicePatch patch = SlicePatch.of(disc);
    float[] pixels = new float[N * N];
    Window window = Window.around(patch.bounds(), 1.6);
    patch.sample(window, pixels);
    SlicePatch back = SlicePatch.of(pixels, window, 60, 50);
    int both = back.toMask(60, 50).overlap(disc);
    assertThat(2.0 * both / (back.area() + disc.area())).isGreaterThan(0.99);
    SlicePatch.EMPTY.sample(window, pixels);
    assertThat(pixels).containsOnly(0);
  }

  @Test
  void oddProbabilitiesAreClipped() {
    float[] pixels = new float[N * N];
    java.util.Arrays.fill(pixels, 0, N * 64, 1.7f);
    java.util.Arrays.fill(pixels, N * 64, N * 100, -0.4f);
    java.util.Arrays.fill(pixels, N * 100, N * N, Float.NaN);
    SlicePatch patch = SlicePatch.of(pixels, new Window(0, 0, 128), 128, 128);
    assertThat(patch.levelAt(5, 5)).isEqualTo(255);
    assertThat(patch.levelAt(5, 80)).isZero();
    assertThat(patch.levelAt(5, 120)).isZero();
  }

  @Test
  void blendsAreWeightedSumsOverBothRectangles() {
    SlicePatch a = SlicePatch.of(mask(20, 20, 21, 22));
    SlicePatch b = SlicePatch.of(mask(20, 20, 22, 5 * 20 + 9));
    SlicePatch blend = SlicePatch.blend(a, 0.75f, b, 0.25f);
    assertThat(blend.probability(1, 1)).isCloseTo(0.75f, within(1 / 200f));
    assertThat(blend.probability(2, 1)).isEqualTo(1);
    assertThat(blend.probability(9, 5)).isCloseTo(0.25f, within(1 / 200f));
    assertThat(blend.probability(4, 4)).isZero();
    assertThat(blend.area()).isEqualTo(2);
    assertThat(SlicePatch.blend(SlicePatch.EMPTY, 0.4f, SlicePatch.EMPTY, 0.6f))
        .isEqualTo(SlicePatch.EMPTY);
    assertThat(SlicePatch.blend(SlicePatch.EMPTY, 0.3f, a, 0.7f).area()).isEqualTo(2);
    assertThat(SlicePatch.blend(a, 0.3f, SlicePatch.EMPTY, 0.7f).area()).isZero();
  }

  @Test
  void forcedVoxelsAreWhereTheyWereForced() {
    SliceMask before = random(30, 20, 1);
    SliceMask inside = random(30, 20, 2);
    SliceMask outside = SliceMask.of(30, 20, i -> random(30, 20, 3).contains(i));
    SlicePatch forced = SlicePatch.of(before).forced(inside, outside);
    for (int i = 0; i < 600; i++) {
      boolean expected = inside.contains(i) || (before.contains(i) && !outside.contains(i));
      assertThat(forced.contains(i % 30, Math.floorDiv(i, 30))).isEqualTo(expected);
      int level = forced.levelAt(i % 30, Math.floorDiv(i, 30));
      assertThat(level == 255).as("only marks are certain").isEqualTo(inside.contains(i));
    }
    SlicePatch grown = SlicePatch.EMPTY.forced(mask(9, 9, 4 * 9 + 5), SliceMask.empty(9, 9));
    assertThat(grown.bounds()).containsExactly(5, 4, 5, 4);
    assertThat(SlicePatch.EMPTY.forced(SliceMask.empty(9, 9), mask(9, 9, 3)).area()).isZero();
  }
}
