package org.mem3d.backend.torch;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/**
 * The number of threads that compute. libtorch's own setting does not reach OpenBLAS, its library
 * for products of float32, which otherwise keeps a thread for every core, and those spin while they
 * wait. libtorch's number is the calling thread's, OpenBLAS's the process's. Stateless.
 */
public final class Threads {
  private Threads() {}

  /** Sets the number of threads for what the calling thread computes next. */
  @SuppressWarnings("try")
  public static void use(int count) {
    if (torch.get_num_threads() != count) {
      torch.set_num_threads(count);
    }
    if (openblas_nolapack.blas_get_num_threads() != count) {
      // The call leaves a handle of the function behind.
      try (PointerScope scope = new PointerScope()) {
        openblas_nolapack.blas_set_num_threads(count);
      }
    }
  }
}
