package org.mem3d.backend.onednn;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Weights, and what was computed from them at compile time. Owns their memory. */
final class Constants implements AutoCloseable {
  private final DnnlEngine engine;
  private final AtomicLong total;
  private final Map<Storage, NativeBlock> blocks = new HashMap<>();

  Constants(DnnlEngine engine, AtomicLong total) {
    this.engine = engine;
    this.total = total;
  }

  /** Gives a storage memory of its own. */
  Address allocate(Storage storage) {
    NativeBlock block = NativeBlock.allocate(storage.bytes(), total);
    blocks.put(storage, block);
    storage.becomeConstant();
    storage.move(block.start().address());
    return storage.address();
  }

  /** Runs a step now; what it writes becomes constant. */
  void compute(Step step) {
    step.writes().forEach(value -> allocate(value.storage()));
    try (NativeBlock scratchpad = NativeBlock.allocate(step.scratchpadBytes(), total);
        DnnlScope scope = new DnnlScope(engine)) {
      step.prepare(scope, scratchpad.start());
      step.run();
      step.writes().forEach(value -> value.storage().detach());
      step.reads().forEach(value -> value.storage().detach());
    }
  }

  /** Releases what no step of a run needs. */
  void keepOnly(Set<Storage> needed) {
    blocks
        .entrySet()
        .removeIf(
            entry -> {
              boolean unused = !needed.contains(entry.getKey());
              if (unused) {
                entry.getValue().close();
              }
              return unused;
            });
  }

  long bytes() {
    return blocks.values().stream().mapToLong(NativeBlock::bytes).sum();
  }

  @Override
  public void close() {
    blocks.values().forEach(NativeBlock::close);
    blocks.clear();
  }
}
