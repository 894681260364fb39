package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mem3d.Geometry;
import org.mem3d.Mask;
import org.mem3d.StoredGrid;
import org.mem3d.Volume;

/** MetaImages come back as they were written, and are read as others write them. */
class MetaImageTest {
  @TempDir Path folder = Path.of(".");

  @ParameterizedTest
  @EnumSource(VoxelType.class)
  void everyTypeInEveryForm(VoxelType type) {
    Volume volume = TestVolumes.volume(type, 11);
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      for (boolean compressed : new boolean[] {false, true}) {
        for (String ending : List.of(".mha", ".MHD")) {
          Path path = folder.resolve(order + "-" + compressed + ending);
          MetaImageWriter.of(type)
              .withByteOrder(order)
              .withCompression(compressed)
              .write(path, volume);
          assertThat(Volumes.header(path).type()).isEqualTo(type);
          assertThat(Volumes.header(path).format()).isEqualTo(VolumeFormat.META_IMAGE);
          Volume read = Volumes.open(path);
          assertThat(read.geometry()).isEqualTo(TestVolumes.OBLIQUE);
          assertThat(TestVolumes.read(read)).containsExactly(TestVolumes.read(volume));
        }
      }
    }
  }

  @Test
  void whatIsWrittenSaysOfItsPlaceWhatTheImageDoes() throws IOException {
    String place =
        "Rotation = 0 1.0 0 1 0 0 0 0 1\nPosition = 1e1 20.0 30\nCenterOfRotation = 5 5 5\n"
            + "AnatomicalOrientation = RAI\nElementSpacing = 2 3.00 4\n";
    Volume volume =
        Volumes.open(
            text(
                "NDims = 3\nDimSize = 2 2 1\nElementType = MET_UCHAR\n" + place,
                "LOCAL",
                1,
                2,
                3,
                4));
    // The first three numbers of the matrix are the direction of x, towards posterior.
    assertThat(volume.geometry().affine())
        .containsExactly(0, -3, 0, -10, -2, 0, 0, -20, 0, 0, 4, 30);
    Path mask = folder.resolve("mask.mha");
    Volumes.write(mask, new Mask(2, 2, 1, volume.geometry(), new byte[] {0, 1, 2, 0}));
    String header = Files.readString(mask, StandardCharsets.ISO_8859_1);
    for (String line : place.split("\n")) {
      assertThat(header).contains("\n" + line + "\n");
    }
    assertThat(Volumes.open(mask).geometry()).isEqualTo(volume.geometry());
  }

  @Test
  void fewerAxesNoPlaceScaling() throws IOException {
    Volume flat =
        Volumes.open(
            text(
                "ObjectType = Image\nNDims = 2\nDimSize = 2 2\nElementSize = 0.5 2\n"
                    + "ElementType = MET_SHORT\nElementByteOrderMSB = True\n"
                    + "ElementToIntensityFunctionSlope = 2\n"
                    + "ElementToIntensityFunctionOffset = -1\n",
                "LOCAL",
                0,
                1,
                0,
                2,
                1,
                0,
                (byte) 0xff,
                (byte) 0xff));
    assertThat(flat.geometry()).isEqualTo(Geometry.ofSpacing(0.5, 2, 1));
    assertThat(flat.geometry().stored().map(StoredGrid::isPlaced)).contains(false);
    assertThat(TestVolumes.read(flat)).containsExactly(1, 3, 511, -3);
    Volume four =
        Volumes.open(
            text(
                "NDims = 4\nDimSize = 2 2 1 1\nElementSpacing = 1 2 3 4\nOffset = 1 2 3 9\n"
                    + "TransformMatrix = 1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1\nElementType = MET_CHAR\n",
                "LOCAL",
                1,
                2,
                3,
                -4));
    assertThat(four.geometry().affine()).containsExactly(-1, 0, 0, -1, 0, -2, 0, -2, 0, 0, 3, 3);
    assertThat(TestVolumes.read(four)).containsExactly(1, 2, 3, -4);
  }

  @Test
  void voxelsInAFileOfTheirOwn() throws IOException {
    String fields = "NDims = 3\nDimSize = 2 2 1\nElementType = MET_UCHAR\n";
    Files.write(folder.resolve("v.bin"), new byte[] {9, 9, 1, 2, 3, 4});
    for (String size : List.of("HeaderSize = 2\n", "HeaderSize = -1\n")) {
      assertThat(TestVolumes.read(Volumes.open(text(fields + size, "v.bin"))))
          .containsExactly(1, 2, 3, 4);
    }
    Files.writeString(folder.resolve("v.txt"), "1 2\n3 4\n");
    assertThat(TestVolumes.read(Volumes.open(text(fields + "BinaryData = False\n", "v.txt"))))
        .containsExactly(1, 2, 3, 4);
  }

  private Path text(String fields, String file, int... voxels) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        (fields + "ElementDataFile = " + file + "\n").getBytes(StandardCharsets.UTF_8));
    for (int voxel : voxels) {
      bytes.write(voxel);
    }
    return Files.write(folder.resolve("text.mhd"), bytes.toByteArray());
  }
}
