package org.mem3d.onnx;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.mem3d.graph.DType;
import org.mem3d.onnx.runtime.OnnxRuntimeProvider;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;
import org.mem3d.testkit.ComputationContract;
import org.mem3d.testkit.RunContract;

/** Every operation and network of the backends' contract, exported and run by ONNX Runtime. */
@Tag("slow") // every operation, in another library
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnnxCasesTest implements ComputationContract, RunContract {
  private final BackendProvider provider = new OnnxRuntimeProvider();
  private final Backend backend = provider.open(BackendOptions.DEFAULT);

  @Override
  public BackendProvider contractProvider() {
    return provider;
  }

  @Override
  public List<DType> contractPrecisions() {
    return List.of(DType.F32);
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @AfterAll
  void close() {
    backend.close();
  }
}
