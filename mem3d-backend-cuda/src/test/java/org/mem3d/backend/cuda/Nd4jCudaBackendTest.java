package org.mem3d.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mem3d.backend.gpu.EnabledIfCuda;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;
import org.mem3d.testkit.BackendContract;
import org.nd4j.linalg.factory.Nd4j;

@EnabledIfCuda(
    kernels = EnabledIfCuda.Kernels.ND4J,
    natives = "/org/nd4j/linalg/jcublas/bindings/PLATFORM-cudnn/LIBRARY(jnind4jcuda)")
class Nd4jCudaBackendTest extends BackendContract {
  @Override
  protected BackendProvider provider() {
    return new Nd4jCudaProvider();
  }

  @Override
  protected boolean countsTransfers() {
    return true;
  }

  @Test
  void theCardComputes() {
    try (Backend backend = provider().open(BackendOptions.DEFAULT)) {
      assertThat(Nd4j.getBackend().getEnvironment().isCPU()).isFalse();
      assertThat(backend.describe().name()).isEqualTo("nd4j-cuda");
      assertThat(backend.freeBytes()).isPositive().isNotEqualTo(Long.MAX_VALUE);
    }
  }
}
