package org.mem3d.onnx.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mem3d.graph.TensorGraph;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.RunCheck;

/** A session of ONNX Runtime that writes into the tensors it is given. */
final class OnnxRuntimeGraph implements CompiledGraph {
  private final TensorGraph graph;
  private final OrtSession session;
  private final RunCheck check;

  /** The model's names of the graph's outputs; the order is the same. */
  private final Map<String, String> outputNames = new LinkedHashMap<>();

  private boolean closed;

  OnnxRuntimeGraph(OnnxRuntimeBackend owner, TensorGraph graph, OrtSession session)
      throws OrtException {
    this.graph = graph;
    this.session = session;
    this.check =
        new RunCheck(
            graph, tensor -> tensor instanceof OnnxRuntimeTensor own && own.owner() == owner);
    Iterator<String> names = session.getOutputInfo().keySet().iterator();
    graph.outputs().keySet().forEach(name -> outputNames.put(name, names.next()));
  }

  @Override
  public TensorGraph graph() {
    return graph;
  }

  @Override
  public void run(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs) {
    if (closed) {
      throw new BackendException("onnxruntime: the graph '" + graph.name() + "' is closed");
    }
    check.require(inputs, outputs);
    if (outputs.isEmpty()) {
      return;
    }
    try {
      Map<String, OnnxTensor> filled = new LinkedHashMap<>();
      outputs.forEach((name, tensor) -> filled.put(outputNames.get(name), tensorOf(tensor)));
      Map<String, OnnxTensor> given = new LinkedHashMap<>();
      inputs.forEach((name, tensor) -> given.put(name, tensorOf(tensor)));
      session.run(given, filled).close();
    } catch (OrtException e) {
      throw new BackendException("onnxruntime: graph '" + graph.name() + "': " + e.getMessage(), e);
    }
  }

  private static OnnxTensor tensorOf(DeviceTensor tensor) {
    return ((OnnxRuntimeTensor) tensor).tensor();
  }

  @Override
  public long arenaBytes() {
    return 0;
  }

  @Override
  public String describe() {
    return graph + " in ONNX Runtime, which does not tell its memory";
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        session.close();
      } catch (OrtException e) {
        throw new BackendException("onnxruntime: " + e.getMessage(), e);
      }
    }
  }
}
