package org.mem3d.backend.onednn;

import java.util.List;

/** One thing that a compiled graph does in a run. */
abstract class Step {
  private final String name;
  private final String detail;
  private final List<Value> reads;
  private final List<Value> writes;

  /**
   * @param name the node that this computes
   * @param detail what runs, for a person
   */
  Step(String name, String detail, List<Value> reads, List<Value> writes) {
    this.name = name;
    this.detail = detail;
    this.reads = List.copyOf(reads);
    this.writes = List.copyOf(writes);
  }

  String name() {
    return name;
  }

  String detail() {
    return detail;
  }

  /** Whether this only moves or converts values. */
  boolean moves() {
    return detail.startsWith("reorder");
  }

  List<Value> reads() {
    return reads;
  }

  List<Value> writes() {
    return writes;
  }

  /** Returns the bytes of working memory that a run of this wants. */
  abstract long scratchpadBytes();

  /**
   * Makes this ready to run, all storages having their places.
   *
   * @param scope owns what is made
   */
  abstract void prepare(DnnlScope scope, Address scratchpad);

  /** Runs this. */
  abstract void run();
}
