package org.mem3d.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.PropagationPlan;
import org.mem3d.PropagationSettings;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

/**
 * Native memory over many rounds of whole sessions: none is lost. The system property {@code
 * mem3d.test.rounds} sets how many rounds are run, {@value #ROUNDS} without it.
 */
@Tag("slow") // many rounds
class RoundsMemoryTest {
  private static final int ROUNDS = 60;
  private static final int CYCLE = 20;
  private static final int ROUNDS_OF_A_SESSION = 5;
  private static final int SIZE = 48;
  private static final int SLICES = 12;
  private static final int STRETCHES = 4;
  private static final long SLACK = 8L << 20;

  private final Volume volume = volume();

  private static SliceMask truth(int slice) {
    double radius = 144 - 4 * (slice - 5.5) * (slice - 5.5);
    return SliceMask.of(
        SIZE, SIZE, i -> Math.pow(i % SIZE - 23, 2) + Math.pow(i / SIZE - 24, 2) <= radius);
  }

  private static Volume volume() {
    Random noise = new Random(11);
    float[] voxels = new float[SIZE * SIZE * SLICES];
    for (int i = 0; i < voxels.length; i++) {
      boolean inside = truth(i / (SIZE * SIZE)).contains(i % (SIZE * SIZE));
      voxels[i] = (float) ((inside ? 180 : 90) + 8 * noise.nextGaussian());
    }
    return Volume.ofFloats(voxels, SIZE, SIZE, SLICES, Geometry.UNIT);
  }

  /**
   * Opens sessions one after the other, each with a few rounds; the same ones after every cycle, so
   * that no batch of a new size comes up late.
   */
  private void play(SegmentationEngine engine, int rounds) {
    Random random = new Random();
    for (int done = 0; done < rounds; done += ROUNDS_OF_A_SESSION) {
      random.setSeed(5 + done % CYCLE);
      try (SegmentationSession session = engine.newSession(volume)) {
        int object = session.addObject("ellipsoid");
        for (int round = 0; round < ROUNDS_OF_A_SESSION; round++) {
          int slice = 2 + random.nextInt(SLICES - 4);
          session.interact(Interaction.mask(object, Axis.Z, slice, truth(slice)));
          session.interact(Interaction.click(object, Axis.Z, 5, 20 + round, 24));
          int computed = session.propagate().slicesComputed();
          assertThat(computed).as("the first round").isGreaterThan(round == 0 ? 0 : -1);
        }
        while (session.canUndo()) {
          session.undo();
        }
      }
    }
  }

  private static SegmentationEngine open(PropagationPlan plan, long cacheBytes) {
    return SegmentationEngine.builder()
        .backend("onednn")
        .cacheBytes(cacheBytes)
        .settings(PropagationSettings.DEFAULT.withPlan(plan))
        .open();
  }

  @Test
  void roundsTakeNothing() {
    int rounds = Integer.getInteger("mem3d.test.rounds", ROUNDS);
    try (SegmentationEngine engine = open(PropagationPlan.CHAIN, 8L << 20)) {
      play(engine, CYCLE);
      long held = engine.offHeapBytes();
      long counted = Pointer.totalBytes();
      // The JVM's own memory grows for a while; a leak would show in every stretch.
      long[] grown = new long[STRETCHES];
      for (int stretch = 0; stretch < STRETCHES; stretch++) {
        long resident = residentAfterCollection();
        play(engine, Math.max(1, rounds / STRETCHES));
        grown[stretch] = residentAfterCollection() - resident;
      }
      System.out.printf(
          "%d rounds: %,d bytes held before and %,d after, resident memory grew by %s bytes%n",
          rounds, held, engine.offHeapBytes(), Arrays.toString(grown));
      assertThat(engine.offHeapBytes()).as("held by the engine").isEqualTo(held);
      assertThat(Pointer.totalBytes()).as("counted by JavaCPP").isEqualTo(counted);
      assertThat(Arrays.stream(grown).min().orElseThrow())
          .as("growth of resident memory in a stretch")
          .isLessThan(SLACK);
    }
  }

  @ParameterizedTest
  @EnumSource(PropagationPlan.class)
  void sessionsLeaveNothingBehind(PropagationPlan plan) {
    try (SegmentationEngine engine = open(plan, 0)) {
      play(engine, ROUNDS_OF_A_SESSION);
      long held = engine.offHeapBytes();
      for (int session = 0; session < 3; session++) {
        play(engine, ROUNDS_OF_A_SESSION);
      }
      assertThat(engine.offHeapBytes()).isEqualTo(held);
    }
  }

  private static long residentAfterCollection() {
    System.gc();
    return Pointer.physicalBytes();
  }
}
