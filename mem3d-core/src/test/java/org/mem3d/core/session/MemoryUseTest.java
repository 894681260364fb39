package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.PropagationScope;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

/** How many bytes a voxel a session takes, and what happens where there are fewer. */
@Timeout(300)
@ExtendWith(SharedEngine.class)
class MemoryUseTest {
  private static final int SIDE = 400;
  private static final int SLICES = 200;
  private static final long VOXELS = (long) SIDE * SIDE * SLICES;

  /**
   * Planes of this many bytes a voxel are taken beside the whole, and what a session is made of.
   */
  private static final long BESIDE = 64L * SIDE * SIDE;

  /** A volume without memory of its own. */
  private record Computed(int sizeX, int sizeY, int sizeZ) implements Volume {
    @Override
    public Geometry geometry() {
      return Geometry.UNIT;
    }

    @Override
    public void readSlice(Axis axis, int index, float[] slice) {
      Arrays.fill(slice, 0, sliceSize(axis), index);
    }
  }

  /** Returns how many bytes of the heap this thread takes for something, garbage included. */
  private static long allocated(Supplier<Object> work) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    Object made = work.get();
    long bytes = threads.getThreadAllocatedBytes(thread) - before;
    assertThat(made).isNotNull();
    return bytes;
  }

  private static SliceMask disc(int radius) {
    return SliceMask.of(
        SIDE,
        SIDE,
        i -> Math.hypot(i % SIDE - SIDE / 2.0, (double) (i / SIDE) - SIDE / 2.0) < radius);
  }

  @Test
  void aMaskSharesThePlanesOfTheSessionAndAProbabilityTakesThePlacesOfItsObject(
      SegmentationEngine engine) {
    Volume volume = new Computed(SIDE, SIDE, SLICES);
    try (SegmentationSession session = engine.newSession(volume)) {
      long steps =
          allocated(
              () -> {
                for (int object = 1; object <= 3; object++) {
                  session.addObject("object " + object);
                  session.interact(
                      Interaction.mask(object, Axis.Z, 10 * object, disc(20 * object)));
                }
                return session;
              });
      assertThat(steps).as("session, three marks").isLessThan(BESIDE);
      long[] taken = new long[2];
      Mask[] mask = new Mask[1];
      taken[0] = allocated(() -> mask[0] = session.mask());
      taken[1] = allocated(() -> session.probability(1));
      assertThat(taken[0]).as("mask").isLessThan(SIDE);
      assertThat(taken[1]).as("probability").isLessThan(BESIDE);
      long copied = allocated(() -> mask[0].toByteArray());
      assertThat(copied).as("array").isBetween(VOXELS, VOXELS + BESIDE);
      assertThat(mask[0].count(2)).isEqualTo(disc(40).area());
      long looked =
          allocated(
              () -> {
                Volume labels = mask[0].asVolume();
                return mask[0].slice(2, Axis.X, SIDE / 2).area() + labels.sizeX();
              });
      assertThat(looked).as("a slice of the mask").isLessThan(BESIDE);
    }
  }

  /** A session the array of whose mask does not fit the heap. */
  static final class Program {
    private Program() {}

    /** Asks for the array, and goes on when there is no memory for it. */
    public static void main(String[] args) {
      try (SegmentationEngine engine =
              SegmentationEngine.builder().backend("reference").threads(2).open();
          SegmentationSession session = engine.newSession(new Computed(SIDE, SIDE, 1200))) {
        session.addObject("disc");
        session.interact(Interaction.mask(1, Axis.Z, 10, disc(20)));
        for (Supplier<Object> large :
            List.<Supplier<Object>>of(
                () -> session.mask().toByteArray(), () -> session.probability(1))) {
          try {
            large.get();
            System.out.println("fits");
          } catch (OutOfMemoryError e) {
            System.out.println("refused");
          }
        }
        session.interact(Interaction.mask(1, Axis.Z, 11, disc(20)));
        System.out.println(
            session.objects().stream().map(SegmentationObject::name).toList()
                + " "
                + session.quality(1).stream().filter(slice -> slice.area() > 0).count());
        session.undo();
        System.out.println(session.quality(1).stream().filter(slice -> slice.area() > 0).count());
      }
    }
  }

  @Test
  void aSessionThatRanOutOfMemoryGoesOn(@TempDir Path directory)
      throws IOException, InterruptedException {
    List<String> told = told(directory, "-Xmx160m", Program.class);
    assertThat(told).endsWith("refused", "fits", "[disc] 2", "1");
  }

  /** A session on a volume of 16 GB, of more voxels than an array can hold. */
  static final class LargeProgram {
    private static final int LARGE = 2048;
    private static final int MIDDLE = 500;

    private LargeProgram() {}

    /** A bright ball in the middle, on nine slices, without memory of its own. */
    private static float intensity(int x, int y, int z) {
      double across = Math.hypot(x - LARGE / 2.0, y - LARGE / 2.0);
      return Math.abs(z - MIDDLE) < 5 && across < 300 - 20 * Math.abs(z - MIDDLE) ? 200 : x % 7;
    }

    /** Marks a slice and propagates; tells what it found and the bytes outside the heap. */
    public static void main(String[] args) {
      Volume volume =
          Volume.of(LargeProgram::intensity, LARGE, LARGE, 4000, Geometry.ofSpacing(1, 1, 3));
      try (SegmentationEngine engine =
              SegmentationEngine.builder().backend("reference").threads(2).open();
          SegmentationSession session = engine.newSession(volume)) {
        int ball = session.addObject("ball");
        session.interact(
            Interaction.mask(
                ball,
                Axis.Z,
                MIDDLE,
                SliceMask.of(LARGE, LARGE, i -> intensity(i % LARGE, i / LARGE, MIDDLE) > 100)));
        session.propagate(PropagationScope.ALL.onSlices(Axis.Z, 496, 504));
        Mask mask = session.mask();
        int slices = 0;
        for (int z = 490; z < 510; z++) {
          slices += mask.slice(ball, Axis.Z, z).area() > 100_000 ? 1 : 0;
        }
        float[] plane = new float[LARGE * LARGE];
        session.probability(ball).readSlice(Axis.Z, MIDDLE, plane);
        System.out.println(mask.count(0) > Integer.MAX_VALUE ? "large" : "small");
        System.out.println(slices + " slices");
        System.out.println(plane[LARGE / 2 * LARGE + LARGE / 2] > 0.9 ? "likely" : "unlikely");
        System.out.println(engine.offHeapBytes() < 128L << 20 ? "little" : "much");
      }
    }
  }

  @Tag("slow") // 16 GB of voxels
  @Test
  void aVolumeOfSixteenGigabytesTakesAHeapOfThreeHundredMegabytes(@TempDir Path directory)
      throws IOException, InterruptedException {
    List<String> told = told(directory, "-Xmx300m", LargeProgram.class);
    assertThat(told).endsWith("large", "9 slices", "likely", "little");
  }

  private static List<String> told(Path directory, String heap, Class<?> program)
      throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-cp",
                System.getProperty("java.class.path"),
                program.getName())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
    String told = Files.readString(out);
    assertThat(process.exitValue()).as(told).isZero();
    return told.lines().toList();
  }
}
