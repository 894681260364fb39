package org.mem3d.backend.torch;

import org.junit.jupiter.api.Tag;
import org.mem3d.spi.BackendProvider;
import org.mem3d.testkit.BackendContract;

/** The contract, in float32 and bfloat16. */
@Tag("slow") // every operation
class TorchBackendTest extends BackendContract {
  @Override
  protected BackendProvider provider() {
    return new TorchProvider();
  }

  @Override
  protected boolean countsTransfers() {
    return true;
  }
}
