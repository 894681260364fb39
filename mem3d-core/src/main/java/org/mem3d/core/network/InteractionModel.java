package org.mem3d.core.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.runtime.pass.KeepOutputs;
import org.mem3d.runtime.weights.WeightsCheck;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CopyOut;
import org.mem3d.spi.DeviceTensor;

/**
 * The interaction network with its weights, compiled on a backend as far as it is needed. One
 * thread at a time.
 */
public final class InteractionModel implements AutoCloseable {
  /** Values of one input. */
  public static final int INPUT =
      InteractionNetwork.CHANNELS * InteractionNetwork.SIDE * InteractionNetwork.SIDE;

  private static final int PIXELS = InteractionNetwork.SIDE * InteractionNetwork.SIDE;

  private final Backend backend;
  private final BatchSizes sizes;
  private final CompiledByBatch graphs;
  private final TreeMap<Integer, Batch> batches = new TreeMap<>();

  /** The tensors of one batch size. */
  private static final class Batch implements AutoCloseable {
    final TensorSet tensors;
    final DeviceTensor slice;
    final DeviceTensor probability;
    final DeviceTensor quality;
    final Map<String, DeviceTensor> inputs;
    final Map<String, DeviceTensor> outputs;

    Batch(Backend backend, CompileOptions options, int size) {
      int side = InteractionNetwork.SIDE;
      tensors = new TensorSet(backend, options);
      slice = tensors.allocate("slice", size, InteractionNetwork.CHANNELS, side, side);
      probability = tensors.allocate("probability", size, 1, side, side);
      quality = tensors.allocate("quality", size, 1);
      inputs = Map.of("slice", slice);
      outputs = Map.of("probability", probability, "quality", quality);
    }

    @Override
    public void close() {
      tensors.close();
    }
  }

  /**
   * Makes a model.
   *
   * @param source where the weights came from, for messages
   * @throws org.mem3d.ModelException if the weights do not fit
   */
  public InteractionModel(Backend backend, Weights weights, String source, CompileOptions options) {
    this(backend, weights, source, options, BatchSizes.ALL);
  }

  /**
   * Makes a model that runs in some batch sizes only.
   *
   * @param source where the weights came from, for messages
   * @throws org.mem3d.ModelException if the weights do not fit
   */
  public InteractionModel(
      Backend backend, Weights weights, String source, CompileOptions options, BatchSizes sizes) {
    checkWeights(weights, source);
    this.backend = backend;
    this.sizes = sizes;
    this.graphs =
        new CompiledByBatch(
            backend,
            options,
            batch ->
                KeepOutputs.apply(
                    new BoundGraph(InteractionNetwork.graph(batch), weights),
                    Set.of("probability", "quality")));
  }

  /**
   * Checks that weights are those of this network, whole.
   *
   * @throws org.mem3d.ModelException if a tensor is missing, mis-shaped or not expected
   */
  public static void checkWeights(Weights weights, String source) {
    WeightsCheck.require(weights, source, List.of(InteractionNetwork.graph(1)), Map.of());
  }

  /**
   * Runs the network on a few inputs.
   *
   * @param inputs {@link #INPUT} values each; not modified
   * @param probabilities 128 x 128 values each, filled
   * @return the guessed Dice of each
   */
  public float[] run(List<float[]> inputs, List<float[]> probabilities) {
    int size = sizes.sizeFor(inputs.size());
    if (inputs.size() > size) {
      throw new IllegalArgumentException(inputs.size() + " inputs, at most " + size);
    }
    Batch batch = batch(size);
    for (int i = 0; i < inputs.size(); i++) {
      batch.slice.write(inputs.get(i), 0, i, 1);
    }
    graphs.of(size).run(batch.inputs, batch.outputs);
    float[] quality = new float[inputs.size()];
    List<CopyOut> answers = new ArrayList<>();
    answers.add(new CopyOut(batch.quality, quality, 0, 0, inputs.size()));
    for (int i = 0; i < inputs.size(); i++) {
      answers.add(CopyOut.row(batch.probability, i, probabilities.get(i)));
    }
    backend.copyOut(answers);
    return quality;
  }

  private Batch batch(int size) {
    return batches.computeIfAbsent(size, key -> new Batch(backend, graphs.options(), key));
  }

  /** Returns the largest number of inputs of one run. */
  public int largestBatch() {
    return sizes.largest();
  }

  /** Compiles and allocates all that may ever be needed. */
  public void reserve() {
    for (int size = 1; size <= sizes.largest(); size *= 2) {
      batch(size);
      graphs.of(size);
    }
  }

  /** Returns a new array for one probability. */
  public static float[] newProbability() {
    return new float[PIXELS];
  }

  @Override
  public void close() {
    batches.values().forEach(Batch::close);
    batches.clear();
    graphs.close();
  }
}
