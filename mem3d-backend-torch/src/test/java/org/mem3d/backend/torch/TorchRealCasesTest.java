package org.mem3d.backend.torch;

import org.mem3d.core.session.RealCasesContract;
import org.mem3d.spi.BackendProvider;

class TorchRealCasesTest extends RealCasesContract {
  @Override
  protected BackendProvider provider() {
    return new TorchProvider();
  }
}
