package org.mem3d.backend.cpu;

import org.mem3d.core.session.RealCasesContract;
import org.mem3d.spi.BackendProvider;

class Nd4jCpuRealCasesTest extends RealCasesContract {
  @Override
  protected BackendProvider provider() {
    return new Nd4jCpuProvider();
  }
}
