package org.mem3d.core.propagation.appearance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.network.FeatureMaps;
import org.mem3d.core.region.Resampling;
import org.mem3d.core.region.Resampling.Rectangle;

/**
 * A ridge regression of object against surroundings on the encoder's features, as target models of
 * video segmentation are (Robinson et al., "Learning Fast and Robust Target Models for Video Object
 * Segmentation", CVPR 2020), but linear. How far it is believed is measured on places that it was
 * not fitted to. Immutable.
 */
final class FeatureRegression {
  /** Features of a place. */
  static final int CHANNELS =
      IntStream.range(0, FeatureMaps.LEVELS).map(FeatureMaps::channels).sum();

  /** Steepness of the probability over the regression's value, which is near 1 or -1. */
  private static final double STEEPNESS = 3;

  /** It is not believed at all from an error of one in so many on. */
  private static final double TRUSTED = 8;

  private static final int SIDE = LabelledFeatures.SIDE;

  private final double[] coefficients;
  private final double trust;

  private FeatureRegression(double[] coefficients, double trust) {
    this.coefficients = coefficients;
    this.trust = trust;
  }

  /**
   * Fits a regression.
   *
   * @param slices the annotated ones
   * @return null if they show too little, or if what is learned from one part of them does not hold
   *     on the other
   */
  static @Nullable FeatureRegression of(List<LabelledFeatures> slices, WorkerPool workers) {
    FeatureSums[][] sums = new FeatureSums[slices.size()][];
    workers.run(slices.size(), i -> sums[i] = halves(slices.get(i)));
    double[] coefficients = solve(sums, part -> true);
    if (coefficients == null) {
      return null;
    }
    double trust = 1 - TRUSTED * error(slices, sums);
    return trust > 0 ? new FeatureRegression(coefficients, trust) : null;
  }

  /** Sums every other place of a slice, those of its two halves apart: neighbours are alike. */
  private static FeatureSums[] halves(LabelledFeatures slice) {
    FeatureSums[] halves = {new FeatureSums(), new FeatureSums()};
    float[][] rows = slice.rows();
    for (int place = 0; place < rows.length; place++) {
      if ((place % SIDE + place / SIDE) % 2 == 0) {
        halves[LabelledFeatures.half(place)].add(slice.label(place), rows[place]);
      }
    }
    return halves;
  }

  /** A half of a slice. */
  private record Part(int slice, int half) {
    /**
     * Returns in which of two folds it is: of several slices whole ones, since what they share is
     * what other slices share too.
     */
    int fold(int slices) {
      return (slices == 1 ? half : slice) % 2;
    }
  }

  private interface Chosen {
    boolean has(Part part);
  }

  private static double @Nullable [] solve(FeatureSums[][] sums, Chosen chosen) {
    List<FeatureSums> parts = new ArrayList<>();
    for (int slice = 0; slice < sums.length; slice++) {
      for (int half = 0; half < 2; half++) {
        if (chosen.has(new Part(slice, half))) {
          parts.add(sums[slice][half]);
        }
      }
    }
    return FeatureSums.of(parts).solve();
  }

  /** Returns the share of places that the other fold's regression takes for the other kind. */
  private static double error(List<LabelledFeatures> slices, FeatureSums[][] sums) {
    int count = slices.size();
    double error = 0;
    for (int fold = 0; fold < 2; fold++) {
      int tested = fold;
      double[] coefficients = solve(sums, part -> part.fold(count) != tested);
      error += coefficients == null ? 1 : error(slices, coefficients, tested) / 2;
    }
    return error;
  }

  private static double error(List<LabelledFeatures> slices, double[] coefficients, int fold) {
    int[] all = new int[2];
    int[] wrong = new int[2];
    for (int slice = 0; slice < slices.size(); slice++) {
      LabelledFeatures labelled = slices.get(slice);
      float[] values = values(labelled.maps(), coefficients);
      for (int place = 0; place < values.length; place++) {
        LabelledFeatures.Label label = labelled.label(place);
        Part part = new Part(slice, LabelledFeatures.half(place));
        if (label != LabelledFeatures.Label.NEITHER && part.fold(slices.size()) == fold) {
          int object = label == LabelledFeatures.Label.OBJECT ? 1 : 0;
          all[object]++;
          wrong[object] += values[place] > 0 == (object == 1) ? 0 : 1;
        }
      }
    }
    return IntStream.range(0, 2)
        .filter(kind -> all[kind] > 0)
        .mapToDouble(kind -> (double) wrong[kind] / all[kind])
        .average()
        .orElse(1);
  }

  /** Returns how much it is believed, above 0 and at most 1. */
  double trust() {
    return trust;
  }

  /**
   * Returns the object's probability at each place, 0.5 where nothing speaks for or against it; the
   * less it is believed, the nearer to that.
   */
  float[] probability(FeatureMaps maps) {
    float[] values = values(maps, coefficients);
    for (int i = 0; i < values.length; i++) {
      double likely = 1 / (1 + Math.exp(-STEEPNESS * values[i]));
      values[i] = (float) (0.5 + trust * (likely - 0.5));
    }
    return values;
  }

  /** Sums at each level, then interpolates: it comes to the same and takes less time. */
  private static float[] values(FeatureMaps maps, double[] coefficients) {
    float[] values = new float[SIDE * SIDE];
    Arrays.fill(values, (float) coefficients[CHANNELS]);
    float[] plane = new float[SIDE * SIDE];
    int channel = 0;
    for (int level = 0; level < FeatureMaps.LEVELS; level++) {
      int side = FeatureMaps.side(level);
      float[] features = maps.level(level);
      float[] sum = new float[side * side];
      for (int start = 0; start < features.length; start += sum.length) {
        float coefficient = (float) coefficients[channel++];
        for (int i = 0; i < sum.length; i++) {
          sum[i] += coefficient * features[start + i];
        }
      }
      Resampling.bilinear(
          new Rectangle(sum, 0, side, side, side), new Rectangle(plane, 0, SIDE, SIDE, SIDE));
      for (int i = 0; i < values.length; i++) {
        values[i] += plane[i];
      }
    }
    return values;
  }
}
