package org.mem3d.train.learn;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.mem3d.backend.torch.ParameterSet;
import org.mem3d.core.network.MemoryNetwork;
import org.mem3d.graph.Shape;

/**
 * The four learned numbers of the memory read as the read uses them, differentiable: what the
 * engine computes once from the weights and writes into constants. Tensors belong to the scope in
 * which this was made.
 */
final class TrainableReadParameters {
  private static final int FEATURE_SIDE = MemoryNetwork.FEATURE_SIDE;
  private static final int P = MemoryNetwork.POSITIONS;

  private final Tensor temperature;
  private final Tensor locality;
  private final Tensor localityDistance;
  private final Tensor sliceDecay;
  private final Tensor x;
  private final Tensor y;
  private final Tensor square;

  TrainableReadParameters(ParameterSet parameters) {
    temperature = parameters.tensor("read.logTemperature").exp().reshape(1, 1, 1);
    locality = torch.softplus(parameters.tensor("read.locality")).mul(new Scalar(4.0));
    localityDistance = torch.softplus(parameters.tensor("read.localityDistance"));
    sliceDecay = torch.softplus(parameters.tensor("read.sliceDecay"));
    float[] u = new float[P];
    float[] v = new float[P];
    float[] away = new float[P];
    for (int i = 0; i < P; i++) {
      u[i] = place(i % FEATURE_SIDE);
      v[i] = place(Math.floorDiv(i, FEATURE_SIDE));
      away[i] = u[i] * u[i] + v[i] * v[i];
    }
    x = parameters.constant(Shape.of(1, 1, P), u);
    y = parameters.constant(Shape.of(1, 1, P), v);
    square = parameters.constant(Shape.of(1, 1, P), away);
  }

  private static float place(int cell) {
    return (float) ((cell + 0.5) / FEATURE_SIDE * 2 - 1);
  }

  /** Returns the factor of the cosine, 1 x 1 x 1. */
  Tensor temperature() {
    return temperature;
  }

  /**
   * Returns the position vectors of a bank, N x 4 x (slots * positions), as the engine writes them.
   *
   * @param distances in slices, N x slots
   */
  Tensor position(Tensor distances) {
    long size = distances.size(0);
    long slots = distances.size(1);
    Scalar one = new Scalar(1.0);
    Tensor a = locality.div(distances.mul(localityDistance).add(one)).unsqueeze(2);
    Tensor b = distances.log1p().mul(sliceDecay).unsqueeze(2);
    Tensor doubled = a.mul(new Scalar(2.0));
    Tensor[] rows = {
      a.neg().expand(size, slots, P), doubled.mul(x), doubled.mul(y), a.mul(square).add(b).neg()
    };
    return torch.stack(new TensorVector(rows), 1).reshape(size, 4, slots * P);
  }
}
