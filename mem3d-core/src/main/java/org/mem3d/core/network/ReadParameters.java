package org.mem3d.core.network;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;

/**
 * The four learned numbers of the memory read, as they enter its formula.
 *
 * @param temperature factor of the cosine
 * @param locality cost of a squared distance inside the slice (the window being 2 wide)
 * @param localityDistance how much that cost falls with the distance in slices
 * @param sliceDecay cost of the logarithm of the distance in slices
 */
record ReadParameters(
    float temperature, double locality, double localityDistance, double sliceDecay) {
  private static final Shape ONE = Shape.of(1);

  /** Returns the tensors that hold the numbers, with their shapes. */
  static Map<String, Shape> tensors() {
    Map<String, Shape> tensors = new LinkedHashMap<>();
    for (String name :
        new String[] {"logTemperature", "locality", "localityDistance", "sliceDecay"}) {
      tensors.put("read." + name, ONE);
    }
    return tensors;
  }

  static ReadParameters of(Weights weights) {
    return new ReadParameters(
        (float) Math.exp(weights.values("read.logTemperature")[0]),
        4 * softplus(weights.values("read.locality")[0]),
        softplus(weights.values("read.localityDistance")[0]),
        softplus(weights.values("read.sliceDecay")[0]));
  }

  private static double softplus(double x) {
    return Math.log1p(Math.exp(x));
  }
}
