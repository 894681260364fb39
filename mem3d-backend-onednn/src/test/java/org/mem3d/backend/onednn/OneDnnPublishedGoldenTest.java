package org.mem3d.backend.onednn;

import org.mem3d.published.golden.PublishedGoldenContract;
import org.mem3d.spi.BackendProvider;

class OneDnnPublishedGoldenTest extends PublishedGoldenContract {
  @Override
  protected BackendProvider provider() {
    return new OneDnnProvider();
  }
}
