package org.mem3d.train.learn;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** A graph's outputs by name. Stateless. */
final class Named {
  private Named() {}

  /** Returns a tensor that must be there. */
  static Tensor of(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor '" + name + "' among " + tensors.keySet());
    }
    return tensor;
  }
}
