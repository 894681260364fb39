package org.mem3d.backend.gpu;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mem3d.spi.DeviceException;
import org.mem3d.spi.DeviceException.Fault;

/**
 * Tells faults of a CUDA device by the words in which libtorch, ND4J and NVIDIA's libraries report
 * them: none of them throws a type of its own into Java. Stateless.
 */
final class CudaFaults {
  private static final Pattern OUT_OF_MEMORY =
      Pattern.compile(
          "cuda out of memory|cuda error: out of memory|cuda_error_out_of_memory"
              + "|cudaerrormemoryallocation|status_alloc_failed|(allocate|of) \\[?device\\]? memory"
              + "|device\\]? (memory|allocation) .*(failed|limit)|cudamalloc failed");

  private static final Pattern LOST =
      Pattern.compile(
          "cuda error|cuda_error_|cudaerror|cudnn_status_|cudnn error|cublas_status_|cublas error"
              + "|cusolver_status_|device-side assert|unspecified launch failure"
              + "|illegal memory access|gpu is lost|fallen off the bus|no kernel image"
              + "|cudastreamsynchronize|uncorrectable ecc");

  private CudaFaults() {}

  /** Returns the fault that an error reports; null if it is not the device's. */
  static @Nullable Fault read(Throwable error) {
    boolean lost = false;
    Throwable each = error;
    for (int depth = 0; each != null && depth < 16; depth++, each = each.getCause()) {
      if (each instanceof DeviceException known) {
        return known.fault();
      }
      String message = String.valueOf(each.getMessage()).toLowerCase(Locale.ROOT);
      if (OUT_OF_MEMORY.matcher(message).find()) {
        return Fault.OUT_OF_MEMORY;
      }
      lost |= LOST.matcher(message).find();
    }
    return lost ? Fault.LOST : null;
  }
}
