package org.mem3d.backend.cpu;

import org.mem3d.core.network.GoldenContract;
import org.mem3d.spi.BackendProvider;

class Nd4jCpuGoldenTest extends GoldenContract {
  @Override
  protected BackendProvider provider() {
    return new Nd4jCpuProvider();
  }
}
