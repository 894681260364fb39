package org.mem3d.runtime.golden;

import java.util.ArrayList;
import java.util.List;
import org.mem3d.ModelException;
import org.mem3d.graph.DType;
import org.mem3d.graph.Weights;

/**
 * How far a tensor x is from the expected one y.
 *
 * @param name of the tensor
 * @param error {@code |x - y| / |y|}, the relative L2 error
 * @param centred {@code |x - y| / |y - mean(y)|}: larger where y varies little around a constant,
 *     which would hide an error; for single numbers the same as {@code error}
 */
public record Deviation(String name, double error, double centred) {
  private static final double FLOAT32 = 1e-4;
  private static final double BFLOAT16 = 2e-2;

  /** float16 has three more bits of fraction than bfloat16. */
  private static final double FLOAT16 = 4e-3;

  /** A step is 1/127 of the largest value of a layer's input, whatever the others are. */
  private static final double INT8 = 1e-1;

  /**
   * Compares every expected tensor.
   *
   * @throws ModelException if one of them is missing or of another size
   */
  public static List<Deviation> of(Weights expected, Weights actual) {
    List<Deviation> deviations = new ArrayList<>();
    for (String name : expected.names()) {
      if (!actual.names().contains(name)) {
        throw new ModelException(
            "no tensor '"
                + name
                + "' to compare among "
                + actual.names()
                + ": other architecture?");
      }
      float[] y = expected.values(name);
      float[] x = actual.values(name);
      if (x.length != y.length) {
        throw new ModelException(
            "tensor '"
                + name
                + "' is "
                + actual.shape(name)
                + ", the one to compare with is "
                + expected.shape(name));
      }
      deviations.add(of(name, x, y));
    }
    return deviations;
  }

  private static Deviation of(String name, float[] x, float[] y) {
    double mean = 0;
    for (float value : y) {
      mean += value;
    }
    mean = y.length == 1 ? 0 : mean / y.length;
    double error = 0;
    double norm = 0;
    double spread = 0;
    for (int i = 0; i < y.length; i++) {
      error += ((double) x[i] - y[i]) * ((double) x[i] - y[i]);
      norm += (double) y[i] * y[i];
      spread += (y[i] - mean) * (y[i] - mean);
    }
    return new Deviation(name, ratio(error, norm), ratio(error, spread));
  }

  private static double ratio(double error, double norm) {
    return error == 0 ? 0 : Math.sqrt(error / norm);
  }

  /** Returns what {@link #measure} of a correct implementation stays below. */
  public double tolerance(DType precision) {
    return switch (precision) {
      case F32 -> FLOAT32;
      case BF16 -> BFLOAT16;
      case F16 -> FLOAT16;
      case I8 -> INT8;
    };
  }

  /** Returns the error that counts: centred in float32, plain in formats of 16 bits. */
  public double measure(DType precision) {
    return precision == DType.F32 ? centred : error;
  }

  /** Returns whether the tensor is as close as a correct implementation's; NaN is not. */
  public boolean within(DType precision) {
    return measure(precision) < tolerance(precision);
  }
}
