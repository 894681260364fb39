package org.mem3d.onnx;

import org.mem3d.onnx.runtime.OnnxRuntimeProvider;
import org.mem3d.published.golden.PublishedGoldenContract;
import org.mem3d.spi.BackendProvider;

/** The published networks, exported and run by ONNX Runtime, against their golden tensors. */
class OnnxPublishedGoldenTest extends PublishedGoldenContract {
  @Override
  protected BackendProvider provider() {
    return new OnnxRuntimeProvider();
  }
}
