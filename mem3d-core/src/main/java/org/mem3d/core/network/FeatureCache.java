package org.mem3d.core.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CopyOut;

/**
 * Encodes slices in batches and keeps their features while they fit a budget: what depends on the
 * image alone is the same in every round. The batch that was not used for longest goes first. One
 * thread at a time; owned by the {@link MemoryModel}.
 *
 * <p>A batch is kept or let go whole, so the bytes are exact, and nothing is copied into the cache.
 * Batches that are let go are used again: fresh memory is slow.
 */
public final class FeatureCache implements AutoCloseable {
  /** An encoded batch, and who needs it. */
  static final class Entry {
    final EncodedBatch batch;
    final List<Object> keys;
    int lent;
    boolean cached = true;

    Entry(EncodedBatch batch, List<Object> keys) {
      this.batch = batch;
      this.keys = List.copyOf(keys);
    }
  }

  private final Backend backend;
  private final CompiledByBatch encode;
  private final BatchSizes batches;
  private final WorkerPool workers;
  private final RecentlyUsed<Entry, Entry> entries;
  private final Map<Object, SliceFeatures> features = new HashMap<>();
  private final TreeMap<Integer, Deque<EncodedBatch>> idle = new TreeMap<>();
  private final List<EncodedBatch> all = new ArrayList<>();
  private final float[][] channels;
  private long encoded;
  private long found;

  FeatureCache(
      Backend backend,
      CompiledByBatch encode,
      long budgetBytes,
      BatchSizes batches,
      WorkerPool workers) {
    this.backend = backend;
    this.encode = encode;
    this.batches = batches;
    this.workers = workers;
    this.channels = new float[batches.largest()][SliceBatch.IMAGE];
    this.entries = new RecentlyUsed<>(budgetBytes, entry -> entry.batch.bytes(), this::evicted);
  }

  /**
   * Returns the features of some slices, each to be {@link #release}d; those that are not kept are
   * encoded in one batch, or in several if one does not hold them.
   *
   * @param keys name everything that a slice's image depends on; their {@code equals} decides
   * @param image writes the image of a key, {@link SliceBatch#IMAGE} values; called by several
   *     threads at once
   */
  public <K> List<SliceFeatures> encode(List<K> keys, BiConsumer<K, float[]> image) {
    @Nullable SliceFeatures[] answer = new SliceFeatures[keys.size()];
    List<K> missing = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      SliceFeatures kept = features.get(keys.get(i));
      if (kept != null) {
        entries.use(kept.entry);
        kept.entry.lent++;
        answer[i] = kept;
        found++;
      } else if (!missing.contains(keys.get(i))) {
        missing.add(keys.get(i));
      }
    }
    try {
      for (int from = 0; from < missing.size(); from += batches.largest()) {
        int to = Math.min(missing.size(), from + batches.largest());
        encode(missing.subList(from, to), keys, image, answer);
      }
    } catch (RuntimeException | Error e) {
      for (SliceFeatures lent : answer) {
        if (lent != null) {
          release(lent);
        }
      }
      throw e;
    }
    return Arrays.asList(answer);
  }

  private <K> void encode(
      List<K> missing,
      List<K> keys,
      BiConsumer<K, float[]> image,
      @Nullable SliceFeatures[] answer) {
    Entry entry = encodeNow(missing, image);
    for (int i = 0; i < keys.size(); i++) {
      int row = missing.indexOf(keys.get(i));
      if (answer[i] == null && row >= 0) {
        entry.lent++;
        answer[i] = new SliceFeatures(entry, row);
      }
    }
    keep(entry);
  }

  private <K> Entry encodeNow(List<K> missing, BiConsumer<K, float[]> image) {
    EncodedBatch batch = borrow(batches.sizeFor(missing.size()));
    try {
      prepare(missing, image);
      for (int row = 0; row < missing.size(); row++) {
        batch.setImage(row, channels[row]);
      }
      batch.encode();
    } catch (RuntimeException | Error e) {
      release(batch);
      throw e;
    }
    encoded += missing.size();
    return new Entry(batch, new ArrayList<Object>(missing));
  }

  /**
   * Writes the images side by side: reading, cropping and normalising a slice takes about as long
   * as encoding it.
   */
  private <K> void prepare(List<K> missing, BiConsumer<K, float[]> image) {
    workers.run(missing.size(), row -> image.accept(missing.get(row), channels[row]));
  }

  private void keep(Entry entry) {
    for (int row = 0; row < entry.keys.size(); row++) {
      features.put(entry.keys.get(row), new SliceFeatures(entry, row));
    }
    entries.put(entry, entry);
  }

  private void evicted(Entry entry) {
    entry.keys.forEach(features::remove);
    entry.cached = false;
    giveBackIfUnused(entry);
  }

  /** Copies lent features out, all together; what the decoder would read, on the heap. */
  public List<FeatureMaps> read(List<SliceFeatures> lent) {
    List<FeatureMaps> read = new ArrayList<>();
    List<CopyOut> copies = new ArrayList<>();
    for (SliceFeatures each : lent) {
      FeatureMaps maps = new FeatureMaps();
      EncodedBatch batch = each.batch();
      copies.add(CopyOut.row(batch.half, each.row, maps.level(0)));
      copies.add(CopyOut.row(batch.quarter, each.row, maps.level(1)));
      copies.add(CopyOut.row(batch.eighth, each.row, maps.level(2)));
      read.add(maps);
    }
    backend.copyOut(copies);
    return read;
  }

  /** Takes lent features back. */
  public void release(SliceFeatures lent) {
    lent.entry.lent--;
    giveBackIfUnused(lent.entry);
  }

  private void giveBackIfUnused(Entry entry) {
    if (!entry.cached && entry.lent == 0) {
      release(entry.batch);
    }
  }

  private EncodedBatch borrow(int size) {
    EncodedBatch batch = idle.computeIfAbsent(size, key -> new ArrayDeque<>()).poll();
    if (batch == null) {
      batch = new EncodedBatch(backend, size, encode);
      all.add(batch);
    }
    return batch;
  }

  private void release(EncodedBatch batch) {
    idle.computeIfAbsent(batch.size(), key -> new ArrayDeque<>()).push(batch);
  }

  /** Allocates some batches, for later. */
  void take(int size, int count) {
    List<EncodedBatch> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(borrow(size));
    }
    taken.forEach(this::release);
  }

  /** Lets go of every batch with a key of this kind. */
  void evict(Predicate<Object> key) {
    entries.evict(entry -> entry.keys.stream().anyMatch(key));
  }

  /** Returns how many slices were encoded so far. */
  public long encodedSlices() {
    return encoded;
  }

  /** Returns how many slices were found encoded so far. */
  public long foundSlices() {
    return found;
  }

  /** Returns the bytes of the batches that are kept. */
  public long keptBytes() {
    return entries.weight();
  }

  /** Returns the bytes of all batches, idle and lent ones too. */
  public long bytes() {
    return all.stream().mapToLong(EncodedBatch::bytes).sum();
  }

  @Override
  public void close() {
    features.clear();
    entries.evict(entry -> true);
    idle.clear();
    all.forEach(EncodedBatch::close);
    all.clear();
  }
}
