package org.mem3d.backend.onednn;

import org.mem3d.spi.BackendProvider;
import org.mem3d.testkit.BackendContract;

/** The contract, in float32 and bfloat16. */
class OneDnnBackendTest extends BackendContract {
  @Override
  protected BackendProvider provider() {
    return new OneDnnProvider();
  }
}
