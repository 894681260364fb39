package org.mem3d.backend.torch;

import org.mem3d.published.golden.PublishedGoldenContract;
import org.mem3d.spi.BackendProvider;

class TorchPublishedGoldenTest extends PublishedGoldenContract {
  @Override
  protected BackendProvider provider() {
    return new TorchProvider();
  }
}
