package org.mem3d.onnx;

import org.mem3d.core.network.GoldenContract;
import org.mem3d.onnx.runtime.OnnxRuntimeProvider;
import org.mem3d.spi.BackendProvider;

/** The default networks, exported and run by ONNX Runtime, against their golden tensors. */
class OnnxGoldenTest extends GoldenContract {
  @Override
  protected BackendProvider provider() {
    return new OnnxRuntimeProvider();
  }
}
