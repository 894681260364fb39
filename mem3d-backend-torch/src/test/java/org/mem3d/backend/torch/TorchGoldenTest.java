package org.mem3d.backend.torch;

import org.mem3d.core.network.GoldenContract;
import org.mem3d.spi.BackendProvider;

class TorchGoldenTest extends GoldenContract {
  @Override
  protected BackendProvider provider() {
    return new TorchProvider();
  }
}
