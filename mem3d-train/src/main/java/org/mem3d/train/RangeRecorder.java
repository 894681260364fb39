package org.mem3d.train;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.mem3d.graph.DType;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.pass.WatchConvolutions;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.ForwardingBackend;
import org.mem3d.spi.ForwardingGraph;

/**
 * A backend that counts how large the inputs of all convolutions are in every run, by the name of
 * the kernel's parameter. Not thread-safe.
 */
final class RangeRecorder extends ForwardingBackend {
  private final Map<String, MagnitudeHistogram> histograms = new TreeMap<>();

  RangeRecorder(Backend inside) {
    super(inside);
  }

  /**
   * Returns for each convolution the range by which its input is best rounded.
   *
   * @param steps between 0 and the largest number
   */
  Map<String, Float> ranges(int steps) {
    Map<String, Float> ranges = new TreeMap<>();
    histograms.forEach(
        (kernel, histogram) -> {
          if (!histogram.isEmpty()) {
            ranges.put(kernel, histogram.range(steps));
          }
        });
    return ranges;
  }

  @Override
  public CompiledGraph compile(TensorGraph graph, Weights weights, CompileOptions options) {
    WatchConvolutions.Watched watched = WatchConvolutions.apply(graph);
    return new Recording(graph, super.compile(watched.graph(), weights, options), watched);
  }

  private final class Recording extends ForwardingGraph {
    private final TensorGraph given;
    private final WatchConvolutions.Watched watched;
    private final Map<String, DeviceTensor> tensors = new HashMap<>();

    Recording(TensorGraph given, CompiledGraph inside, WatchConvolutions.Watched watched) {
      super(inside);
      this.given = given;
      this.watched = watched;
      watched
          .graph()
          .outputs()
          .forEach(
              (name, node) -> {
                if (watched.kernels().containsKey(name)) {
                  tensors.put(name, allocate(node.shape(), DType.F32));
                }
              });
    }

    @Override
    public TensorGraph graph() {
      return given;
    }

    @Override
    public void run(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs) {
      Map<String, DeviceTensor> all = new HashMap<>(outputs);
      all.putAll(tensors);
      inside.run(inputs, all);
      tensors.forEach(
          (output, tensor) -> {
            float[] values = new float[tensor.shape().elements()];
            tensor.read(values);
            histograms
                .computeIfAbsent(
                    Objects.requireNonNull(watched.kernels().get(output)),
                    kernel -> new MagnitudeHistogram())
                .add(values);
          });
    }

    @Override
    public void close() {
      tensors.values().forEach(DeviceTensor::close);
      super.close();
    }
  }
}
