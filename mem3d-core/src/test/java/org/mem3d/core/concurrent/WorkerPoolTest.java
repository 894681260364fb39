package org.mem3d.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every piece once, on no more threads than were asked for, and no thread left behind. */
@Timeout(60)
class WorkerPoolTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void everyPieceIsDoneOnce(int threads) {
    try (WorkerPool pool = new WorkerPool(threads)) {
      for (int count : new int[] {0, 1, 2, 3, 7, 100}) {
        AtomicIntegerArray done = new AtomicIntegerArray(count);
        pool.run(count, done::incrementAndGet);
        for (int i = 0; i < count; i++) {
          assertThat(done.get(i)).isOne();
        }
      }
    }
  }

  @Test
  void zeroThreadsAreAllProcessors() {
    try (WorkerPool pool = new WorkerPool(0)) {
      assertThat(pool.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }
    assertThatThrownBy(() -> new WorkerPool(-1)).hasMessageContaining("not -1");
  }

  @Test
  void oneThreadIsTheCaller() {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    try (WorkerPool pool = new WorkerPool(1)) {
      pool.run(100, i -> seen.add(Thread.currentThread()));
      assertThat(pool.running()).isZero();
    }
    assertThat(seen).containsExactly(Thread.currentThread());
  }

  /** Each piece waits for the others: they end only if three threads work at once. */
  @Test
  void asManyThreadsComputeAsWereAskedFor() {
    CyclicBarrier together = new CyclicBarrier(3);
    try (WorkerPool pool = new WorkerPool(3)) {
      pool.run(3, i -> await(together));
      assertThat(pool.running()).isEqualTo(2);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void moreThreadsThanAskedForNeverCompute() {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (WorkerPool pool = new WorkerPool(3)) {
      for (int round = 0; round < 20; round++) {
        pool.run(
            50,
            i -> {
              seen.add(Thread.currentThread());
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              Thread.yield();
              now.decrementAndGet();
            });
      }
    }
    assertThat(most.get()).isBetween(1, 3);
    assertThat(seen).hasSizeLessThanOrEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void piecesMayShareTheirOwnWorkOut(int threads) {
    AtomicInteger done = new AtomicInteger();
    try (WorkerPool pool = new WorkerPool(threads)) {
      pool.run(6, i -> pool.run(6, j -> pool.run(6, k -> done.incrementAndGet())));
    }
    assertThat(done).hasValue(216);
  }

  /** Of several that fail the first is told, whichever thread came to it first. */
  @Test
  void theFirstFailureIsThrownAsItIs() {
    AssertionError second = new AssertionError("2");
    try (WorkerPool pool = new WorkerPool(4)) {
      for (int round = 0; round < 100; round++) {
        assertThatThrownBy(
                () ->
                    pool.run(
                        50,
                        i -> {
                          if (i == 2) {
                            throw second;
                          }
                          if (i > 2) {
                            throw new IllegalStateException("later");
                          }
                        }))
            .isSameAs(second);
      }
    }
  }

  @Test
  void nothingIsBegunAfterAFailureAndThePoolGoesOn() {
    AtomicInteger begun = new AtomicInteger();
    try (WorkerPool pool = new WorkerPool(2)) {
      assertThatThrownBy(
              () ->
                  pool.run(
                      1_000_000,
                      i -> {
                        begun.incrementAndGet();
                        throw new OutOfMemoryError("piece " + i);
                      }))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessage("piece 0");
      assertThat(begun.get()).isBetween(1, 2);
      begun.set(0);
      pool.run(10, i -> begun.incrementAndGet());
      assertThat(begun).hasValue(10);
    }
  }

  @Test
  void aClosedPoolLeavesNoThreadAndWorksOnTheCaller() throws InterruptedException {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    CyclicBarrier together = new CyclicBarrier(4);
    WorkerPool pool = new WorkerPool(4);
    pool.run(
        4,
        i -> {
          seen.add(Thread.currentThread());
          await(together);
        });
    assertThat(seen).hasSize(4).contains(Thread.currentThread());
    seen.remove(Thread.currentThread());
    for (Thread thread : seen) {
      assertThat(thread.isDaemon()).isTrue();
      assertThat(thread.getContextClassLoader()).isNull();
      assertThat(thread.getName()).startsWith("mem3d-engine-");
    }
    pool.close();
    pool.close();
    for (Thread thread : seen) {
      thread.join();
    }
    assertThat(pool.running()).isZero();
    seen.clear();
    pool.run(10, i -> seen.add(Thread.currentThread()));
    assertThat(seen).containsExactly(Thread.currentThread());
  }

  @Test
  void anInterruptOfTheCallerIsKept() {
    CyclicBarrier together = new CyclicBarrier(2);
    try (WorkerPool pool = new WorkerPool(2)) {
      Thread caller = Thread.currentThread();
      pool.run(
          2,
          i -> {
            await(together);
            if (Thread.currentThread() != caller) {
              caller.interrupt();
            }
          });
    }
    assertThat(Thread.interrupted()).isTrue();
  }
}
