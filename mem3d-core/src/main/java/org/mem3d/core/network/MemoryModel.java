package org.mem3d.core.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.mem3d.ModelException;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.runtime.pass.KeepOutputs;
import org.mem3d.runtime.weights.WeightsCheck;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;

/**
 * The memory network with its weights, compiled on a backend as far as it is needed, and the
 * working tensors that were made for it. One thread at a time.
 */
public final class MemoryModel implements AutoCloseable {
  /** How many slices ahead of a chain are encoded at once. */
  public static final int LOOK_AHEAD = 4;

  /** One in so many of the kept bytes is for memories, the others are for features. */
  private static final int MEMORIES = 4;

  private static final ReadParameters ANY_PARAMETERS = new ReadParameters(1, 0, 0, 0);

  private final Backend backend;
  private final BatchSizes batches;
  private final int slots;
  private final ReadParameters parameters;
  private final CompiledByBatch encode;
  private final CompiledByBatch memorise;
  private final CompiledByBatch segment;
  private final FeatureCache features;
  private final MemoryCache memories;
  private final TreeMap<Integer, Deque<SliceBatch>> idleBatches = new TreeMap<>();
  private final TreeMap<Integer, MemoryBankBatch> banks = new TreeMap<>();
  private final List<SliceBatch> allBatches = new ArrayList<>();

  /**
   * Makes a model.
   *
   * @param source where the weights came from, for messages
   * @param slots how many slices a memory bank holds, 2 or more
   * @param topK how many memory positions each position of a slice reads, those of the largest
   *     affinity; 0 for all, the exact read
   * @param cacheBytes how many bytes of features and memories may be kept
   * @throws IllegalArgumentException if {@code topK} is negative
   * @throws ModelException if the weights do not fit or there are too few slots
   */
  public MemoryModel(
      Backend backend,
      Weights weights,
      String source,
      int slots,
      int topK,
      CompileOptions options,
      long cacheBytes) {
    this(
        backend,
        weights,
        source,
        slots,
        topK,
        options,
        cacheBytes,
        BatchSizes.ALL,
        WorkerPool.CALLING_THREAD);
  }

  /**
   * Makes a model as above that runs in some batch sizes only.
   *
   * @param workers read and prepare the slices of a batch together
   */
  public MemoryModel(
      Backend backend,
      Weights weights,
      String source,
      int slots,
      int topK,
      CompileOptions options,
      long cacheBytes,
      BatchSizes batches,
      WorkerPool workers) {
    if (topK < 0) {
      throw new IllegalArgumentException("topK is 0 (read all) or more, not " + topK);
    }
    checkWeights(weights, source);
    if (slots < 2) {
      throw new ModelException(
          "the default memory network's bank needs 2 slots or more, for the annotated and the"
              + " previous slice, not "
              + slots);
    }
    this.backend = backend;
    this.batches = batches;
    this.slots = slots;
    this.parameters = ReadParameters.of(weights);
    CompileOptions stored =
        options.withLowPrecisionTensors(MemoryNetwork.INTERMEDIATE_TENSORS, backend);
    this.encode =
        new CompiledByBatch(
            backend, stored, batch -> new BoundGraph(MemoryNetwork.encode(batch), weights));
    this.memorise =
        new CompiledByBatch(
            backend, stored, batch -> new BoundGraph(MemoryNetwork.memorise(batch), weights));
    this.segment =
        new CompiledByBatch(
            backend,
            stored,
            batch ->
                KeepOutputs.apply(
                    segmentGraph(weights, batch, slots, parameters, topK),
                    Set.of("probability", "quality")));
    this.memories = new MemoryCache(backend, stored, cacheBytes / MEMORIES);
    this.features =
        new FeatureCache(backend, encode, cacheBytes - cacheBytes / MEMORIES, batches, workers);
  }

  /**
   * Checks that weights are those of this network, whole.
   *
   * @throws org.mem3d.ModelException if a tensor is missing, mis-shaped or not expected
   */
  public static void checkWeights(Weights weights, String source) {
    BoundGraph segment = segmentGraph(weights, 1, 1, ANY_PARAMETERS, 0);
    WeightsCheck.require(segment.weights(), source, graphs(), ReadParameters.tensors());
  }

  /** Returns the network's graphs for one slice and a memory of one: encode, memorise, segment. */
  public static List<TensorGraph> graphs() {
    return List.of(
        MemoryNetwork.encode(1),
        MemoryNetwork.memorise(1),
        MemoryNetwork.segment(1, 1, ANY_PARAMETERS, 0));
  }

  /**
   * Returns the graph that segments a slice, with its weights and the constants of the memory read.
   *
   * @param slots how many slices a memory bank holds
   */
  public static BoundGraph segmentGraph(Weights weights, int batch, int slots) {
    return segmentGraph(weights, batch, slots, ReadParameters.of(weights), 0);
  }

  static BoundGraph segmentGraph(
      Weights weights, int batch, int slots, ReadParameters parameters, int topK) {
    MapWeights withConstants = new MapWeights(weights);
    MemoryRead.putQueryPosition(withConstants, batch, MemoryNetwork.FEATURE_SIDE);
    return new BoundGraph(MemoryNetwork.segment(batch, slots, parameters, topK), withConstants);
  }

  /** Returns how many slices a bank holds. */
  public int slots() {
    return slots;
  }

  /** Returns the largest batch. */
  public int largestBatch() {
    return batches.largest();
  }

  /** Returns the smallest batch size that holds {@code count} entries, or the largest there is. */
  public int batchFor(int count) {
    return batches.sizeFor(count);
  }

  /** Returns where slices are encoded, and kept. */
  public FeatureCache features() {
    return features;
  }

  /** Returns where memorised slices are kept. */
  public MemoryCache memories() {
    return memories;
  }

  /** Lets go of all features and memories with a key of this kind. */
  public void evict(Predicate<Object> key) {
    features.evict(key);
    memories.evict(key);
  }

  /** Lends a batch for up to {@code count} slices, to be given back with {@link #release}. */
  public SliceBatch borrow(int count) {
    int size = batchFor(count);
    SliceBatch idle = idleBatches.computeIfAbsent(size, key -> new ArrayDeque<>()).poll();
    if (idle != null) {
      return idle;
    }
    return newBatch(size);
  }

  private SliceBatch newBatch(int size) {
    SliceBatch made = new SliceBatch(backend, size, encode, memorise);
    allBatches.add(made);
    return made;
  }

  /** Takes a lent batch back. */
  public void release(SliceBatch batch) {
    idleBatches.computeIfAbsent(batch.size(), key -> new ArrayDeque<>()).push(batch);
  }

  /**
   * Returns the lanes for {@code count} chains, a size of {@link #batchFor}; always the same ones.
   */
  public MemoryBankBatch memoryBanks(int count) {
    return banks.computeIfAbsent(
        count, size -> new MemoryBankBatch(backend, newBatch(size), slots, parameters, segment));
  }

  /** Compiles and allocates all that a round may need, features that are kept not counted. */
  public void reserve() {
    for (int size = 1; size <= batches.largest(); size *= 2) {
      memoryBanks(size);
      release(borrow(size));
      encode.of(size);
      memorise.of(size);
    }
    // Every lane's chain has some slices encoded ahead, and fills its bank from as many.
    int ahead = LOOK_AHEAD / batches.sizeFor(LOOK_AHEAD);
    features.take(batches.sizeFor(LOOK_AHEAD), ahead * batches.largest());
    features.take(batches.largest(), 1);
  }

  @Override
  public void close() {
    banks.values().forEach(MemoryBankBatch::close);
    banks.clear();
    allBatches.forEach(SliceBatch::close);
    allBatches.clear();
    idleBatches.clear();
    memories.close();
    features.close();
    encode.close();
    memorise.close();
    segment.close();
  }
}
