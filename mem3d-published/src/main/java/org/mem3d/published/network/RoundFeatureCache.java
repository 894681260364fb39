package org.mem3d.published.network;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.Shape;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.DeviceTensor;

/**
 * Features of whole slices, kept from round to round while they fit a budget. One thread at a time;
 * owned by the {@link PublishedMemoryModel}.
 *
 * <p>Every round visits much the same slices in much the same order. If the oldest always gave way
 * to the newest, a budget for fewer slices than a round has would keep none until it is visited
 * again. Here what was used in this round or the one before stays, and a newcomer for which there
 * is no room is not kept.
 */
final class RoundFeatureCache implements AutoCloseable {
  /** The features of one slice. */
  static final class Entry {
    private final Map<String, DeviceTensor> tensors = new HashMap<>();
    private int round;
    private boolean filled;

    /** Returns the features by name, valid until the next slice is asked for. */
    Map<String, DeviceTensor> tensors() {
      return tensors;
    }

    /** Returns whether they have been computed already. */
    boolean filled() {
      return filled;
    }

    /** Says that they have been computed. */
    void fill() {
      filled = true;
    }
  }

  private final Backend backend;
  private final CompileOptions options;
  private final Map<String, Shape> shapes;
  private final long bytesEach;
  private final long budgetBytes;
  private final Map<Object, Entry> kept = new LinkedHashMap<>();
  private @Nullable Entry spare;
  private int round;

  /**
   * Makes an empty store.
   *
   * @param options with which the graphs are compiled, which say in what format features are held
   * @param shapes of a slice's features by name
   * @param budgetBytes how many bytes may be kept; the current features are beside them
   */
  RoundFeatureCache(
      Backend backend, CompileOptions options, Map<String, Shape> shapes, long budgetBytes) {
    this.backend = backend;
    this.options = options;
    this.shapes = Map.copyOf(shapes);
    this.budgetBytes = budgetBytes;
    this.bytesEach =
        shapes.entrySet().stream()
            .mapToLong(each -> each.getValue().bytes(options.format(each.getKey())))
            .sum();
  }

  /** Says that another round begins. */
  void newRound() {
    round++;
  }

  /** Returns the features of a slice, or room for them, to be filled. */
  Entry of(Object key) {
    Entry entry = kept.get(key);
    if (entry == null) {
      entry = room();
      if (entry != null) {
        kept.put(key, entry);
      } else {
        // Computed for this once: the next slice without room takes the same tensors.
        entry = spare();
      }
      entry.filled = false;
    }
    entry.round = round;
    return entry;
  }

  private Entry spare() {
    Entry now = spare;
    if (now == null) {
      now = allocated();
      spare = now;
    }
    return now;
  }

  /** Allocates the current features, which are beside the budget. */
  void reserveSpare() {
    spare();
  }

  /** Returns tensors that may be kept, or null if there is no room. */
  private @Nullable Entry room() {
    if ((kept.size() + 1) * bytesEach <= budgetBytes) {
      return allocated();
    }
    Iterator<Entry> entries = kept.values().iterator();
    while (entries.hasNext()) {
      Entry entry = entries.next();
      if (entry.round < round - 1) {
        entries.remove();
        return entry;
      }
    }
    return null;
  }

  private Entry allocated() {
    Entry entry = new Entry();
    boolean whole = false;
    try {
      shapes.forEach(
          (name, shape) -> entry.tensors.put(name, backend.allocate(shape, options.format(name))));
      whole = true;
      return entry;
    } finally {
      if (!whole) {
        close(entry);
      }
    }
  }

  /** Lets go of the slices with such a key. */
  void evict(Predicate<Object> key) {
    Iterator<Map.Entry<Object, Entry>> entries = kept.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Object, Entry> next = entries.next();
      if (key.test(next.getKey())) {
        entries.remove();
        close(next.getValue());
      }
    }
  }

  /** Returns how many slices are kept. */
  int size() {
    return kept.size();
  }

  private static void close(Entry entry) {
    entry.tensors.values().forEach(DeviceTensor::close);
  }

  @Override
  public void close() {
    kept.values().forEach(RoundFeatureCache::close);
    kept.clear();
    Entry last = spare;
    spare = null;
    if (last != null) {
      close(last);
    }
  }
}
