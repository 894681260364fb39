package org.mem3d.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.mem3d.Geometry;
import org.mem3d.Grid;

/** Jobs never have more memory together than there is. */
class MemoryBudgetTest {
  private static final long MEBIBYTE = 1L << 20;

  @Test
  void claimsTogetherNeverExceedTheBudget() throws InterruptedException {
    long seed = new SplittableRandom().nextLong();
    MemoryBudget budget = new MemoryBudget(100 * MEBIBYTE);
    AtomicLong taken = new AtomicLong();
    AtomicLong most = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      Thread thread =
          new Thread(
              () -> {
                for (int j = 0; j < 200; j++) {
                  long wanted = random.nextLong(1, 100 * MEBIBYTE);
                  try {
                    MemoryBudget.Claim claim =
                        j % 20 == 0 ? budget.claimAll() : budget.claim(wanted);
                    long held = j % 20 == 0 ? 100 * MEBIBYTE : wanted;
                    long now = taken.addAndGet(held);
                    most.accumulateAndGet(now, Math::max);
                    Thread.yield();
                    taken.addAndGet(-held);
                    claim.release();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(most.get()).as("seed " + seed).isBetween(1L, 100 * MEBIBYTE);
    assertThat(budget.fits(100 * MEBIBYTE)).isTrue();
    assertThat(budget.fits(100 * MEBIBYTE + 1)).isFalse();
  }

  @Test
  void aLargerVolumeAndMoreFilesNeedMore() {
    Job marks = JobJson.read("{\"id\": \"a\", \"image\": \"a\", \"marks\": \"m\"}");
    Job start =
        JobJson.read("{\"id\": \"a\", \"image\": \"a\", \"start\": \"m\", \"truth\": \"t\"}");
    Grid small = new Grid(10, 10, 10, Geometry.UNIT);
    Grid large = new Grid(512, 512, 400, Geometry.UNIT);
    long need = JobMemory.bytes(marks, large, 2);
    assertThat(need).isGreaterThan(JobMemory.bytes(marks, small, 2));
    // What is certainly held at once: the stored voxels and a mask.
    assertThat(need).isGreaterThan(512L * 512 * 400 * 3);
    assertThat(JobMemory.bytes(start, large, 2)).isGreaterThan(need);
  }
}
