package org.mem3d.core.published;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mem3d.core.pass.BoundGraph;
import org.mem3d.core.pass.Passes;
import org.mem3d.core.weights.WeightsCheck;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;

/**
 * A published memory network with its weights, compiled on a backend when it is first used, with
 * one slice at hand and one memory bank. One thread at a time.
 *
 * <p>A step is: {@link #setSlice}, {@link #segment}; then {@link #memorise} with the mask.
 */
public final class PublishedMemoryModel implements AutoCloseable {
  private final Backend backend;
  private final PublishedMemoryNetwork network;
  private final Weights weights;
  private final CompileOptions options;
  private final int slots;
  private final int side;
  private final List<CompiledGraph> graphs = new ArrayList<>();
  private final List<DeviceTensor> tensors = new ArrayList<>();
  private final Map<String, DeviceTensor> encoded = new HashMap<>();
  private final Map<String, DeviceTensor> memorised = new HashMap<>();
  private final Map<String, DeviceTensor> segmentInputs = new HashMap<>();
  private final Map<String, DeviceTensor> answer = new HashMap<>();
  private final float[] emptiness;

  /**
   * Makes a model; nothing is compiled yet.
   *
   * @param source where the weights came from, for messages
   * @param slots how many slices the memory bank holds
   * @param side of the square input, a multiple of {@link PublishedMemoryNetwork#STRIDE}
   * @throws org.mem3d.ModelException if the weights do not fit
   */
  public PublishedMemoryModel(
      Backend backend,
      Weights weights,
      String source,
      PublishedMemoryNetwork network,
      int slots,
      int side,
      CompileOptions options) {
    WeightsCheck.require(
        weights,
        source,
        List.of(
            PublishedMemoryNetwork.encode(1, side, side),
            PublishedMemoryNetwork.memorise(1, side, side),
            network.segment(1, slots, side, side)),
        Map.of());
    this.backend = backend;
    this.network = network;
    this.weights = weights;
    this.options = options;
    this.slots = slots;
    this.side = side;
    int grid = side / PublishedMemoryNetwork.STRIDE;
    this.emptiness = new float[slots * grid * grid];
    clear();
  }

  /** Returns how many slices the bank holds. */
  public int slots() {
    return slots;
  }

  /** Returns the side of the square input. */
  public int side() {
    return side;
  }

  /** Empties all slots. */
  public void clear() {
    Arrays.fill(emptiness, PublishedMemoryNetwork.EMPTY);
  }

  /**
   * Makes a slice the slice at hand.
   *
   * @param image 3 x side x side values; not modified
   */
  public void setSlice(float[] image) {
    compile();
    named(encoded, "slice").write(image);
  }

  /**
   * Segments the slice at hand with what the bank holds.
   *
   * @param probability side x side values, filled
   * @return the guessed overlap of the mask: what the quality head says, or, without one, the mean
   *     probability inside the mask
   */
  public float segment(float[] probability) {
    compile();
    graphs.get(0).run(Map.of("slice", named(encoded, "slice")), outputs(0, encoded));
    named(segmentInputs, "bank.emptiness").write(emptiness);
    graphs.get(2).run(segmentInputs, answer);
    named(answer, "probability").read(probability);
    if (network.quality()) {
      float[] quality = new float[1];
      named(answer, "quality").read(quality);
      return quality[0];
    }
    return meanInside(probability);
  }

  private static float meanInside(float[] probability) {
    double sum = 0;
    int count = 0;
    for (float value : probability) {
      if (value >= 0.5f) {
        sum += value;
        count++;
      }
    }
    return count == 0 ? 0 : (float) (sum / count);
  }

  /**
   * Puts the slice at hand with a mask into a slot.
   *
   * @param mask side x side probabilities; not modified
   */
  public void memorise(float[] mask, int slot) {
    compile();
    DeviceTensor maskTensor = named(memorised, "mask");
    maskTensor.write(mask);
    graphs
        .get(1)
        .run(Map.of("slice", named(encoded, "slice"), "mask", maskTensor), outputs(1, memorised));
    named(segmentInputs, "bank.keys").copyRows(named(memorised, "key"), 0, slot, 1);
    named(segmentInputs, "bank.values").copyRows(named(memorised, "value"), 0, slot, 1);
    fill(slot);
  }

  /** Copies what one slot holds into another. */
  public void copySlot(int from, int to) {
    for (String part : List.of("key", "value")) {
      DeviceTensor bank = named(segmentInputs, "bank." + part + "s");
      DeviceTensor spare = named(memorised, part);
      spare.copyRows(bank, from, 0, 1);
      bank.copyRows(spare, 0, to, 1);
    }
    fill(to);
  }

  private void fill(int slot) {
    int positions = emptiness.length / slots;
    Arrays.fill(emptiness, slot * positions, (slot + 1) * positions, 0);
  }

  private void compile() {
    if (!graphs.isEmpty()) {
      return;
    }
    List<TensorGraph> all =
        List.of(
            PublishedMemoryNetwork.encode(1, side, side),
            PublishedMemoryNetwork.memorise(1, side, side),
            network.segment(1, slots, side, side));
    for (TensorGraph graph : all) {
      BoundGraph bound = Passes.standard(new BoundGraph(graph, weights));
      graphs.add(backend.compile(bound.graph(), bound.weights(), options));
    }
    encoded.put("slice", allocate(all.get(0).node("slice").shape()));
    memorised.put("mask", allocate(all.get(1).node("mask").shape()));
    all.get(0).outputs().forEach((name, node) -> encoded.put(name, allocate(node.shape())));
    all.get(1).outputs().forEach((name, node) -> memorised.put(name, allocate(node.shape())));
    all.get(2)
        .inputs()
        .forEach(
            input -> {
              DeviceTensor shared = encoded.get(input.name());
              segmentInputs.put(input.name(), shared == null ? allocate(input.shape()) : shared);
            });
    answer.put("probability", allocate(Shape.of(1, 1, side, side)));
    if (network.quality()) {
      answer.put("quality", allocate(Shape.of(1, 1)));
    }
  }

  /** The tensors of one graph's outputs among others. */
  private Map<String, DeviceTensor> outputs(int graph, Map<String, DeviceTensor> tensorsByName) {
    Map<String, DeviceTensor> outputs = new HashMap<>();
    graphs
        .get(graph)
        .graph()
        .outputs()
        .keySet()
        .forEach(name -> outputs.put(name, named(tensorsByName, name)));
    return outputs;
  }

  private DeviceTensor allocate(Shape shape) {
    DeviceTensor tensor = backend.allocate(shape, DType.F32);
    tensors.add(tensor);
    return tensor;
  }

  private static DeviceTensor named(Map<String, DeviceTensor> tensors, String name) {
    DeviceTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no tensor " + name + ": nothing was memorised yet");
    }
    return tensor;
  }

  @Override
  public void close() {
    graphs.forEach(CompiledGraph::close);
    graphs.clear();
    tensors.forEach(DeviceTensor::close);
    tensors.clear();
  }
}
