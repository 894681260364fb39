package org.mem3d.backend.cuda;

import org.mem3d.backend.gpu.ComputeCapability;
import org.mem3d.backend.gpu.GpuRequirement;
import org.mem3d.backend.gpu.GuardedBackend;
import org.mem3d.backend.nd4j.Nd4jBackend;
import org.mem3d.backend.nd4j.Nd4jDevice;
import org.mem3d.spi.Availability;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendDescription;
import org.mem3d.spi.BackendException;
import org.nd4j.jita.conf.CudaEnvironment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** ND4J loaded and bound to a card; its loading cannot be tried again in a process. */
final class BoundCuda {
  private static volatile boolean boundToCpu;

  private BoundCuda() {}

  /** Returns whether ND4J was loaded here and chose its CPU backend. */
  static boolean boundToCpu() {
    return boundToCpu;
  }

  /**
   * Loads ND4J and opens its executor on a card.
   *
   * @throws BackendException if it binds another backend or there is no card for its kernels
   */
  static synchronized Backend open(Availability availability) {
    try {
      // One card for all threads: tensors never move between cards.
      CudaEnvironment.getInstance().getConfiguration().allowMultiGPU(false);
      org.nd4j.linalg.factory.Nd4jBackend bound = Nd4j.getBackend();
      if (bound.getEnvironment().isCPU()) {
        boundToCpu = true;
        throw new BackendException(
            Nd4jCudaProvider.NAME
                + ": "
                + CudaAvailability.CPU_IS_BOUND
                + "; "
                + CudaAvailability.BIND_CUDA);
      }
      NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
      int device = device(ops);
      ops.setDevice(device);
      BackendDescription description =
          new BackendDescription(
              Nd4jCudaProvider.NAME,
              ops.getDeviceName(device),
              availability.version(),
              Runtime.getRuntime().availableProcessors());
      return new GuardedBackend(
          new Nd4jBackend(on(description)), () -> ops.getDeviceFreeMemory(device));
    } catch (BackendException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new BackendException(
          Nd4jCudaProvider.NAME
              + ": ND4J's native code cannot be loaded: "
              + cause
              + "; see that CUDA 11.6 and cuDNN 8.3 are installed, or add"
              + " org.bytedeco:cuda:11.6-8.3-1.5.7 with the classifier of this platform and"
              + " -redist",
          e);
    }
  }

  /** Returns the number of the present device, or of the first that the kernels reach. */
  private static int device(NativeOps ops) {
    int present = ops.getDevice();
    if (reaches(ops, present)) {
      return present;
    }
    for (int device = 0; device < ops.getAvailableDevices(); device++) {
      if (reaches(ops, device)) {
        return device;
      }
    }
    throw new BackendException(
        Nd4jCudaProvider.NAME
            + ": CUDA offers "
            + ops.getAvailableDevices()
            + " devices, none for ND4J's kernels; let CUDA_VISIBLE_DEVICES name one of compute"
            + " capability 3.7 to 8.9");
  }

  private static boolean reaches(NativeOps ops, int device) {
    return GpuRequirement.ND4J.reaches(
        new ComputeCapability(ops.getDeviceMajor(device), ops.getDeviceMinor(device)));
  }

  private static Nd4jDevice on(BackendDescription description) {
    return new Nd4jDevice() {
      @Override
      public BackendDescription description() {
        return description;
      }

      @Override
      public void enter() {
        // A single card is used, and every thread has it by itself.
      }
    };
  }
}
