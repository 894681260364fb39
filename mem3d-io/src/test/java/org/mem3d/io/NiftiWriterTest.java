package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/** What is written when, and what is not. */
class NiftiWriterTest {
  @TempDir Path folder;

  @AfterEach
  void nothingIsLeftOver() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
    }
  }

  @Test
  void aSizeAbove32767NeedsTheSecondVersion() {
    Volume wide = Volume.ofUnsignedBytes(new byte[40000], 40000, 1, 1, Geometry.UNIT);
    Path path = folder.resolve("wide.nii");
    Volumes.write(path, wide, VoxelType.UINT8);
    assertThat(NiftiHeader.read(path).version()).isEqualTo(2);
    assertThat(Volumes.open(path).sizeX()).isEqualTo(40000);
    assertThatThrownBy(() -> NiftiWriter.of(VoxelType.UINT8).withVersion(1).write(path, wide))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("40000", "version 2");
    Path small = folder.resolve("small.nii");
    Volumes.write(small, TestVolumes.volume(VoxelType.UINT8, 1), VoxelType.UINT8);
    assertThat(NiftiHeader.read(small).version()).isEqualTo(1);
  }

  @Test
  void integersRoundHalvesToEven() {
    Volume volume = Volume.ofFloats(new float[] {0.5f, 1.5f, 2.4f, -0.4f}, 4, 1, 1, Geometry.UNIT);
    Path path = folder.resolve("a.nii");
    Volumes.write(path, volume, VoxelType.UINT8);
    assertThat(TestVolumes.read(Volumes.open(path))).containsExactly(0, 2, 2, 0);
  }

  @Test
  void aValueThatTheTypeCannotHoldIsRefusedAndTheOldFileStays() throws IOException {
    Path path = folder.resolve("kept.nii.gz");
    Files.writeString(path, "old");
    for (float value : new float[] {-1, 256, Float.NaN, Float.POSITIVE_INFINITY}) {
      Volume volume = Volume.ofFloats(new float[] {1, 2, 3, value}, 2, 1, 2, Geometry.UNIT);
      assertThatThrownBy(() -> Volumes.write(path, volume, VoxelType.UINT8))
          .isInstanceOf(VolumeException.class)
          .hasMessageContainingAll("kept.nii.gz", "uint8", "voxel 1,0,1", "float32");
    }
    assertThat(path).hasContent("old");
  }

  @Test
  void aVolumeThatFailsLeavesNothing() {
    Path path = folder.resolve("none.nii");
    Volume broken = new BrokenVolume();
    assertThatThrownBy(() -> Volumes.write(path, broken)).hasMessage("the host's store is gone");
    assertThat(path).doesNotExist();
  }

  @Test
  void wrongTargetsAreNamed() {
    Volume volume = TestVolumes.volume(VoxelType.UINT8, 1);
    assertThatThrownBy(() -> Volumes.write(folder.resolve("a.png"), volume))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("a.png", ".nii.gz");
    assertThatThrownBy(() -> Volumes.write(folder.resolve("no").resolve("a.nii"), volume))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("a.nii", "does not exist; make it");
    Path taken = folder.resolve("taken.nii");
    assertThat(taken.toFile().mkdir()).isTrue();
    assertThatThrownBy(() -> Volumes.write(taken, volume))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("is a folder");
    assertThatThrownBy(() -> NiftiWriter.of(VoxelType.INT16).withScaling(0, 1))
        .isInstanceOf(VolumeException.class);
    assertThatThrownBy(() -> NiftiWriter.of(VoxelType.INT16).withVersion(3))
        .isInstanceOf(VolumeException.class);
  }

  @Test
  void whatIsThereIsReplaced() throws IOException {
    Path path = folder.resolve("a.nii");
    Files.writeString(path, "old");
    Volumes.write(path, TestVolumes.volume(VoxelType.UINT8, 1), VoxelType.UINT8);
    assertThat(Volumes.open(path).sizeX()).isEqualTo(7);
  }

  private static final class BrokenVolume implements Volume {
    @Override
    public int sizeX() {
      return 2;
    }

    @Override
    public int sizeY() {
      return 2;
    }

    @Override
    public int sizeZ() {
      return 2;
    }

    @Override
    public Geometry geometry() {
      return Geometry.UNIT;
    }

    @Override
    public void readSlice(Axis axis, int index, float[] slice) {
      if (index == 1) {
        throw new IllegalStateException("the host's store is gone");
      }
    }
  }
}
