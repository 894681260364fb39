package org.mem3d.backend.cpu;

import org.mem3d.spi.BackendProvider;
import org.mem3d.testkit.BackendContract;

class Nd4jCpuBackendTest extends BackendContract {
  @Override
  protected BackendProvider provider() {
    return new Nd4jCpuProvider();
  }

  @Override
  protected boolean countsTransfers() {
    return true;
  }
}
