package org.mem3d.backend.onednn;

import org.jspecify.annotations.Nullable;

/**
 * How a streamed read is cut: a task is some queries, of one entry of the batch or all those of
 * some, and meets the memories a block at a time. All threads work at one task.
 *
 * @param batch entries
 * @param queries of an entry
 * @param memories of an entry
 * @param entries of a task, which divide the batch; 1 if a task is not all queries of an entry
 * @param rows queries of each of them, which divide the queries
 * @param block memories of a block, which divide the memories
 */
record StreamCut(int batch, int queries, int memories, int entries, int rows, int block) {
  /** Bytes of a thread's affinities, beside which its keys and values have room in a cache. */
  private static final int CACHED = 256 * 1024;

  /** More queries a thread than this gain nothing more from keys and values that are read once. */
  private static final int MOST_ROWS = 256;

  /** Measured with this many, a slice of the default networks, and more: faster than tiles. */
  private static final int FEWEST_MEMORIES = 256;

  /** The numbers in the largest vector register. */
  private static final int LANES = 16;

  /** Smaller blocks than this cost more in calls than they save. */
  private static final int SMALLEST_BLOCK = 128;

  /** Returns the cut of a read, or null if it is none to stream. */
  static @Nullable StreamCut of(int batch, int queries, int memories, int threads) {
    int most = MOST_ROWS * threads;
    int rows = divisor(queries, most);
    int entries = rows == queries ? divisor(batch, most / queries) : 1;
    if (rows < Math.min(queries, ReadOps.FEWEST_ROWS) || memories < FEWEST_MEMORIES) {
      return null;
    }
    long cached = (long) CACHED * threads / Float.BYTES / ((long) entries * rows);
    int block = divisor(memories, (int) Math.min(memories, cached));
    return block < SMALLEST_BLOCK
        ? null
        : new StreamCut(batch, queries, memories, entries, rows, block);
  }

  /** The largest number up to a limit, at least 1, that divides another. */
  private static int divisor(int of, int limit) {
    int divisor = Math.max(1, Math.min(of, limit));
    while (of % divisor != 0) {
      divisor--;
    }
    return divisor;
  }

  int tasks() {
    return batch / entries * (queries / rows);
  }

  /** Returns the queries of a task, those of all its entries. */
  int taskRows() {
    return entries * rows;
  }

  int blocks() {
    return memories / block;
  }

  /**
   * Returns in how many columns, a register's worth where blocks are made of them, a row's largest
   * affinity is sought.
   */
  int lanes() {
    return Math.min(LANES, Integer.lowestOneBit(block));
  }
}
