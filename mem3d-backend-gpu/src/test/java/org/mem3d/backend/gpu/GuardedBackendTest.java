package org.mem3d.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.spi.Availability;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;
import org.mem3d.spi.DeviceException;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.testkit.BackendContract;

/** The wrapper is a backend like any other, and reads the faults of a device. */
class GuardedBackendTest extends BackendContract {
  @Override
  protected BackendProvider provider() {
    BackendProvider inside = new ReferenceBackendProvider();
    return new BackendProvider() {
      @Override
      public String name() {
        return inside.name();
      }

      @Override
      public int priority() {
        return inside.priority();
      }

      @Override
      public int spiVersion() {
        return 1;
      }

      @Override
      public Availability availability() {
        return inside.availability();
      }

      @Override
      public Backend open(BackendOptions options) {
        return new GuardedBackend(inside.open(options), () -> 1L << 30);
      }
    };
  }

  private static Backend reporting(String message) {
    Backend inside = new ReferenceBackendProvider().open(BackendOptions.DEFAULT);
    return new GuardedBackend(
        inside,
        () -> {
          throw new BackendException("torch: graph 'x'", new RuntimeException(message));
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 1.95 GiB",
        "CUDA error: out of memory",
        "CUDA_ERROR_OUT_OF_MEMORY",
        "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
        "cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
        "Can't allocate [DEVICE] memory: 268435456; current: 0; limit 0",
        "Failed to allocate 524288 bytes of DEVICE memory"
      })
  void fullMemoryIsRead(String message) {
    try (Backend backend = reporting(message)) {
      for (int repeated = 0; repeated < 2; repeated++) {
        DeviceException e = catchThrowableOfType(DeviceException.class, backend::freeBytes);
        assertThat(e.fault()).isEqualTo(DeviceException.Fault.OUT_OF_MEMORY);
        assertThat(e).hasMessageContaining("reference").hasRootCauseMessage(message);
      }
      backend.allocate(Shape.of(1), DType.F32).close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CUDA error: an illegal memory access was encountered",
        "CUDA error: unspecified launch failure",
        "CUDA error: device-side assert triggered",
        "CUDA error: no kernel image is available for execution on the device",
        "cuDNN error: CUDNN_STATUS_EXECUTION_FAILED",
        "cudaStreamSynchronize(...) failed; Error code: [700]",
        "GPU is lost"
      })
  void aLostDeviceIsNotTouchedAgain(String message) {
    try (Backend backend = reporting(message)) {
      DeviceTensor tensor = backend.allocate(Shape.of(1), DType.F32);
      DeviceException e = catchThrowableOfType(DeviceException.class, backend::freeBytes);
      assertThat(e.fault()).isEqualTo(DeviceException.Fault.LOST);
      assertThatThrownBy(() -> backend.allocate(Shape.of(1), DType.F32))
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining("was lost before");
      assertThatThrownBy(() -> tensor.write(new float[1])).isInstanceOf(DeviceException.class);
      assertThat(backend.allocatedBytes()).isZero();
      tensor.close();
    }
  }

  @Test
  void otherErrorsStayWhatTheyAre() {
    try (Backend backend = reporting("node 'a' has a bad shape")) {
      assertThatThrownBy(backend::freeBytes)
          .isInstanceOf(BackendException.class)
          .isNotInstanceOf(DeviceException.class);
      backend.allocate(Shape.of(1), DType.F32).close();
    }
  }
}
