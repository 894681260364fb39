package org.mem3d.published.golden;

import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.spi.BackendProvider;

class PublishedGoldenTest extends PublishedGoldenContract {
  @Override
  protected BackendProvider provider() {
    return new ReferenceBackendProvider();
  }
}
