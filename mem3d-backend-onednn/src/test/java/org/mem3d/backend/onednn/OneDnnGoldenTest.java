package org.mem3d.backend.onednn;

import org.mem3d.core.network.GoldenContract;
import org.mem3d.spi.BackendProvider;

class OneDnnGoldenTest extends GoldenContract {
  @Override
  protected BackendProvider provider() {
    return new OneDnnProvider();
  }
}
