package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/** Volumes that stay in their files are those that are read as a whole. */
class OnDiskTest {
  private static final Geometry GEOMETRY = Geometry.ofSpacing(0.5, 0.75, 2);

  @TempDir Path folder;

  private static Volume volume(int x, int y, int z) {
    return Volume.of((i, j, k) -> (i * 7 + j * 3 + k * 11) % 120, x, y, z, GEOMETRY);
  }

  private static void requireSame(Path file) {
    Volume whole = Volumes.open(file);
    Volume onDisk = Volumes.openOnDisk(file);
    assertThat(onDisk.grid()).isEqualTo(whole.grid());
    for (Axis axis : Axis.values()) {
      float[] one = new float[whole.sliceSize(axis)];
      float[] other = new float[one.length];
      for (int index = 0; index < whole.size(axis); index++) {
        whole.readSlice(axis, index, one);
        onDisk.readSlice(axis, index, other);
        assertThat(other).as("%s, %s=%d", file.getFileName(), axis, index).isEqualTo(one);
      }
    }
  }

  @Test
  void everyTypeAndByteOrderOfNiftiIsTheSame() {
    for (VoxelType type : VoxelType.values()) {
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        Path file = folder.resolve(type + "-" + order + ".nii");
        NiftiWriter.of(type).withByteOrder(order).write(file, volume(9, 6, 5));
        requireSame(file);
      }
    }
    Path scaled = folder.resolve("scaled.nii");
    NiftiWriter.of(VoxelType.INT16).withScaling(0.5, -3).write(scaled, volume(9, 6, 5));
    requireSame(scaled);
  }

  @Test
  void nrrdAndMetaImageAreTheSame() throws IOException {
    Path nrrd = folder.resolve("a.nrrd");
    NrrdWriter.of(VoxelType.INT16).withCompression(false).write(nrrd, volume(8, 7, 6));
    requireSame(nrrd);
    Path meta = folder.resolve("a.mha");
    MetaImageWriter.of(VoxelType.UINT8).withCompression(false).write(meta, volume(8, 7, 6));
    requireSame(meta);
    Files.write(folder.resolve("b.raw"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13});
    Path apart = folder.resolve("b.mhd");
    Files.writeString(
        apart,
        "ObjectType = Image\nNDims = 3\nDimSize = 3 2 2\nHeaderSize = 1\n"
            + "ElementType = MET_UCHAR\nElementDataFile = b.raw\n");
    requireSame(apart);
    assertThat(first(Volumes.openOnDisk(apart))).isEqualTo(2);
  }

  private static float first(Volume volume) {
    float[] slice = new float[volume.sliceSize(Axis.Z)];
    volume.readSlice(Axis.Z, 0, slice);
    return slice[0];
  }

  @Test
  void rowsLongerThanAPieceAreTheSame() {
    Path file = folder.resolve("broad.nii");
    NiftiWriter.of(VoxelType.FLOAT64).write(file, volume(20_011, 3, 2));
    requireSame(file);
  }

  @Test
  void moreVoxelsThanAnArrayCanHoldAreReadFromTheirFile() throws IOException {
    Path file = folder.resolve("large.nii");
    NiftiWriter.of(VoxelType.UINT8).write(file, volume(2048, 2048, 1));
    // The size along z, then zeros to the end, which take no place on most disks.
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.seek(46);
      large.write(new byte[] {(byte) (600 & 0xff), 600 >> 8});
      large.setLength(352 + 600L * 2048 * 2048);
      large.seek(352 + 599L * 2048 * 2048 + 5 * 2048 + 7);
      large.write(99);
    }
    Volume volume = Volumes.openOnDisk(file);
    assertThat(volume.sizeZ()).isEqualTo(600);
    float[] plane = new float[2048 * 2048];
    volume.readSlice(Axis.Z, 599, plane);
    assertThat(plane[5 * 2048 + 7]).isEqualTo(99);
    assertThat(plane[6 * 2048 + 7]).isZero();
    volume.readSlice(Axis.Y, 5, plane);
    assertThat(plane[599 * 2048 + 7]).isEqualTo(99);
    assertThatThrownBy(() -> Volumes.open(file))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("2516582400 voxels")
        .hasMessageContaining("Volumes.openOnDisk");
  }

  @Test
  void whatCannotStayInItsFileIsRefused() throws IOException {
    Path packed = folder.resolve("a.nii.gz");
    Volumes.write(packed, volume(4, 3, 2), VoxelType.UINT8);
    Path nrrd = folder.resolve("a.nrrd");
    Volumes.write(nrrd, volume(4, 3, 2), VoxelType.UINT8);
    for (Path file : List.of(packed, nrrd)) {
      assertThatThrownBy(() -> Volumes.openOnDisk(file))
          .isInstanceOf(VolumeException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("packed, or not on a disk");
    }
    Path plain = folder.resolve("a.nii");
    Volumes.write(plain, volume(4, 3, 2), VoxelType.UINT8);
    assertThatThrownBy(() -> Volumes.openOnDisk(plain, 1))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("no frame 1");
  }

  @Test
  void aFileThatBecameShorterOrWentIsToldOf() throws IOException {
    Path file = folder.resolve("a.nii");
    Volumes.write(file, volume(4, 3, 2), VoxelType.UINT8);
    Volume volume = Volumes.openOnDisk(file);
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(360);
    }
    float[] plane = new float[12];
    assertThatThrownBy(() -> volume.readSlice(Axis.Z, 1, plane))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining(file.toString());
    Files.delete(file);
    assertThatThrownBy(() -> volume.readSlice(Axis.Z, 0, plane))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining(file.toString());
  }
}
