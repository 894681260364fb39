package org.mem3d.testkit;

import java.util.Random;
import org.mem3d.graph.Shape;

/** What kind of values a tensor of a case is filled with. */
public enum Fill {
  /** Normally distributed, mean 0, deviation 1. */
  NORMAL,
  /** Normally distributed, deviation {@code 1 / sqrt(elements per output channel)}: weights. */
  WEIGHT,
  /** Between 0.5 and 1.5: variances. */
  POSITIVE,
  /** Between -0.1 and 1.1: probabilities, some beyond their bounds. */
  PROBABILITY,
  /** Normally distributed, deviation 100: what overflows an unguarded exponential. */
  LARGE,
  /** Whole numbers from -3 to 3: many ties, exact in every format. */
  TIED,
  /** Along the last axis the whole numbers from 0 on, shuffled: no ties, exact up to 256. */
  DISTINCT,
  /** Like NORMAL, every third value minus infinity. */
  MASKED;

  /** Returns a tensor's values, row by row; the same for the same state of {@code random}. */
  public float[] values(Shape shape, Random random) {
    float[] values = new float[shape.elements()];
    double deviation = Math.sqrt((double) shape.dim(0) / shape.elements());
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (this) {
            case NORMAL -> (float) random.nextGaussian();
            case WEIGHT -> (float) (random.nextGaussian() * deviation);
            case POSITIVE -> 0.5f + random.nextFloat();
            case PROBABILITY -> random.nextFloat() * 1.2f - 0.1f;
            case LARGE -> (float) (random.nextGaussian() * 100);
            case TIED -> random.nextInt(7) - 3;
            case DISTINCT -> i % shape.dim(-1);
            case MASKED -> i % 3 == 1 ? Float.NEGATIVE_INFINITY : (float) random.nextGaussian();
          };
    }
    if (this == DISTINCT) {
      shuffleRows(values, shape.dim(-1), random);
    }
    return values;
  }

  private static void shuffleRows(float[] values, int length, Random random) {
    for (int start = 0; start < values.length; start += length) {
      for (int i = length - 1; i > 0; i--) {
        int other = start + random.nextInt(i + 1);
        float kept = values[start + i];
        values[start + i] = values[other];
        values[other] = kept;
      }
    }
  }
}
