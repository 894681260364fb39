package org.mem3d.core.propagation.appearance;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.core.propagation.result.LinearSystem;

/**
 * Sums over labelled places from which a ridge regression is solved: of all features, and of all
 * products of two. They add up, so that a part can be left out. One thread at a time.
 */
final class FeatureSums {
  /** Of fewer places of one kind nothing is learned. */
  private static final int LEAST = 10;

  /** Weight of the squared coefficients, features being scaled to a standard deviation of 1. */
  private static final double RIDGE = 0.1;

  /** A feature that does not vary is scaled as if it did by so much of its mean square. */
  private static final double LEAST_VARIANCE = 1e-6;

  private static final int CHANNELS = FeatureRegression.CHANNELS;

  /** The sums of one kind of places; products of a feature with it and later ones alone. */
  private static final class Kind {
    private final double[][] products = new double[CHANNELS][CHANNELS];
    private final double[] sum = new double[CHANNELS];
    private int count;

    void add(float[] features) {
      count++;
      for (int i = 0; i < CHANNELS; i++) {
        double feature = features[i];
        if (feature != 0) {
          sum[i] += feature;
          double[] row = products[i];
          for (int j = i; j < CHANNELS; j++) {
            row[j] += feature * features[j];
          }
        }
      }
    }

    void add(Kind other) {
      count += other.count;
      for (int i = 0; i < CHANNELS; i++) {
        sum[i] += other.sum[i];
        for (int j = i; j < CHANNELS; j++) {
          products[i][j] += other.products[i][j];
        }
      }
    }
  }

  private final Kind object = new Kind();
  private final Kind surroundings = new Kind();

  void add(LabelledFeatures.Label label, float[] features) {
    switch (label) {
      case OBJECT -> object.add(features);
      case SURROUNDINGS -> surroundings.add(features);
      case NEITHER -> {}
    }
  }

  static FeatureSums of(List<FeatureSums> parts) {
    FeatureSums all = new FeatureSums();
    for (FeatureSums part : parts) {
      all.object.add(part.object);
      all.surroundings.add(part.surroundings);
    }
    return all;
  }

  /**
   * Returns the coefficients of all features, then the constant, by which places of the object come
   * near 1 and those of its surroundings near -1, both kinds weighing the same; null if there are
   * too few.
   */
  double @Nullable [] solve() {
    int inside = object.count;
    int outside = surroundings.count;
    if (inside < LEAST || outside < LEAST) {
      return null;
    }
    double[] mean = new double[CHANNELS];
    double[] right = new double[CHANNELS];
    for (int i = 0; i < CHANNELS; i++) {
      double of = object.sum[i] / inside;
      double around = surroundings.sum[i] / outside;
      mean[i] = (of + around) / 2;
      right[i] = (of - around) / 2;
    }
    double[][] covariance = new double[CHANNELS][CHANNELS];
    for (int i = 0; i < CHANNELS; i++) {
      for (int j = i; j < CHANNELS; j++) {
        double products =
            (object.products[i][j] / inside + surroundings.products[i][j] / outside) / 2;
        covariance[i][j] = products - mean[i] * mean[j];
        covariance[j][i] = covariance[i][j];
      }
      double all = inside + outside;
      double square = (object.products[i][i] + surroundings.products[i][i]) / all;
      double centre = (object.sum[i] + surroundings.sum[i]) / all;
      double variance = Math.max(0, square - centre * centre);
      covariance[i][i] += RIDGE * (variance + LEAST_VARIANCE * square + 1e-12);
    }
    double[] coefficients = new double[CHANNELS + 1];
    System.arraycopy(LinearSystem.solve(covariance, right), 0, coefficients, 0, CHANNELS);
    for (int i = 0; i < CHANNELS; i++) {
      coefficients[CHANNELS] -= coefficients[i] * mean[i];
    }
    return coefficients;
  }
}
