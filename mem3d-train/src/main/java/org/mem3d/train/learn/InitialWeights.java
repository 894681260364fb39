package org.mem3d.train.learn;

import java.util.Map;
import java.util.SplittableRandom;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Shape;

/** Weights to start from when there are none: random convolutions, norms that change nothing. */
public final class InitialWeights {
  private InitialWeights() {}

  /** Returns weights of the given shapes; the same seed gives the same ones. */
  public static MapWeights of(Map<String, Shape> tensors, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    MapWeights weights = new MapWeights();
    tensors.forEach((name, shape) -> weights.put(name, shape, values(name, shape, random)));
    return weights;
  }

  private static float[] values(String name, Shape shape, SplittableRandom random) {
    float[] values = new float[shape.elements()];
    if (shape.rank() > 1) {
      // He et al. 2015, for layers that a ReLU follows.
      double deviation = Math.sqrt(2.0 * shape.dim(0) / shape.elements());
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (deviation * random.nextGaussian());
      }
    } else if (name.endsWith(".running_var")
        || (name.contains(".norm") && name.endsWith(".weight"))) {
      java.util.Arrays.fill(values, 1);
    } else if (name.startsWith("read.")) {
      // A temperature of 10, and distances that count a little.
      values[0] = name.equals("read.logTemperature") ? (float) Math.log(10) : 0;
    }
    return values;
  }
}
