package org.mem3d.core.propagation.run;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.mem3d.core.network.MemoryBankBatch;
import org.mem3d.core.network.MemoryModel;

/** Carries chains on together, one in each lane, as far as they do not wait for each other. */
public final class ChainRunner {
  private final MemoryModel model;
  private final ObjIntConsumer<Chain> done;

  /**
   * Makes a run.
   *
   * @param done called for each slice that a chain has segmented
   */
  public ChainRunner(MemoryModel model, ObjIntConsumer<Chain> done) {
    this.model = model;
    this.done = done;
  }

  /** Carries all chains to their ends. Whatever ends it, what they borrowed is given back. */
  public void run(List<Chain> chains) {
    Deque<Chain> pending = new ArrayDeque<>(chains);
    pending.removeIf(Chain::finished);
    @Nullable Chain[] running = new Chain[0];
    try {
      int size = lanesFor(pending.size());
      MemoryBankBatch banks = size == 0 ? null : model.memoryBanks(size);
      running = new Chain[size];
      while (banks != null) {
        startPending(pending, running, banks);
        int active = (int) Arrays.stream(running).filter(Objects::nonNull).count();
        int wanted = lanesFor(active);
        if (wanted == 0) {
          break;
        }
        if (wanted < banks.count()) {
          MemoryBankBatch fewer = model.memoryBanks(wanted);
          running = repack(running, banks, fewer);
          banks = fewer;
        }
        step(running, banks);
      }
    } finally {
      chains.forEach(Chain::release);
    }
  }

  private int lanesFor(int chains) {
    return chains == 0 ? 0 : model.batchFor(chains);
  }

  private static void startPending(
      Deque<Chain> pending, @Nullable Chain[] running, MemoryBankBatch banks) {
    for (int lane = 0; lane < running.length; lane++) {
      if (running[lane] == null && !pending.isEmpty()) {
        Chain chain = pending.removeFirst();
        chain.fillBank(banks, lane);
        running[lane] = chain;
      }
    }
  }

  private static @Nullable Chain[] repack(
      @Nullable Chain[] running, MemoryBankBatch from, MemoryBankBatch to) {
    @Nullable Chain[] packed = new Chain[to.count()];
    int next = 0;
    for (int lane = 0; lane < running.length; lane++) {
      Chain chain = running[lane];
      if (chain != null) {
        from.copyBank(lane, to, next);
        packed[next++] = chain;
      }
    }
    return packed;
  }

  private void step(@Nullable Chain[] running, MemoryBankBatch banks) {
    for (int lane = 0; lane < running.length; lane++) {
      Chain chain = running[lane];
      if (chain != null) {
        chain.prepare(banks, lane);
      }
    }
    banks.segment();
    boolean[] remember = new boolean[running.length];
    boolean any = false;
    int[] slices = new int[running.length];
    for (int lane = 0; lane < running.length; lane++) {
      Chain chain = running[lane];
      if (chain != null) {
        slices[lane] = chain.position();
        remember[lane] = chain.accept(banks, lane);
        any |= remember[lane];
      }
    }
    if (any) {
      banks.memorise();
    }
    for (int lane = 0; lane < running.length; lane++) {
      Chain chain = running[lane];
      if (chain == null) {
        continue;
      }
      if (remember[lane]) {
        chain.remember(banks, lane);
      }
      if (chain.finished()) {
        running[lane] = null;
      }
      done.accept(chain, slices[lane]);
    }
  }
}
