package org.mem3d.core.network;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Does independent pieces of work at once, on the common pool. Stateless. */
public final class Concurrently {
  private Concurrently() {}

  /**
   * Does work for 0 to {@code count - 1}, each once, in any order, and returns when all of it is
   * over. What the first of them threw is thrown on, as it is.
   */
  public static void run(int count, IntConsumer work) {
    @Nullable RuntimeException[] failures = new RuntimeException[count];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              try {
                work.accept(i);
              } catch (RuntimeException e) {
                failures[i] = e;
              }
            });
    for (RuntimeException failure : failures) {
      if (failure != null) {
        throw failure;
      }
    }
  }
}
