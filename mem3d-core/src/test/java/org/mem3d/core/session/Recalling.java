package org.mem3d.core.session;

import java.util.HashMap;
import java.util.Map;
import org.mem3d.graph.Node;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.spi.Availability;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.ForwardingBackend;
import org.mem3d.spi.ForwardingGraph;

/**
 * The reference backend with a memory: what it was asked before it does not compute again, so that
 * a session can be played hundreds of times. All with the same weights; one thread at a time.
 */
final class Recalling implements BackendProvider {
  private final BackendProvider inside = new ReferenceBackendProvider();
  private final Map<Question, Map<String, float[]>> answers = new HashMap<>();
  private int computed;

  /** A graph with its inputs, which two sums of different kinds stand for. */
  private record Question(String graph, long inputs, long again) {}

  /** Returns how many runs were computed. */
  int computed() {
    return computed;
  }

  @Override
  public String name() {
    return inside.name();
  }

  @Override
  public int priority() {
    return inside.priority();
  }

  @Override
  public int spiVersion() {
    return inside.spiVersion();
  }

  @Override
  public Availability availability() {
    return inside.availability();
  }

  @Override
  public Backend open(BackendOptions options) {
    return new ForwardingBackend(inside.open(options)) {
      @Override
      public CompiledGraph compile(TensorGraph graph, Weights weights, CompileOptions how) {
        return new Graph(inside.compile(graph, weights, how));
      }
    };
  }

  private static float[] values(DeviceTensor tensor) {
    float[] values = new float[tensor.shape().elements()];
    tensor.read(values);
    return values;
  }

  private final class Graph extends ForwardingGraph {
    private final String name;

    Graph(CompiledGraph inside) {
      super(inside);
      this.name = inside.graph().toText();
    }

    @Override
    public void run(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs) {
      long hash = 1;
      long other = 0;
      for (Node input : graph().inputs()) {
        float[] values = values(inputs.get(input.name()));
        for (float value : values) {
          hash = hash * 6_364_136_223_846_793_005L + Float.floatToRawIntBits(value);
          other = Long.rotateLeft(other, 7) ^ Float.floatToRawIntBits(value);
        }
      }
      Question question = new Question(name, hash, other);
      Map<String, float[]> known = answers.get(question);
      if (known == null) {
        inside.run(inputs, outputs);
        computed++;
        Map<String, float[]> answer = new HashMap<>();
        outputs.forEach((output, tensor) -> answer.put(output, values(tensor)));
        answers.put(question, answer);
      } else {
        outputs.forEach((output, tensor) -> tensor.write(known.get(output)));
      }
    }
  }
}
