package org.mem3d.core.session;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.mem3d.core.network.BatchSizes;
import org.mem3d.core.network.MemoryEstimate;
import org.mem3d.spi.Backend;
import org.mem3d.spi.DeviceException;

/**
 * Compares what a round takes of a device with what the device has, before anything is taken. It
 * belongs to networks of the same weights and settings, on whatever backend. Thread-safe.
 */
final class DeviceBudget {
  /** This part of the device is left to the backend's libraries, which take some for themselves. */
  private static final int LEFT = 16;

  /** Not even the smallest networks fit the device. */
  static final class TooSmall extends DeviceException {
    private static final long serialVersionUID = 1L;

    TooSmall(String message) {
      super(Fault.OUT_OF_MEMORY, message);
    }
  }

  private final Map<BatchSizes, MemoryEstimate> needs = new ConcurrentHashMap<>();

  /**
   * Returns networks that fit the device, with fewer kept features or, where there are any, smaller
   * batches; null if they fit as they are.
   *
   * @throws TooSmall if not even the smallest fit
   */
  @Nullable ModelFactory fitted(ModelFactory now) {
    long free = now.backend().freeBytes();
    if (free == Long.MAX_VALUE) {
      return null;
    }
    long all = free + now.backend().allocatedBytes();
    long usable = all - all / LEFT;
    for (BatchSizes batches = now.batches(); ; batches = batches.smaller()) {
      long left = usable - need(now, batches).bytes();
      if (left >= 0) {
        // Some slack, so that a little less free memory later does not ask for this again.
        long cache = left >= now.cacheBytes() ? now.cacheBytes() : left - left / 4;
        boolean same = batches.equals(now.batches()) && cache == now.cacheBytes();
        return same ? null : now.within(batches, cache);
      }
      if (batches.largest() == 1 || !now.runInBatches()) {
        throw new TooSmall(
            String.format(
                Locale.ROOT,
                "%s on %s: the networks need %,d bytes of the device, which has %,d",
                now.backend().describe().name(),
                now.backend().describe().device(),
                need(now, batches).bytes(),
                usable));
      }
    }
  }

  private MemoryEstimate need(ModelFactory models, BatchSizes batches) {
    return needs.computeIfAbsent(batches, models::need);
  }

  /** Returns what a round takes, in a line for a person. */
  String describe(ModelFactory models) {
    MemoryEstimate need = need(models, models.batches());
    String together =
        models.runInBatches()
            ? "in batches of at most " + models.batches().largest()
            : "one slice at a time";
    return String.format(
        Locale.ROOT,
        "a round takes at most %,d bytes (weights %,d, arenas %,d, banks and batches %,d, features"
            + " kept %,d) %s; free: %s",
        need.bytes() + models.cacheBytes(),
        need.weights(),
        need.arenas(),
        need.tensors(),
        models.cacheBytes(),
        together,
        free(models.backend()));
  }

  private static String free(Backend backend) {
    try {
      long free = backend.freeBytes();
      return free == Long.MAX_VALUE
          ? "main memory"
          : String.format(Locale.ROOT, "%,d bytes of the device", free);
    } catch (DeviceException e) {
      return "not told by the device";
    }
  }
}
