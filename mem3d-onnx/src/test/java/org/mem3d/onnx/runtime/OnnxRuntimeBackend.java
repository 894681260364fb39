package org.mem3d.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.onnx.OnnxWriter;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendDescription;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;

/** Compiles a graph by exporting it and opening a session on the model. */
final class OnnxRuntimeBackend implements Backend {
  private final BackendDescription description;
  private final int threads;
  private final boolean spinning;
  private final AtomicLong allocated = new AtomicLong();
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private volatile boolean closed;

  OnnxRuntimeBackend(int threads, boolean spinning, String version) {
    this.threads = threads;
    this.spinning = spinning;
    this.description = new BackendDescription(OnnxRuntimeProvider.NAME, "CPU", version, threads);
  }

  @Override
  public BackendDescription describe() {
    return description;
  }

  @Override
  public boolean supports(Node node, DType precision) {
    return precision == DType.F32;
  }

  @Override
  public CompiledGraph compile(TensorGraph graph, Weights weights, CompileOptions options) {
    requireOpen();
    if (options.precision() != DType.F32) {
      throw new BackendException(
          "onnxruntime: node '"
              + graph.nodes().get(0).name()
              + "' cannot be compiled in "
              + options.precision()
              + "; compile in F32");
    }
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    OnnxWriter.write(graph, weights, model);
    try (OrtSession.SessionOptions settings = new OrtSession.SessionOptions()) {
      settings.setIntraOpNumThreads(threads);
      settings.setInterOpNumThreads(1);
      settings.addConfigEntry("session.intra_op.allow_spinning", spinning ? "1" : "0");
      settings.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      OrtSession session = environment.createSession(model.toByteArray(), settings);
      return new OnnxRuntimeGraph(this, graph, session);
    } catch (OrtException e) {
      throw new BackendException("onnxruntime: graph '" + graph.name() + "': " + e.getMessage(), e);
    }
  }

  @Override
  public DeviceTensor allocate(Shape shape, DType dtype) {
    requireOpen();
    if (dtype != DType.F32) {
      throw new BackendException("onnxruntime: a tensor of " + dtype + " is not to be had");
    }
    return new OnnxRuntimeTensor(this, environment, shape, allocated);
  }

  @Override
  public long allocatedBytes() {
    return allocated.get();
  }

  private void requireOpen() {
    if (closed) {
      throw new BackendException("onnxruntime: the backend is closed; open another");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
