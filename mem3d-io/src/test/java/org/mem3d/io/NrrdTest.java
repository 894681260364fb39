package org.mem3d.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.GridCheck;
import org.mem3d.Mask;
import org.mem3d.StoredGrid;
import org.mem3d.Volume;

/** NRRD files come back as they were written, and are read as others write them. */
class NrrdTest {
  @TempDir Path folder = Path.of(".");

  @ParameterizedTest
  @EnumSource(VoxelType.class)
  void everyTypeInEveryForm(VoxelType type) {
    Volume volume = TestVolumes.volume(type, 7);
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      for (boolean compressed : new boolean[] {false, true}) {
        for (String ending : List.of(".nrrd", ".nhdr")) {
          Path path = folder.resolve(order + "-" + compressed + ending);
          NrrdWriter.of(type).withByteOrder(order).withCompression(compressed).write(path, volume);
          assertThat(Volumes.header(path).type()).isEqualTo(type);
          assertThat(Volumes.header(path).format()).isEqualTo(VolumeFormat.NRRD);
          Volume read = Volumes.open(path);
          assertThat(read.geometry()).isEqualTo(TestVolumes.OBLIQUE);
          assertThat(TestVolumes.read(read)).containsExactly(TestVolumes.read(volume));
        }
      }
    }
  }

  @Test
  void labelsAboveWhatFloatsHold() {
    int[] labels = {0, 1, 16777217, 2147483647, 5, 0, 0, 0};
    Path path = folder.resolve("labels.nrrd");
    Volumes.write(path, LabelVolume.of(new Grid(2, 2, 2, Geometry.UNIT), labels));
    assertThat(Volumes.readLabels(path).labels()).containsExactly(1, 5, 16777217, 2147483647);
  }

  @ParameterizedTest
  @CsvSource({
    "left-posterior-superior, -2, -3, 4, -10, -20, 30",
    "LPS, -2, -3, 4, -10, -20, 30",
    "right-anterior-superior, 2, 3, 4, 10, 20, 30",
    "RAS, 2, 3, 4, 10, 20, 30",
    "left-anterior-superior, -2, 3, 4, -10, 20, 30",
    "LAS, -2, 3, 4, -10, 20, 30",
    "scanner-xyz, -2, -3, 4, -10, -20, 30"
  })
  void spaces(String space, double x, double y, double z, double ox, double oy, double oz)
      throws IOException {
    Path path =
        text(
            "space: "
                + space
                + "\nsizes: 2 2 1\ndimension: 3\nspace directions: (2,0,0) (0, 3, 0) (0,0,4)\n"
                + "space origin: (10,20,30)\n");
    assertThat(Volumes.open(path).geometry().affine())
        .containsExactly(x, 0, 0, ox, 0, y, 0, oy, 0, 0, z, oz);
  }

  @Test
  void whatIsWrittenSaysOfItsPlaceWhatTheImageDoes() throws IOException {
    String place =
        "space: right-anterior-superior\nspace units: \"um\" \"um\" \"um\"\n"
            + "space origin: (1e1,20.000,30)\nspace directions: (2.00,0,0) (0,3,0.1) (0,0,4)\n"
            + "kinds: domain domain domain\n";
    Path image = text("dimension: 3\nsizes: 2 2 1\n" + place);
    Volume volume = Volumes.open(image);
    assertThat(volume.geometry().spacing(Axis.X)).isEqualTo(0.002);
    Path mask = folder.resolve("mask.nrrd");
    Volumes.write(mask, new Mask(2, 2, 1, volume.geometry(), new byte[] {0, 1, 2, 0}));
    String header = new String(Files.readAllBytes(mask), ISO_8859_1);
    for (String line : place.split("\n")) {
      assertThat(header).contains("\n" + line + "\n");
    }
    assertThat(Volumes.open(mask).geometry()).isEqualTo(volume.geometry());
    Path nifti = folder.resolve("mask.nii");
    Volumes.write(nifti, new Mask(2, 2, 1, volume.geometry(), new byte[4]));
    Volume other = Volumes.open(nifti);
    assertThat(other.onGrid(volume.grid(), GridCheck.PLACE).geometry())
        .isEqualTo(volume.geometry());
  }

  @Test
  void fewerAxesAndNoPlace() throws IOException {
    Volume flat = Volumes.open(text("dimension: 2\nsizes: 2 2\nspacings: 0.5 NaN\n"));
    assertThat(flat.sizeZ()).isEqualTo(1);
    assertThat(flat.geometry()).isEqualTo(Geometry.ofSpacing(0.5, 1, 1));
    assertThat(flat.geometry().stored().map(StoredGrid::isPlaced)).contains(false);
    Path mask = folder.resolve("mask.nrrd");
    Volumes.write(mask, new Mask(2, 2, 1, flat.geometry(), new byte[4]));
    assertThat(new String(Files.readAllBytes(mask), UTF_8)).contains("sizes: 2 2\n", "0.5 NaN");
    Volume placed =
        Volumes.open(
            text(
                "dimension: 2\nsizes: 2 2\nspace dimension: 3\n"
                    + "space directions: (0,2,0) (0,0,2)\nspace origin: (1,2,3)\n"));
    assertThat(placed.geometry().affine()).containsExactly(0, 0, -1, -1, -2, 0, 0, -2, 0, 2, 0, 3);
    Volume extra =
        Volumes.open(
            text(
                "dimension: 4\nsizes: 1 2 2 1\nspace: RAS\nkinds: list domain domain domain\n"
                    + "space directions: none (2,0,0) (0,2,0) (0,0,2)\n"));
    assertThat(extra.grid().toString()).startsWith("2x2x1 voxels of 2x2x2 mm");
  }

  @Test
  void oddButCorrect() throws IOException {
    Path path =
        Files.writeString(
            folder.resolve("odd.nrrd"),
            "NRRD0001\r\n# comment\r\nkey:=value: with a colon\r\nType:  unsigned   short \r\n"
                + "dimension: 3\r\nSIZES: 2  2 1\r\nencoding: ASCII\r\nmin: 0\r\n\r\n"
                + "1,2 \n 65535\t4\n");
    assertThat(TestVolumes.read(Volumes.open(path))).containsExactly(1, 2, 65535, 4);
    byte[] voxels = {9, 9, '\n', 8, '\n', 7, 7, 7, 1, 2, 3, 4};
    String header = "NRRD0004\ntype: uchar\ndimension: 3\nsizes: 2 2 1\nencoding: raw\n";
    for (String skip : List.of("byte skip: 3\nline skip: 2\n", "byteskip: -1\n")) {
      Path data = Files.write(folder.resolve("voxels.bin"), voxels);
      Path detached =
          Files.writeString(
              folder.resolve("detached.nhdr"), header + skip + "data file: voxels.bin\n");
      assertThat(TestVolumes.read(Volumes.open(detached))).containsExactly(1, 2, 3, 4);
      assertThat(Files.size(data)).isEqualTo(12);
    }
    ByteArrayOutputStream attached = new ByteArrayOutputStream();
    attached.writeBytes((header.replace("raw", "gz") + "byte skip: 8\n\n").getBytes(UTF_8));
    attached.writeBytes(TestVolumes.gzip(voxels));
    Path path2 = Files.write(folder.resolve("skip.nrrd"), attached.toByteArray());
    assertThat(TestVolumes.read(Volumes.open(path2))).containsExactly(1, 2, 3, 4);
  }

  private Path text(String fields) throws IOException {
    return Files.writeString(
        folder.resolve("text.nrrd"),
        "NRRD0004\ntype: uchar\nencoding: ascii\n" + fields + "\n1 2 3 4\n");
  }
}
