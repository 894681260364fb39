package org.mem3d.core.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Volume;

class IntensityRangeTest {
  private static final int SIDE = 48;
  private static final int SLICES = 20;

  /** Tissue of 20 and 120 with noise, 120 in a tenth of the volume. */
  private static float[] tissue() {
    SplittableRandom random = new SplittableRandom(7);
    float[] values = new float[SIDE * SIDE * SLICES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((i % 10 == 0 ? 120 : 20) + 6 * random.nextGaussian());
    }
    return values;
  }

  private static IntensityRange of(float[] values) {
    return IntensityRange.of(Volume.ofFloats(values, SIDE, SIDE, SLICES, Geometry.UNIT));
  }

  /** Replaces what lies outside a circle in each slice. */
  private static void pad(float[] values, float padding) {
    for (int i = 0; i < values.length; i++) {
      double u = i % SIDE - 23.5;
      double v = Math.floorMod(Math.floorDiv(i, SIDE), SIDE) - 23.5;
      if (u * u + v * v > 21 * 21) {
        values[i] = padding;
      }
    }
  }

  @Test
  void ordinaryValuesAreAllBelieved() {
    float[] values = tissue();
    IntensityRange range = of(values);
    assertThat(range.low()).isBetween(2f, 8f);
    assertThat(range.high()).isBetween(122f, 136f);
    assertThat(range.background()).isEqualTo(range.low());
    for (float value : values) {
      assertThat(range.relative(value)).isEqualTo(value - range.background());
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "1, -30000", "0.001, 0", "500, 40000", "20, -7"})
  void anAffineChangeOfTheIntensitiesChangesNothing(float factor, float offset) {
    for (float padding : new float[] {Float.NaN, -3024, 5}) {
      float[] values = tissue();
      pad(values, padding);
      IntensityRange range = of(values);
      float[] changed = values.clone();
      for (int i = 0; i < changed.length; i++) {
        changed[i] = changed[i] * factor + offset;
      }
      IntensityRange other = of(changed);
      float rounding = Math.max(1e-4f, Math.ulp(offset) / factor * 2);
      for (int i = 0; i < values.length; i++) {
        float expected = range.relative(values[i]);
        float actual = other.relative(changed[i]) / factor;
        assertThat(Float.isNaN(actual)).isEqualTo(Float.isNaN(expected));
        assertThat(Float.isNaN(actual) || Math.abs(actual - expected) < rounding).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {-2000, -3024, -32768, -1e30f, Float.NEGATIVE_INFINITY, Float.NaN})
  void paddingIsBackgroundAndMovesNothing(float padding) {
    IntensityRange without = of(tissue());
    float[] values = tissue();
    pad(values, padding);
    IntensityRange range = of(values);
    assertThat(range.low()).isCloseTo(without.low(), within(1f));
    assertThat(range.high()).isCloseTo(without.high(), within(1f));
    assertThat(range.background()).as("dark").isBetween(-40f, 10f);
    assertThat(range.relative(padding)).as("no image").isNaN();
    assertThat(range.relative(20)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(floats = {3000, 32767, 65535, 1e30f})
  void saturatedRimsStayBrightButAreCut(float saturated) {
    float[] values = tissue();
    pad(values, saturated);
    IntensityRange range = of(values);
    assertThat(range.high()).isBetween(122f, 140f);
    assertThat(range.relative(saturated)).isBetween(150f, 250f);
  }

  @ParameterizedTest
  @ValueSource(floats = {3000, 30000, 1e20f})
  void aFewHotVoxelsMoveNothing(float hot) {
    IntensityRange without = of(tissue());
    float[] values = tissue();
    for (int i = 0; i < 16; i++) {
      values[i * 101] = hot;
      values[i * 101 + 50] = -hot;
    }
    IntensityRange range = of(values);
    assertThat(range.background()).isCloseTo(without.background(), within(1f));
    assertThat(range.relative(hot)).isBetween(300f, 1000f);
    assertThat(range.relative(-hot)).isBetween(-1000f, -300f);
  }

  @Test
  void aBlackBackgroundIsNoPadding() {
    float[] values = tissue();
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 5 < 3 ? 0 : Math.max(0, values[i]);
    }
    IntensityRange range = of(values);
    assertThat(range.background()).isZero();
    assertThat(range.relative(120)).isEqualTo(120);
  }

  @Test
  void rareBrightObjectsInBlackKeepTheirContrast() {
    float[] values = new float[SIDE * SIDE * SLICES];
    for (int i = 0; i < 200; i++) {
      values[i] = 10 + i % 5;
    }
    IntensityRange range = of(values);
    assertThat(range.background()).isZero();
    assertThat(range.relative(12)).isEqualTo(12);
    float[] mask = new float[values.length];
    mask[5] = 1;
    assertThat(of(mask).relative(1)).isEqualTo(1);
    assertThat(of(mask).relative(0)).isZero();
  }

  @Test
  void anObjectInExactBlackKeepsItsContrastEvenWhereBlackLooksLikePadding() {
    float[] values = tissue();
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 10 < 5 ? 0 : 100 + (values[i] - 20) % 6;
    }
    IntensityRange range = of(values);
    assertThat(range.relative(100)).as("above the background").isGreaterThan(3);
    assertThat(range.relative(0)).isNaN();
  }

  @Test
  void flatAndEmptyVolumesHaveNoRange() {
    for (float value : new float[] {0, -5, 3e38f, Float.NaN}) {
      float[] values = new float[SIDE * SIDE * SLICES];
      java.util.Arrays.fill(values, value);
      IntensityRange range = of(values);
      assertThat(Float.isNaN(range.relative(value))).isEqualTo(!Float.isFinite(value));
      assertThat(range.relative(Float.isFinite(value) ? value : 7))
          .isEqualTo(value == value ? 0 : 7);
    }
  }

  @Test
  void largeVolumesAreMeasuredOnSamples() {
    int[] read = new int[1];
    Volume volume =
        new Volume() {
          @Override
          public int sizeX() {
            return 300;
          }

          @Override
          public int sizeY() {
            return 200;
          }

          @Override
          public int sizeZ() {
            return 1000;
          }

          @Override
          public Geometry geometry() {
            return Geometry.UNIT;
          }

          @Override
          public void readSlice(Axis axis, int index, float[] values) {
            read[0]++;
            for (int i = 0; i < values.length; i++) {
              values[i] = (i + index) % 501;
            }
          }
        };
    IntensityRange range = IntensityRange.of(volume);
    assertThat(read[0]).isEqualTo(24);
    assertThat(range.low()).isCloseTo(2.5f, within(2f));
    assertThat(range.high()).isCloseTo(497.5f, within(2f));
  }
}
