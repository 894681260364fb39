package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mem3d.Geometry;
import org.mem3d.Mask;
import org.mem3d.Volume;

/** How many bytes of the heap a voxel of a file takes: as it is read, and as it is written. */
@Tag("slow") // large volumes
class VolumeMemoryTest {
  private static final int SIDE = 300;
  private static final int SLICES = 350;
  private static final long VOXELS = (long) SIDE * SIDE * SLICES;

  /**
   * Planes of this many bytes a voxel, and buffers: the beginning of a file is held for a while.
   */
  private static final long BESIDE = 40L * SIDE * SIDE + (24 << 20);

  @TempDir Path directory = Path.of(".");

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

  private static Volume volume(VoxelType type) {
    byte[] voxels = new byte[(int) VOXELS];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = (byte) (i % 97);
    }
    return Volume.ofUnsignedBytes(voxels, SIDE, SIDE, SLICES, Geometry.ofSpacing(1, 1, 3))
        .rescaled(1, type == VoxelType.UINT8 ? 0 : 3);
  }

  @ParameterizedTest
  @CsvSource({"UINT8, 1, .nii", "UINT8, 1, .nii.gz", "INT16, 2, .nii", "FLOAT32, 4, .nii"})
  void aVolumeTakesWhatItsFileStoresAndFourBytesAtMost(VoxelType type, int bytes, String suffix) {
    Path file = directory.resolve("image" + suffix);
    Volume volume = volume(type);
    // Once before, so that classes are there.
    Volumes.write(file, volume, type);
    Volumes.open(file);
    long written =
        allocated(
            () -> {
              Volumes.write(file, volume, type);
              return file;
            });
    assertThat(BESIDE).isLessThan(VOXELS);
    assertThat(written).as("written slice by slice").isLessThan(BESIDE);
    long read = allocated(() -> Volumes.open(file));
    assertThat(read).as("read").isBetween(bytes * VOXELS, bytes * VOXELS + BESIDE);
  }

  @ParameterizedTest
  @CsvSource({".nii", ".nii.gz"})
  void aMaskIsWrittenWithoutASecondCopy(String suffix) throws Exception {
    Path file = directory.resolve("mask" + suffix);
    byte[] labels = new byte[(int) VOXELS];
    labels[1234] = 7;
    Mask mask = new Mask(SIDE, SIDE, SLICES, Geometry.UNIT, labels);
    Volumes.write(file, mask);
    long written =
        allocated(
            () -> {
              Volumes.write(file, mask);
              return file;
            });
    assertThat(written).isLessThan(BESIDE);
    long read = allocated(() -> Volumes.readLabels(file));
    assertThat(read).isBetween(VOXELS, VOXELS + BESIDE);
    if (suffix.equals(".nii")) {
      assertThat(Files.size(file)).as("a byte a voxel in the file").isEqualTo(VOXELS + 352);
    }
  }
}
