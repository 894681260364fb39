package org.mem3d.backend.cpu;

import org.mem3d.published.golden.PublishedGoldenContract;
import org.mem3d.spi.BackendProvider;

class Nd4jCpuPublishedGoldenTest extends PublishedGoldenContract {
  @Override
  protected BackendProvider provider() {
    return new Nd4jCpuProvider();
  }
}
