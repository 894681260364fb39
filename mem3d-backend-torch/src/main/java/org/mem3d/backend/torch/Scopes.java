package org.mem3d.backend.torch;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Hands tensors to the scope of the caller. Stateless. */
final class Scopes {
  private Scopes() {}

  /**
   * Makes the innermost open scope of this thread the owner of a tensor that the caller owned;
   * where no scope is open, the caller keeps it.
   */
  static Tensor handOver(Tensor tensor) {
    @Nullable PointerScope scope = PointerScope.getInnerScope();
    if (scope != null) {
      scope.attach(tensor);
      tensor.releaseReference();
    }
    return tensor;
  }
}
