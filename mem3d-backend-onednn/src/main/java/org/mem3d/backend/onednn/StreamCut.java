package org.mem3d.backend.onednn;

import org.jspecify.annotations.Nullable;

/**
 * How a streamed read is cut: a task is some queries of one entry of the batch and meets the
 * memories a block at a time.
 *
 * @param batch entries
 * @param queries of an entry
 * @param memories of an entry
 * @param rows queries of a task, which divide the queries
 * @param block memories of a block, which divide the memories
 */
record StreamCut(int batch, int queries, int memories, int rows, int block) {
  /** Bytes of a block's affinities, beside which a block's keys and values have room in a cache. */
  private static final int CACHED = 256 * 1024;

  /** More queries than this gain nothing more from keys and values that are read once. */
  private static final int MOST_ROWS = 256;

  /** Keys and values of fewer memories than this stay in a core's cache anyway. */
  private static final int FEWEST_MEMORIES = 1024;

  /** Smaller blocks than this cost more in calls than they save. */
  private static final int SMALLEST_BLOCK = 128;

  /** Returns the cut of a read, or null if it is none to stream. */
  static @Nullable StreamCut of(int batch, int queries, int memories, int threads) {
    int rows = rows(batch, queries, threads);
    if (rows == 0 || memories < FEWEST_MEMORIES) {
      return null;
    }
    int block = Math.min(memories / 2, CACHED / Float.BYTES / rows);
    while (memories % block != 0) {
      block--;
    }
    return block < SMALLEST_BLOCK ? null : new StreamCut(batch, queries, memories, rows, block);
  }

  /** The rows with which the busiest thread has the least to do, the most of those; 0 if none. */
  private static int rows(int batch, int queries, int threads) {
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int rows = Math.min(queries, MOST_ROWS);
        rows >= Math.min(queries, ReadOps.FEWEST_ROWS);
        rows--) {
      if (queries % rows == 0) {
        int tasks = batch * (queries / rows);
        int busiest = (tasks + threads - 1) / threads * rows;
        if (busiest < least) {
          least = busiest;
          best = rows;
        }
      }
    }
    return best;
  }

  int tasks() {
    return batch * queries / rows;
  }

  int blocks() {
    return memories / block;
  }
}
