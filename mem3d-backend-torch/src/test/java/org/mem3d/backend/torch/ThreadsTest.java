package org.mem3d.backend.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** The number of threads reaches libtorch and the library of its products. */
class ThreadsTest {
  @Test
  void reachesBothLibraries() {
    int before = torch.get_num_threads();
    try {
      for (int count : new int[] {1, 2, 1}) {
        Threads.use(count);
        assertThat(torch.get_num_threads()).isEqualTo(count);
        assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(count);
      }
    } finally {
      Threads.use(before);
    }
  }
}
