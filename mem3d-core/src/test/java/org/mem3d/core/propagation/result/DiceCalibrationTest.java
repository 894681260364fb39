package org.mem3d.core.propagation.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.ModelException;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;

/** The regression finds what its samples were made with, and refuses what it cannot read. */
class DiceCalibrationTest {
  private static final double[] MADE_WITH = {0.6, 0.3, -1.2, 0.4, -0.8, 1.1, -0.5};

  private static QualityFeatures qualityFeatures(Random random) {
    return new QualityFeatures(
        random.nextDouble(),
        random.nextDouble(),
        3 * random.nextDouble(),
        1.5 * random.nextDouble(),
        random.nextBoolean(),
        random.nextBoolean());
  }

  private static double made(QualityFeatures qualityFeatures) {
    double[] terms = qualityFeatures.terms();
    double sum = 0;
    for (int i = 0; i < terms.length; i++) {
      sum += MADE_WITH[i] * terms[i];
    }
    return 1 / (1 + Math.exp(-sum));
  }

  @Test
  void findsTheCoefficientsOfItsSamples() {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    Random random = new Random(seed);
    List<DiceCalibration.Sample> samples = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      QualityFeatures qualityFeatures = qualityFeatures(random);
      samples.add(new DiceCalibration.Sample(qualityFeatures, made(qualityFeatures)));
    }
    DiceCalibration fitted = DiceCalibration.fit(samples);
    for (int i = 0; i < 50; i++) {
      QualityFeatures qualityFeatures = qualityFeatures(random);
      assertThat((double) fitted.predict(qualityFeatures))
          .as("seed %d", seed)
          .isCloseTo(made(qualityFeatures), within(0.03));
    }
  }

  @Test
  void theCoefficientsAreTheLikeliestAllButTheLastHeldSmall() {
    Random random = new Random(7);
    List<DiceCalibration.Sample> samples = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      samples.add(new DiceCalibration.Sample(qualityFeatures(random), random.nextDouble()));
    }
    DiceCalibration fitted = DiceCalibration.fit(samples);
    double[] coefficients =
        Arrays.stream(fitted.text().split(" ")).mapToDouble(Double::parseDouble).toArray();
    double[] slope = new double[coefficients.length];
    for (DiceCalibration.Sample sample : samples) {
      double[] terms = sample.qualityFeatures().terms();
      double sum = 0;
      for (int j = 0; j < terms.length; j++) {
        sum += coefficients[j] * terms[j];
      }
      for (int j = 0; j < terms.length; j++) {
        slope[j] += (sample.dice() - 1 / (1 + Math.exp(-sum))) * terms[j] / samples.size();
      }
    }
    // At the best place the likelihood rises as fast as the penalty, a thousandth of the square.
    for (int j = 0; j < slope.length; j++) {
      double penalty = j < slope.length - 1 ? 2e-3 * coefficients[j] : 0;
      assertThat(slope[j]).as("term %d", j).isCloseTo(penalty, within(1e-9));
    }
  }

  @Test
  void readsWhatItWrote() {
    Random random = new Random(5);
    List<DiceCalibration.Sample> samples = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      samples.add(new DiceCalibration.Sample(qualityFeatures(random), random.nextDouble()));
    }
    DiceCalibration fitted = DiceCalibration.fit(samples);
    DiceCalibration read =
        DiceCalibration.of(Map.of(DiceCalibration.METADATA, fitted.text()), "a file");
    assertThat(read).isNotNull();
    for (DiceCalibration.Sample sample : samples) {
      assertThat(read.predict(sample.qualityFeatures()))
          .isEqualTo(fitted.predict(sample.qualityFeatures()));
    }
  }

  @Test
  void aFileWithoutCoefficientsHasNone() {
    assertThat(DiceCalibration.of(Map.of(), "a file")).isNull();
  }

  @Test
  void refusesWhatAreNotSevenNumbers() {
    for (String text :
        List.of("", "1 2 3", "1 2 3 4 5 6 x", "1 2 3 4 5 6 NaN", "1 2 3 4 5 6 7 8")) {
      assertThatThrownBy(
              () -> DiceCalibration.of(Map.of(DiceCalibration.METADATA, text), "weights.bin"))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("weights.bin")
          .hasMessageContaining("7 numbers")
          .hasMessageContaining("'" + text + "'");
    }
    assertThatThrownBy(() -> DiceCalibration.fit(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 slices");
  }

  @Test
  void evidenceIsMeasuredInTheObjectsSize() {
    Volume volume =
        Volume.ofFloats(new float[40 * 40 * 20], 40, 40, 20, Geometry.ofSpacing(2, 2, 5));
    SliceReader reader = new SliceReader(volume, Axis.Z);
    SlicePatch large = SlicePatch.of(SliceMask.of(40, 40, i -> i % 40 < 10 && i / 40 < 10));
    SlicePatch half = SlicePatch.of(SliceMask.of(40, 40, i -> i % 40 < 5 && i / 40 < 10));
    List<AnnotatedMask> annotatedMasks =
        List.of(
            new AnnotatedMask(2, large),
            new AnnotatedMask(8, half),
            new AnnotatedMask(15, SlicePatch.EMPTY));
    // 4 slices of 5 mm to slice 2, in roots of 100 voxels of 2 x 2 mm.
    assertThat(QualityFeatures.of(reader, annotatedMasks, 4, 0.7f, half))
        .isEqualTo(new QualityFeatures(0.7f, 1, 2 * 5 / 20.0, 0.5, true, true));
    assertThat(QualityFeatures.of(reader, annotatedMasks, 12, 0.7f, half))
        .isEqualTo(new QualityFeatures(0.7f, 1, 4 * 5 / 20.0, 0.5, true, false));
    assertThat(QualityFeatures.of(reader, annotatedMasks, 17, 0.7f, SlicePatch.EMPTY))
        .isEqualTo(new QualityFeatures(0.7f, 0, 9 * 5 / 20.0, 0, false, false));
  }
}
