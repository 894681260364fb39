package org.mem3d.backend.onednn;

import org.mem3d.core.session.RealCasesContract;
import org.mem3d.spi.BackendProvider;

class OneDnnRealCasesTest extends RealCasesContract {
  @Override
  protected BackendProvider provider() {
    return new OneDnnProvider();
  }
}
