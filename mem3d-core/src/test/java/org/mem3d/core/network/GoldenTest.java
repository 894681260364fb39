package org.mem3d.core.network;

import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.spi.BackendProvider;

class GoldenTest extends GoldenContract {
  @Override
  protected BackendProvider provider() {
    return new ReferenceBackendProvider();
  }
}
