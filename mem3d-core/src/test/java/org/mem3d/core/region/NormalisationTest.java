package org.mem3d.core.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NormalisationTest {
  private static final int N = Window.INPUT_SIDE;

  /** Of a volume in which every value is usual. */
  private static final IntensityRange ANY = IntensityRange.of(new float[0]);

  @Test
  void statisticsAreThoseOfHandMadeValues() {
    float[] window = new float[101];
    for (int i = 0; i < window.length; i++) {
      window[i] = (i * 37) % 101;
    }
    Normalisation norm =
        Normalisation.ofValues(
            new float[] {50, 10, 30, 20}, new float[] {25, 27, 35, 5, 26}, window, ANY);
    assertThat(norm.median()).isEqualTo(25);
    assertThat(norm.low()).isCloseTo(1, within(1e-5f));
    assertThat(norm.high()).isCloseTo(99, within(1e-5f));
    // Distances from 25 are 0, 2, 10, 20, 1: their median is 2.
    assertThat(norm.spread()).isCloseTo(2 * 1.4826f, within(1e-5f));
    Normalisation flat =
        Normalisation.ofValues(new float[] {25}, new float[] {25, 25, 25}, window, ANY);
    assertThat(flat.spread()).as("at least 2 % of the range").isCloseTo(1.96f, within(1e-4f));
  }

  @Test
  void masksGiveTheObjectsMedianAndTheSpreadAroundIt() {
    float[] pixels = new float[N * N];
    float[] mask = new float[N * N];
    for (int i = 0; i < pixels.length; i++) {
      int u = i % N;
      int v = Math.floorDiv(i, N);
      boolean inside = u >= 40 && u < 60 && v >= 50 && v < 70;
      mask[i] = inside ? 0.9f : 0.4f;
      pixels[i] = inside ? 100 : u < 20 ? 1000 : 0;
    }
    Normalisation norm = Normalisation.ofMask(WindowPixels.of(pixels), mask, ANY);
    assertThat(norm.median()).isEqualTo(100);
    assertThat(norm.low()).isZero();
    assertThat(norm.high()).isEqualTo(1000);
    // The grown box is 24 x 24 pixels, 400 of them inside: the median distance is 0.
    assertThat(norm.spread()).isCloseTo(20, within(1e-4f));
    float[] nowhere = new float[N * N];
    assertThat(Normalisation.ofMask(WindowPixels.of(pixels), nowhere, ANY).median())
        .as("without an object the window's median")
        .isZero();
  }

  @Test
  void whatIsUnusualInTheVolumeDoesNotStretchTheWindow() {
    float[] volume = new float[1000];
    for (int i = 0; i < volume.length; i++) {
      volume[i] = 100 + i % 101;
    }
    IntensityRange range = IntensityRange.of(volume);
    float[] window = new float[1000];
    for (int i = 0; i < window.length; i++) {
      // A twentieth of the window is metal.
      window[i] = i % 20 == 0 ? 30000 : i % 101;
    }
    float[] tissue = {40, 50, 60};
    Normalisation norm = Normalisation.ofValues(tissue, window, window, range);
    assertThat(norm.high()).isCloseTo(150, within(2f));
    assertThat(norm.spread()).isLessThan(60);
    float[] metal = {30000, 30000, 29000};
    assertThat(Normalisation.ofValues(metal, window, window, range).high())
        .as("the object itself is always in range")
        .isEqualTo(30000);
  }

  @Test
  void whatLiesBeyondTheSliceIsNotCountedAndSaysNothing() {
    float[] pixels = new float[N * N];
    float[] filled = new float[N * N];
    float[] known = new float[100 * (N - 30)];
    for (int i = 0, count = 0; i < pixels.length; i++) {
      int u = i % N;
      int v = Math.floorDiv(i, N);
      pixels[i] = u < 100 && v >= 30 ? u + 200 * v : Float.NaN;
      if (u < 100 && v >= 30) {
        known[count++] = pixels[i];
      }
    }
    float[] sorted = known.clone();
    java.util.Arrays.sort(sorted);
    float median = (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
    for (int i = 0; i < pixels.length; i++) {
      filled[i] = Float.isNaN(pixels[i]) ? median : pixels[i];
    }
    Normalisation expected = Normalisation.ofValues(new float[] {6000, 6001}, known, known, ANY);
    assertThat(expected.mended()).isTrue();
    Normalisation norm =
        Normalisation.ofValues(new float[] {6000, 6001, Float.NaN}, pixels, pixels, ANY);
    assertThat(norm).isEqualTo(expected);
    float[] channels = new float[2 * N * N];
    norm.apply(WindowPixels.of(pixels), channels, 0);
    float[] expectedChannels = new float[2 * N * N];
    norm.apply(WindowPixels.of(filled), expectedChannels, 0);
    assertThat(channels).isEqualTo(expectedChannels);
    java.util.Arrays.fill(pixels, Float.NaN);
    Normalisation.ofValues(pixels, pixels, pixels, ANY).apply(WindowPixels.of(pixels), channels, 0);
    for (float channel : channels) {
      assertThat(channel).as("no pixel lies on the slice").isBetween(-3f, 3f);
    }
  }

  @Test
  void anObjectCutOutOfItsSurroundingsIsShownInTheDark() {
    java.util.SplittableRandom random = new java.util.SplittableRandom(3);
    float[] pixels = new float[N * N];
    float[] dark = new float[N * N];
    for (int i = 0; i < pixels.length; i++) {
      boolean inside = Math.hypot(i % N - 60, Math.floorDiv(i, N) - 60) < 40;
      pixels[i] = inside ? (float) (30 + 6 * random.nextGaussian()) : Float.NaN;
      dark[i] = inside ? pixels[i] : 0;
    }
    float[] object = {29, 30, 31};
    Normalisation norm = Normalisation.ofValues(object, pixels, pixels, ANY);
    Normalisation expected = Normalisation.ofValues(object, dark, dark, ANY);
    assertThat(norm.mended()).isFalse();
    float[] channels = new float[2 * N * N];
    float[] expectedChannels = new float[2 * N * N];
    norm.apply(WindowPixels.of(pixels), channels, 0);
    expected.apply(WindowPixels.of(dark), expectedChannels, 0);
    assertThat(channels).isEqualTo(expectedChannels);
  }

  /** A stripe of an image is a gap; what it was mended with is seen, and counts. */
  @Test
  void gapsAreShownMended() {
    float[] seen = new float[N * N];
    float[] mended = new float[N * N];
    float[] mask = new float[N * N];
    for (int i = 0; i < seen.length; i++) {
      int u = i % N;
      int v = i / N;
      mask[i] = Math.hypot(u - 50, v - 60) < 25 ? 1 : 0;
      mended[i] = mask[i] > 0 ? 100 + v % 3 : v;
      seen[i] = u < 10 ? Float.NaN : u < 14 ? 5000 : mended[i];
    }
    Normalisation expected = Normalisation.ofMask(WindowPixels.of(mended), mask, ANY);
    Normalisation norm = Normalisation.ofMask(new WindowPixels(seen, mended), mask, ANY);
    assertThat(norm).isEqualTo(expected);
    float[] channels = new float[2 * N * N];
    float[] expectedChannels = new float[2 * N * N];
    norm.apply(new WindowPixels(seen, mended), channels, 0);
    expected.apply(WindowPixels.of(mended), expectedChannels, 0);
    assertThat(channels).isEqualTo(expectedChannels);
  }

  /** Of an object brighter than what is believed, mending would leave nothing. */
  @Test
  void anObjectThatIsAGapItselfIsNotMended() {
    float[] seen = new float[N * N];
    float[] mended = new float[N * N];
    float[] mask = new float[N * N];
    for (int i = 0; i < seen.length; i++) {
      mask[i] = Math.hypot(i % N - 50, Math.floorDiv(i, N) - 60) < 25 ? 1 : 0;
      mended[i] = i % 7;
      seen[i] = mask[i] > 0 ? 1000 : mended[i];
    }
    WindowPixels pixels = new WindowPixels(seen, mended);
    Normalisation norm = Normalisation.ofMask(pixels, mask, ANY);
    assertThat(norm.mended()).isFalse();
    assertThat(norm.median()).isEqualTo(1000);
    float[] channels = new float[2 * N * N];
    norm.apply(pixels, channels, 0);
    assertThat(channels[N * N + 60 * N + 50] - channels[N * N]).isGreaterThan(1.9f);
  }

  @Test
  void channelsAreCentredScaledAndClipped() {
    Normalisation norm = new Normalisation(10, 4, 0, 40, true);
    float[] pixels = new float[N * N];
    float[] values = {10, 20, 0, 1000, -1000, 40, 0.5f};
    System.arraycopy(values, 0, pixels, 0, values.length);
    float[] channels = new float[3 + 2 * N * N];
    norm.apply(WindowPixels.of(pixels), channels, 3);
    float[] object = {0, 1, -1, 3, -3, 3, -0.95f};
    float[] range = {-0.5f, 0, -1, 1.5f, -1.5f, 1, -0.975f};
    for (int i = 0; i < values.length; i++) {
      assertThat(channels[3 + i]).as("object, " + values[i]).isCloseTo(object[i], within(1e-5f));
      assertThat(channels[3 + N * N + i])
          .as("range, " + values[i])
          .isCloseTo(range[i], within(1e-5f));
    }
    assertThat(channels[0]).isZero();
  }

  @Test
  void constantValuesAndFillersStayFinite() {
    for (float value : new float[] {0, -5, 3e38f}) {
      float[] pixels = new float[N * N];
      java.util.Arrays.fill(pixels, value);
      float[] channels = new float[2 * N * N];
      Normalisation.ofValues(pixels, pixels, pixels, ANY)
          .apply(WindowPixels.of(pixels), channels, 0);
      for (float channel : channels) {
        assertThat(channel).isBetween(-3f, 3f);
      }
    }
    float[] wide = new float[N * N];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = i % 2 == 0 ? 1000 : -Float.MAX_VALUE;
    }
    float[] channels = new float[2 * N * N];
    Normalisation.ofValues(wide, wide, wide, ANY).apply(WindowPixels.of(wide), channels, 0);
    for (float channel : channels) {
      assertThat(channel).isBetween(-3f, 3f);
    }
  }
}
