package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.Volume;

/** An engine computes with the threads that it was given, and leaves none behind. */
@Timeout(120)
class ThreadsTest {
  private static final Phantom PHANTOM = Phantom.pair();

  /** A volume that notes who reads it. */
  private record Watched(Volume inside, Set<Thread> readers) implements Volume {
    @Override
    public int sizeX() {
      return inside.sizeX();
    }

    @Override
    public int sizeY() {
      return inside.sizeY();
    }

    @Override
    public int sizeZ() {
      return inside.sizeZ();
    }

    @Override
    public Geometry geometry() {
      return inside.geometry();
    }

    @Override
    public void readSlice(Axis axis, int index, float[] target) {
      readers.add(Thread.currentThread());
      inside.readSlice(axis, index, target);
    }
  }

  private static Set<Thread> living() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("mem3d"))
        .collect(Collectors.toSet());
  }

  private static Mask segment(int threads, Set<Thread> readers) throws InterruptedException {
    Set<Thread> before = living();
    Set<Thread> made;
    Mask mask;
    try (SegmentationEngine engine =
            SegmentationEngine.builder().backend("reference").threads(threads).open();
        SegmentationSession session = engine.newSession(new Watched(PHANTOM.volume(), readers))) {
      int object = session.addObject("left");
      session.interact(Interaction.click(object, Axis.Z, 3, 13, 19));
      session.interact(Interaction.mask(object, Axis.Z, 1, PHANTOM.truth(1, 1)));
      session.propagate();
      mask = session.mask();
      made = living();
      made.removeAll(before);
      assertThat(made)
          .filteredOn(thread -> thread.getName().startsWith("mem3d-engine"))
          .hasSizeLessThan(threads);
    }
    for (Thread thread : made) {
      thread.join();
    }
    return mask;
  }

  @Test
  void oneThreadIsTheCallers() throws InterruptedException {
    Set<Thread> readers = ConcurrentHashMap.newKeySet();
    Set<Thread> before = living();
    long stolen = ForkJoinPool.commonPool().getStealCount();
    segment(1, readers);
    assertThat(readers).containsExactly(Thread.currentThread());
    assertThat(living()).as("no thread was made").isSubsetOf(before);
    assertThat(ForkJoinPool.commonPool().getStealCount()).isEqualTo(stolen);
  }

  /** Threads that the engine made end with it: {@link #segment} waits for each. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void onlyTheEnginesThreadsReadAndTheMaskIsTheSame(int threads) throws InterruptedException {
    Set<Thread> readers = ConcurrentHashMap.newKeySet();
    Mask mask = segment(threads, readers);
    readers.remove(Thread.currentThread());
    assertThat(readers)
        .hasSizeLessThan(threads)
        .allSatisfy(reader -> assertThat(reader.getName()).startsWith("mem3d-engine-"));
    Mask alone = segment(1, readers);
    for (int z = 0; z < PHANTOM.sizeZ(); z++) {
      assertThat(mask.slice(1, Axis.Z, z)).isEqualTo(alone.slice(1, Axis.Z, z));
    }
  }

  @Test
  void fewerThanNoneAreRefusedAtOnce() {
    assertThatThrownBy(() -> SegmentationEngine.builder().threads(-1))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("not -1");
  }
}
