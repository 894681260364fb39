package org.mem3d.backend.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mem3d.backend.gpu.EnabledIfCuda;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;
import org.mem3d.testkit.BackendContract;

/** The contract on a card, in every precision. */
@EnabledIfCuda(
    kernels = EnabledIfCuda.Kernels.TORCH,
    natives = "/org/bytedeco/pytorch/PLATFORM-gpu/LIBRARY(jnitorch_cuda)")
class TorchCudaTest extends BackendContract {
  @Override
  protected BackendProvider provider() {
    return new TorchProvider();
  }

  @Override
  protected boolean countsTransfers() {
    return true;
  }

  @Override
  protected BackendOptions options() {
    return new BackendOptions(0, Map.of(TorchProvider.DEVICE, "cuda"));
  }

  @Test
  void theCardComputes() {
    assertThat(backend().describe().name()).isEqualTo("torch");
    assertThat(backend().describe().device()).startsWith("cuda");
    assertThat(backend().freeBytes()).isPositive().isNotEqualTo(Long.MAX_VALUE);
  }
}
