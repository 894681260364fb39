package org.mem3d.core.network;

import static org.mem3d.core.network.MemoryNetwork.KEY;
import static org.mem3d.core.network.MemoryNetwork.POSITIONS;
import static org.mem3d.core.network.MemoryNetwork.VALUE;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.mem3d.graph.Shape;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.DeviceTensor;

/**
 * Keeps what slices with their masks are in a memory bank, key and value, while they fit a budget:
 * several chains remember the same annotated slices, in every round. The one not used for longest
 * goes first. One thread at a time; owned by the {@link MemoryModel}.
 */
public final class MemoryCache implements AutoCloseable {
  /** One slice's key and value on the device. */
  private static final class Row {
    final TensorSet tensors;
    final DeviceTensor key;
    final DeviceTensor value;

    Row(Backend backend, CompileOptions options) {
      tensors = new TensorSet(backend, options);
      key = tensors.allocate("key", 1, POSITIONS, KEY);
      value = tensors.allocate("value", 1, POSITIONS, VALUE);
    }
  }

  private final Backend backend;
  private final CompileOptions options;
  private final long rowBytes;
  private final long capacity;
  private final RecentlyUsed<Object, Row> kept;
  private final Deque<Row> idle = new ArrayDeque<>();
  private final List<Row> all = new ArrayList<>();
  private long found;

  MemoryCache(Backend backend, CompileOptions options, long budgetBytes) {
    this.backend = backend;
    this.options = options;
    this.rowBytes = rowBytes(options);
    // A row is written before the eldest makes room for it.
    this.capacity = Math.max(0, budgetBytes / rowBytes - 1);
    this.kept = new RecentlyUsed<>(capacity, row -> 1, idle::push);
  }

  /** Returns the bytes of one slice. */
  static long rowBytes(CompileOptions options) {
    return Shape.of(POSITIONS, KEY).bytes(options.format("key"))
        + Shape.of(POSITIONS, VALUE).bytes(options.format("value"));
  }

  /**
   * Stores a slice in some slots of a lane, if it is kept.
   *
   * @param key names everything that its key and value depend on; its {@code equals} decides
   * @return whether it was
   */
  public boolean store(Object key, MemoryBankBatch banks, int lane, int slot) {
    Row row = kept.use(key);
    if (row == null) {
      return false;
    }
    banks.store(lane, slot, row.key, row.value, 0);
    found++;
    return true;
  }

  /** Keeps a memorised slice of a batch. */
  public void keep(Object key, SliceBatch batch, int row) {
    if (capacity == 0 || kept.use(key) != null) {
      return;
    }
    Row copy = idle.poll();
    if (copy == null) {
      copy = new Row(backend, options);
      all.add(copy);
    }
    copy.key.copyRows(batch.encoded.key, row, 0, 1);
    copy.value.copyRows(batch.value, row, 0, 1);
    kept.put(key, copy);
  }

  /** Lets go of every slice with a key of this kind. */
  void evict(Predicate<Object> key) {
    kept.evict(key);
  }

  /** Returns how many slices were stored from here so far. */
  public long foundSlices() {
    return found;
  }

  /** Returns the bytes of all slices, also of those that were let go and wait for others. */
  public long bytes() {
    return rowBytes * all.size();
  }

  @Override
  public void close() {
    kept.evict(key -> true);
    idle.clear();
    all.forEach(row -> row.tensors.close());
    all.clear();
  }
}
