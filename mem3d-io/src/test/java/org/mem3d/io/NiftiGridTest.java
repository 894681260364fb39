package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Mask;
import org.mem3d.Volume;

/** What is written for an image says of its place what the image says, field by field. */
class NiftiGridTest {
  @TempDir Path folder;

  @Test
  void everyCodeAndUnitIsKept() throws IOException {
    int combinations = 0;
    for (GridMatrix.Combination each : GridMatrix.all()) {
      NiftiFields fields = each.fields();
      byte[] image = fields.toBytes(ByteOrder.LITTLE_ENDIAN);
      Geometry geometry = NiftiHeader.parse(image).geometry();
      Volume mask = Volume.ofBytes(new byte[105], 7, 5, 3, geometry);
      byte[] written =
          NiftiWriter.of(VoxelType.UINT8)
              .header(folder, mask.grid())
              .toBytes(ByteOrder.LITTLE_ENDIAN);
      assertThat(place(written, fields.version))
          .as(each.toString())
          .isEqualTo(place(image, fields.version));
      double[] affine = geometry.affine();
      double unit = each.space() == 1 ? 1000 : each.space() == 3 ? 0.001 : 1;
      double[] expected = each.millimetres();
      for (int i = 0; i < 12; i++) {
        assertThat(affine[i]).as("%s, %d", each, i).isCloseTo(expected[i], within(1e-6 * unit));
      }
      combinations++;
    }
    assertThat(combinations).isEqualTo(6 * 6 * 4 * 4 * 3 * 2);
  }

  @Test
  void probabilitiesLabelsAndViewsSayItToo() throws IOException {
    NiftiFields fields = GridMatrix.disagreeing(1);
    Path image = written(fields, ByteOrder.BIG_ENDIAN);
    byte[] expected = place(maskOf(image), 1);
    Volume volume = Volumes.open(image);
    Path copy = folder.resolve("copy.nii");
    Volumes.write(copy, volume.rescaled(2, 3));
    assertThat(place(Files.readAllBytes(copy), 1)).isEqualTo(expected);
    LabelVolume labels = Volumes.readLabels(image);
    Volumes.write(copy, labels);
    assertThat(place(Files.readAllBytes(copy), 1)).isEqualTo(expected);
    Volumes.write(copy, labels.mask(labels.labels()[0]));
    assertThat(place(Files.readAllBytes(copy), 1)).isEqualTo(expected);
    // An array of a program's own, on the image's geometry.
    float[] own = new float[105];
    Volumes.write(copy, Volume.ofFloats(own, 7, 5, 3, volume.geometry()));
    assertThat(place(Files.readAllBytes(copy), 1)).isEqualTo(expected);
  }

  @Test
  void aSliceKeepsItsDimensions() throws IOException {
    for (int rank = 1; rank <= 4; rank++) {
      NiftiFields fields = GridMatrix.disagreeing(1);
      fields.dim[0] = rank;
      fields.dim[3] = 1;
      if (rank == 1) {
        fields.dim[2] = 1;
      }
      byte[] mask = maskOf(written(fields, ByteOrder.LITTLE_ENDIAN));
      assertThat(mask[40]).isEqualTo((byte) Math.min(rank, 3));
    }
    // A whole volume on the geometry of a slice still has three.
    NiftiFields fields = GridMatrix.disagreeing(1);
    fields.dim[0] = 2;
    Geometry flat = Volumes.open(written(fields, ByteOrder.LITTLE_ENDIAN)).geometry();
    Path path = folder.resolve("deep.nii");
    Volumes.write(path, Volume.ofBytes(new byte[8], 2, 2, 2, flat));
    assertThat(NiftiHeader.read(path).sizeZ()).isEqualTo(2);
  }

  @Test
  void numbersThatMakeNoGridAreCopiedAndPassedOver() throws IOException {
    Geometry spaced = Geometry.ofSpacing(0.75, 0.5, 3);
    List<Consumer<NiftiFields>> noSform =
        List.of(
            f -> Arrays.fill(f.sform, 0),
            f -> Arrays.fill(f.sform, 8, 12, 0),
            f -> f.sform[5] = Double.NaN,
            f -> f.sform[3] = Double.POSITIVE_INFINITY,
            f -> System.arraycopy(f.sform, 0, f.sform, 4, 4));
    List<Consumer<NiftiFields>> noQform =
        List.of(
            f -> f.qform[0] = Double.NaN,
            f -> f.qform[4] = Double.NEGATIVE_INFINITY,
            f -> f.qformCode = 0);
    for (Consumer<NiftiFields> sform : noSform) {
      NiftiFields fields = GridMatrix.disagreeing(1);
      Geometry qform = NiftiOrientation.ofQform(fields).orElseThrow();
      sform.accept(fields);
      assertThat(keptGeometry(fields)).isEqualTo(qform);
      for (Consumer<NiftiFields> spoil : noQform) {
        NiftiFields neither = GridMatrix.disagreeing(1);
        sform.accept(neither);
        spoil.accept(neither);
        assertThat(keptGeometry(neither)).isEqualTo(spaced);
        assertThat(keptGeometry(neither).stored().orElseThrow().isPlaced()).isFalse();
      }
    }
  }

  @Test
  void spacingsThatAreNone() throws IOException {
    double[][] read = {{0, 1}, {-0.5, 0.5}, {Double.NaN, 1}, {Double.POSITIVE_INFINITY, 1}};
    for (double[] pair : read) {
      for (int code = 0; code < 2; code++) {
        NiftiFields fields = GridMatrix.disagreeing(1);
        fields.sformCode = 0;
        fields.qformCode = code;
        fields.pixdim[2] = pair[0];
        assertThat(keptGeometry(fields).spacing(Axis.Y)).isCloseTo(pair[1], within(1e-6));
      }
    }
  }

  @Test
  void aQuaternionLongerThanOneIsAHalfTurn() throws IOException {
    NiftiFields fields = GridMatrix.disagreeing(1);
    fields.sformCode = 0;
    fields.qform[0] = 0;
    fields.qform[1] = 0;
    fields.qform[2] = 7;
    Geometry geometry = keptGeometry(fields);
    assertThat(geometry.direction(Axis.X)).containsExactly(-1, 0, 0);
    assertThat(geometry.direction(Axis.Z)).containsExactly(0, 0, -1); // qfac
  }

  @Test
  void aQfacOfZeroIsOne() throws IOException {
    NiftiFields fields = GridMatrix.disagreeing(1);
    fields.sformCode = 0;
    fields.pixdim[0] = 1;
    Geometry usual = keptGeometry(fields);
    fields.pixdim[0] = 0;
    assertThat(keptGeometry(fields)).isEqualTo(usual);
    fields.pixdim[0] = -1;
    assertThat(keptGeometry(fields).direction(Axis.Z)[2]).isEqualTo(-usual.direction(Axis.Z)[2]);
  }

  @Test
  void aGeometryOfAProgramIsWrittenAnew() throws IOException {
    Path path = folder.resolve("own.nii");
    Volumes.write(path, Volume.ofBytes(new byte[6], 1, 2, 3, Geometry.ofSpacing(1, 2, 3)));
    Geometry read = Volumes.open(path).geometry();
    assertThat(read).isEqualTo(Geometry.ofSpacing(1, 2, 3));
    assertThat(read.stored().orElseThrow().isPlaced()).isTrue();
    assertThat(Geometry.ofAffine(read.affine()).stored()).isEmpty();
  }

  @Test
  void theVersionIsTheImages() throws IOException {
    for (int version = 1; version <= 2; version++) {
      Path image = written(GridMatrix.disagreeing(version), ByteOrder.BIG_ENDIAN);
      Path copy = folder.resolve("copy.nii.gz");
      Volumes.write(copy, Volumes.open(image));
      assertThat(NiftiHeader.read(copy).version()).isEqualTo(version);
      NiftiWriter.of(VoxelType.INT16).withVersion(3 - version).write(copy, Volumes.open(image));
      assertThat(NiftiHeader.read(copy).version()).isEqualTo(3 - version);
      assertThat(NiftiHeader.read(copy).geometry()).isEqualTo(Volumes.open(image).geometry());
    }
  }

  /** Returns what a header is read as, having seen that a mask's header says the same. */
  private Geometry keptGeometry(NiftiFields fields) throws IOException {
    Path image = written(fields, ByteOrder.LITTLE_ENDIAN);
    assertThat(place(maskOf(image), 1)).isEqualTo(place(Files.readAllBytes(image), 1));
    return Volumes.open(image).geometry();
  }

  private Path written(NiftiFields fields, ByteOrder order) throws IOException {
    return Files.write(folder.resolve("image.nii"), GridMatrix.file(fields, order));
  }

  private byte[] maskOf(Path image) throws IOException {
    Volume volume = Volumes.open(image);
    byte[] labels = new byte[volume.sizeX() * volume.sizeY() * volume.sizeZ()];
    labels[0] = 1;
    Path path = folder.resolve("mask.nii");
    Volumes.write(
        path, new Mask(volume.sizeX(), volume.sizeY(), volume.sizeZ(), volume.geometry(), labels));
    return Files.readAllBytes(path);
  }

  /** Returns the bytes of a little-endian header that say where voxels lie. */
  private static byte[] place(byte[] file, int version) {
    int[][] ranges =
        version == 1
            ? new int[][] {
              {0, 4}, {39, 40}, {42, 48}, {76, 108}, {123, 124}, {252, 328}, {344, 348}
            }
            : new int[][] {{0, 12}, {24, 48}, {104, 168}, {344, 496}, {500, 504}, {524, 525}};
    byte[] place = new byte[0];
    for (int[] range : ranges) {
      int at = place.length;
      place = Arrays.copyOf(place, at + range[1] - range[0]);
      System.arraycopy(file, range[0], place, at, range[1] - range[0]);
    }
    return place;
  }
}
