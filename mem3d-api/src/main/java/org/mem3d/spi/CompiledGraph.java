package org.mem3d.spi;

import java.util.Map;
import org.mem3d.graph.TensorGraph;

/**
 * A graph made ready to run on one backend, with its weights and its working memory. Used by one
 * thread at a time; owned by whoever compiled it.
 */
public interface CompiledGraph extends AutoCloseable {
  /** Returns the graph that was compiled. */
  TensorGraph graph();

  /**
   * Computes the outputs from the inputs. Returns when they are written, or sooner where every
   * later call on the backend finds them written: a device may compute on, and its faults may show
   * in a later call. Allocates nothing after the first run.
   *
   * @param inputs one tensor for each input of the graph, by its name, of its shape and of the
   *     format that the {@linkplain CompileOptions#format options} give it; not modified
   * @param outputs the tensors to fill, by output name, of the outputs' shapes and formats; outputs
   *     that are left out are computed or not, as the backend likes; none of them may be an input
   *     too
   * @throws BackendException if a tensor is missing, unknown, of the wrong shape, format or
   *     backend, or closed; nothing is written then
   */
  void run(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs);

  /** Returns the bytes of working memory, weights not counted. */
  long arenaBytes();

  /** Returns what was compiled, in lines for a person: nodes, fusions, memory, FLOPs. */
  String describe();

  /** Releases weights and working memory. Harmless when repeated. */
  @Override
  void close();
}
