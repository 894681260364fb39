package org.mem3d.core.network;

import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Values by key within a budget: while they weigh more, the one that was not used for longest is
 * evicted. One thread at a time.
 */
final class RecentlyUsed<K, V> {
  private final long budget;
  private final ToLongFunction<V> weigher;
  private final Consumer<V> evicted;

  /** In the order of their last use. */
  private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);

  private long weight;

  /**
   * Makes an empty one.
   *
   * @param budget what all values together may weigh
   * @param weigher returns what a value weighs, which must not change
   * @param evicted takes each value that is dropped, for whatever reason
   */
  RecentlyUsed(long budget, ToLongFunction<V> weigher, Consumer<V> evicted) {
    this.budget = budget;
    this.weigher = weigher;
    this.evicted = evicted;
  }

  /** Returns the value of a key, which counts as a use, or null if there is none. */
  @Nullable V use(K key) {
    return entries.get(key);
  }

  /**
   * Adds a value; one that the key had is evicted. A value that weighs more than the budget is
   * evicted at once, and no other.
   */
  void put(K key, V value) {
    V former = entries.remove(key);
    if (former != null) {
      drop(former);
    }
    long added = weigher.applyAsLong(value);
    if (added > budget) {
      evicted.accept(value);
      return;
    }
    Iterator<V> eldest = entries.values().iterator();
    while (weight + added > budget) {
      V old = eldest.next();
      eldest.remove();
      drop(old);
    }
    entries.put(key, value);
    weight += added;
  }

  private void drop(V value) {
    weight -= weigher.applyAsLong(value);
    evicted.accept(value);
  }

  /** Evicts all values of some keys. */
  void evict(Predicate<? super K> which) {
    for (K key : List.copyOf(entries.keySet())) {
      if (which.test(key)) {
        V old = entries.remove(key);
        if (old != null) {
          drop(old);
        }
      }
    }
  }

  /** Returns the values, the one that was not used for longest first. */
  Collection<V> values() {
    return Collections.unmodifiableCollection(entries.values());
  }

  /** Returns what all values together weigh. */
  long weight() {
    return weight;
  }
}
