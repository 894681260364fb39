package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.SegmentationSession;
import org.mem3d.Volume;

/**
 * Rounds without end ({@code -Dmem3d.rounds=1000} for so many) with undo, save and restore among
 * them take no more memory than the first ones.
 */
@Tag("slow") // some hundred rounds
class SoakTest {
  private static final int ROUNDS = Integer.getInteger("mem3d.rounds", 200);
  private static final int ROUNDS_OF_A_SESSION = 10;

  @TempDir private Path folder;

  @Test
  void memoryIsFlat() throws InterruptedException {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    System.out.println("soak: -Dmem3d.seed=" + seed + " -Dmem3d.rounds=" + ROUNDS);
    Volume volume = Phantom.tall().volume();
    try (CoreEngine engine = QuickNetworks.engine(EngineSettings.DEFAULT)) {
      playHalf(engine, volume, seed);
      long heap = usedHeap();
      long offHeap = engine.offHeapBytes();
      // The same again: what is compiled when it is first needed is there.
      playHalf(engine, volume, seed);
      long heapAfter = usedHeap();
      System.out.printf(
          "soak: heap %d, then %d bytes; off-heap %d, then %d%n",
          heap, heapAfter, offHeap, engine.offHeapBytes());
      assertThat(heapAfter).isLessThanOrEqualTo(heap + heap / 100);
      assertThat(engine.offHeapBytes()).isLessThanOrEqualTo(offHeap + offHeap / 100);
    }
  }

  private void playHalf(CoreEngine engine, Volume volume, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < ROUNDS / 2 / ROUNDS_OF_A_SESSION; i++) {
      play(engine, volume, random);
    }
  }

  private void play(CoreEngine engine, Volume volume, SplittableRandom random) {
    Path file = folder.resolve("session");
    SegmentationSession session = engine.newSession(volume);
    session.addObject("one");
    session.addObject("two");
    for (int round = 0; round < ROUNDS_OF_A_SESSION; round++) {
      int object = 1 + random.nextInt(2);
      int slice = random.nextInt(volume.sizeZ());
      session.interact(
          Interaction.click(object, Axis.Z, slice, random.nextInt(48), random.nextInt(40)));
      session.propagate();
      session.mask();
      if (round % 2 == 0) {
        session.undo();
        session.redo();
      }
      if (round % 3 == 0) {
        session.save(file);
        session.close();
        session = engine.restore(file, volume);
      }
    }
    session.close();
  }

  /** Returns the bytes of the heap that are held, once they no longer become fewer. */
  private static long usedHeap() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int same = 0; same < 5; ) {
      System.gc();
      Thread.sleep(50);
      long now = runtime.totalMemory() - runtime.freeMemory();
      same = now < used ? 0 : same + 1;
      used = Math.min(used, now);
    }
    return used;
  }
}
