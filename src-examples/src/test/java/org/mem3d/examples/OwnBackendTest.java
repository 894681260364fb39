package org.mem3d.examples;

import org.junit.jupiter.api.Tag;
import org.mem3d.spi.BackendProvider;
import org.mem3d.testkit.BackendContract;

/** The backend of one's own passes the contract that all pass. */
@Tag("slow")
class OwnBackendTest extends BackendContract {
  @Override
  protected BackendProvider provider() {
    return new OwnBackend();
  }
}
