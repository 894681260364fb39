package org.mem3d.benchmarks;

import java.util.Random;
import org.mem3d.spi.GraphExecution;

/** Fills the inputs of graphs. Stateless. */
final class RandomInputs {
  private RandomInputs() {}

  /** Fills the inputs with values that are the same for the same seed, whatever the backend. */
  static void fill(GraphExecution execution, long seed) {
    Random random = new Random(seed);
    execution
        .inputs()
        .forEach(
            (name, tensor) -> {
              float[] values = new float[tensor.shape().elements()];
              boolean probability = name.endsWith("mask");
              boolean key = name.endsWith("key") || name.endsWith("keys");
              // Keys are of length 1; no place is nearer than another.
              double scale = name.endsWith("position") ? 0 : key ? Math.sqrt(1.0 / 48) : 1;
              for (int i = 0; i < values.length; i++) {
                values[i] =
                    probability ? random.nextFloat() : (float) (random.nextGaussian() * scale);
              }
              tensor.write(values);
            });
  }
}
