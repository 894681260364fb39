package org.mem3d.published.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.runtime.pass.Passes;
import org.mem3d.runtime.weights.WeightsCheck;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.CopyOut;
import org.mem3d.spi.DeviceTensor;

/**
 * A published memory network with its weights, compiled on a backend when it is first used, with
 * one current slice and one memory bank. One thread at a time.
 *
 * <p>A step is: {@link #setSlice}, {@link #segment}; then {@link #memorise} with the mask. What
 * depends on a slice's image alone is kept from round to round within a budget.
 */
public final class PublishedMemoryModel implements AutoCloseable {
  private static final int ENCODE = 0;
  private static final int MEMORISE = 1;
  private static final int SEGMENT = 2;

  private final Backend backend;
  private final PublishedMemoryNetwork network;
  private final Weights weights;
  private final CompileOptions options;
  private final int slots;
  private final int side;
  private final RoundFeatureCache features;
  private final List<CompiledGraph> graphs = new ArrayList<>();
  private final List<DeviceTensor> tensors = new ArrayList<>();
  private final Map<String, DeviceTensor> memorised = new HashMap<>();
  private final Map<String, DeviceTensor> segmentInputs = new HashMap<>();
  private final Map<String, DeviceTensor> answer = new HashMap<>();
  private final float[] emptiness;
  private Object atHand = new Object();
  private long encodedSlices;
  private long foundSlices;

  /**
   * Makes a model; nothing is compiled yet.
   *
   * @param source where the weights came from, for messages
   * @param slots how many slices the memory bank holds
   * @param side of the square input, a multiple of {@link PublishedMemoryNetwork#STRIDE}
   * @param cacheBytes how many bytes of features may be kept
   * @throws org.mem3d.ModelException if the weights do not fit
   */
  public PublishedMemoryModel(
      Backend backend,
      Weights weights,
      String source,
      PublishedMemoryNetwork network,
      int slots,
      int side,
      CompileOptions options,
      long cacheBytes) {
    List<TensorGraph> all = allGraphs(network, slots, side);
    WeightsCheck.require(weights, source, all, Map.of());
    Map<String, Shape> shapes = new HashMap<>();
    all.get(ENCODE).outputs().forEach((name, node) -> shapes.put(name, node.shape()));
    CompileOptions stored =
        options.withLowPrecisionTensors(PublishedMemoryNetwork.INTERMEDIATE_TENSORS, backend);
    this.features = new RoundFeatureCache(backend, stored, shapes, cacheBytes);
    this.backend = backend;
    this.network = network;
    this.weights = weights;
    this.options = stored;
    this.slots = slots;
    this.side = side;
    int grid = side / PublishedMemoryNetwork.STRIDE;
    this.emptiness = new float[slots * grid * grid];
    clear();
  }

  private static List<TensorGraph> allGraphs(PublishedMemoryNetwork network, int slots, int side) {
    return List.of(
        network.encode(1, side, side),
        PublishedMemoryNetwork.memorise(1, side, side),
        network.segment(1, slots, side, side));
  }

  /** Returns how many slices the bank holds. */
  public int slots() {
    return slots;
  }

  /** Returns the side of the square input. */
  public int side() {
    return side;
  }

  /** Says that another round begins: features that two rounds did not use may give way. */
  public void newRound() {
    features.newRound();
  }

  /** Lets go of the features of slices with such a key. */
  public void evict(Predicate<Object> key) {
    features.evict(key);
  }

  /** Returns how many slices were encoded so far. */
  public long encodedSlices() {
    return encodedSlices;
  }

  /** Returns how many slices were found encoded so far. */
  public long foundSlices() {
    return foundSlices;
  }

  /** Empties all slots. */
  public void clear() {
    Arrays.fill(emptiness, PublishedMemoryNetwork.EMPTY);
  }

  /**
   * Makes a slice the current one.
   *
   * @param key names everything that the image depends on; its {@code equals} decides
   * @param image 3 x side x side values; not modified
   */
  public void setSlice(Object key, float[] image) {
    compile();
    named(memorised, "slice").write(image);
    atHand = key;
  }

  /**
   * Segments the current slice with what the bank holds.
   *
   * @param probability side x side values, filled
   * @return the guessed overlap of the mask: what the quality head says, or, without one, the mean
   *     probability inside the mask
   */
  public float segment(float[] probability) {
    compile();
    segmentInputs.putAll(encoded());
    named(segmentInputs, "bank.emptiness").write(emptiness);
    graphs.get(SEGMENT).run(segmentInputs, answer);
    CopyOut mask = CopyOut.whole(named(answer, "probability"), probability);
    if (network.quality()) {
      float[] quality = new float[1];
      backend.copyOut(List.of(mask, CopyOut.whole(named(answer, "quality"), quality)));
      return quality[0];
    }
    backend.copyOut(List.of(mask));
    return meanInside(probability);
  }

  /** Returns the features of the current slice. */
  private Map<String, DeviceTensor> encoded() {
    RoundFeatureCache.Entry entry = features.of(atHand);
    if (entry.filled()) {
      foundSlices++;
    } else {
      graphs.get(ENCODE).run(Map.of("slice", named(memorised, "slice")), entry.tensors());
      entry.fill();
      encodedSlices++;
    }
    return entry.tensors();
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
   * Puts the current slice with a mask into a slot.
   *
   * @param mask side x side probabilities; not modified
   */
  public void memorise(float[] mask, int slot) {
    compile();
    named(memorised, "mask").write(mask);
    graphs.get(MEMORISE).run(only(memorised, "slice", "mask"), only(memorised, "key", "value"));
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

  /** Compiles and allocates all that a round may need, features that are kept not counted. */
  public void reserve() {
    compile();
    features.reserveSpare();
  }

  private void compile() {
    if (!graphs.isEmpty()) {
      return;
    }
    boolean whole = false;
    try {
      compileAll();
      whole = true;
    } finally {
      if (!whole) {
        release();
      }
    }
  }

  private void compileAll() {
    List<TensorGraph> all = allGraphs(network, slots, side);
    for (TensorGraph graph : all) {
      BoundGraph bound = Passes.standard(new BoundGraph(graph, weights));
      graphs.add(backend.compile(bound.graph(), bound.weights(), options));
    }
    TensorGraph memorise = all.get(MEMORISE);
    memorise
        .inputs()
        .forEach(node -> memorised.put(node.name(), allocate(node.name(), node.shape())));
    memorise.outputs().forEach((name, node) -> memorised.put(name, allocate(name, node.shape())));
    for (Node input : all.get(SEGMENT).inputs()) {
      if (input.name().startsWith("bank.")) {
        segmentInputs.put(input.name(), allocate(input.name(), input.shape()));
      }
    }
    answer.put("probability", allocate("probability", Shape.of(1, 1, side, side)));
    if (network.quality()) {
      answer.put("quality", allocate("quality", Shape.of(1, 1)));
    }
  }

  private static Map<String, DeviceTensor> only(
      Map<String, DeviceTensor> tensors, String... names) {
    Map<String, DeviceTensor> some = new HashMap<>();
    for (String name : names) {
      some.put(name, named(tensors, name));
    }
    return some;
  }

  private DeviceTensor allocate(String name, Shape shape) {
    DeviceTensor tensor = backend.allocate(shape, options.format(name));
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
    features.close();
    release();
  }

  private void release() {
    graphs.forEach(CompiledGraph::close);
    graphs.clear();
    tensors.forEach(DeviceTensor::close);
    tensors.clear();
  }
}
