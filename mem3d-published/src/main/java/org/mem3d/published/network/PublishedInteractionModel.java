package org.mem3d.published.network;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.runtime.pass.Passes;
import org.mem3d.runtime.weights.WeightsCheck;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;

/**
 * The published interaction network with its weights, compiled on a backend when it is first used.
 * One thread at a time.
 */
public final class PublishedInteractionModel implements AutoCloseable {
  private final Backend backend;
  private final Weights weights;
  private final CompileOptions options;
  private final TensorGraph graph;
  private final int channels;
  private final int side;
  private @Nullable Ready ready;

  /** What there is once it is compiled. */
  private record Ready(CompiledGraph compiled, DeviceTensor slice, DeviceTensor probability) {
    void close() {
      compiled.close();
      slice.close();
      probability.close();
    }
  }

  /**
   * Makes a model; nothing is compiled yet.
   *
   * @param source where the weights came from, for messages
   * @param side of the square input, a multiple of {@link PublishedInteractionNetwork#STRIDE}
   * @throws org.mem3d.ModelException if the weights do not fit
   */
  public PublishedInteractionModel(
      Backend backend, Weights weights, String source, int side, CompileOptions options) {
    this.channels = Architecture.IOG.channels(weights);
    this.graph = PublishedInteractionNetwork.graph(1, channels, side, side);
    WeightsCheck.require(weights, source, List.of(graph), Map.of());
    this.backend = backend;
    this.weights = weights;
    this.options = options;
    this.side = side;
  }

  /** Returns the channels of the input: three of the image, then one or two maps. */
  public int channels() {
    return channels;
  }

  /** Returns the side of the square input. */
  public int side() {
    return side;
  }

  /**
   * Runs the network.
   *
   * @param input channels x side x side values, 0 to 255; not modified
   * @param probability side x side values, filled
   */
  public void run(float[] input, float[] probability) {
    Ready now = ready();
    now.slice.write(input);
    now.compiled.run(Map.of("slice", now.slice), Map.of("probability", now.probability));
    now.probability.read(probability);
  }

  /** Compiles and allocates all that may ever be needed. */
  public void reserve() {
    ready();
  }

  private Ready ready() {
    Ready now = ready;
    if (now == null) {
      now = compiled();
      ready = now;
    }
    return now;
  }

  private Ready compiled() {
    BoundGraph bound = Passes.standard(new BoundGraph(graph, weights));
    CompiledGraph compiled = backend.compile(bound.graph(), bound.weights(), options);
    DeviceTensor slice = null;
    boolean whole = false;
    try {
      slice = backend.allocate(graph.node("slice").shape(), DType.F32);
      Shape answer = graph.outputs().values().iterator().next().shape();
      Ready made = new Ready(compiled, slice, backend.allocate(answer, DType.F32));
      whole = true;
      return made;
    } finally {
      if (!whole) {
        compiled.close();
        if (slice != null) {
          slice.close();
        }
      }
    }
  }

  @Override
  public void close() {
    Ready now = ready;
    ready = null;
    if (now != null) {
      now.close();
    }
  }
}
