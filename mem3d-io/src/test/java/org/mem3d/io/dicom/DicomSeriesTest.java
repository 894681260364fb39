package org.mem3d.io.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mem3d.Axis;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
import org.mem3d.io.VolumeFormat;
import org.mem3d.io.Volumes;
import org.mem3d.io.VoxelType;

/** Slices of a folder become a volume in the order of their places, or what is wrong is told. */
class DicomSeriesTest {
  @TempDir Path folder = Path.of(".");

  private static float[] slice(Volume volume, int z) {
    float[] slice = new float[volume.sliceSize(Axis.Z)];
    volume.readSlice(Axis.Z, z, slice);
    return slice;
  }

  private void slices(double... heights) throws IOException {
    for (int i = 0; i < heights.length; i++) {
      Slices.write(folder, "s" + i, Slices.slice(i, heights[i]));
    }
  }

  private void refused(String... words) {
    assertThatThrownBy(() -> Volumes.open(folder))
        .isInstanceOf(VolumeException.class)
        .hasMessageStartingWith(folder.toString())
        .hasMessageContainingAll(words)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", Slices.NAME));
  }

  @ParameterizedTest
  @EnumSource(DicomBuilder.Encoding.class)
  void slicesAreSortedByTheirPlaces(DicomBuilder.Encoding encoding) throws IOException {
    for (int i = 0; i < 5; i++) {
      int height = i * 3 % 5;
      Slices.write(folder, "s" + i, Slices.slice(encoding, height, 10, 30 + 2.5 * height));
    }
    Files.writeString(folder.resolve("notes.txt"), "no slice");
    Volume volume = Volumes.open(folder);
    assertThat(volume.geometry().affine())
        .containsExactly(-0.25, 0, 0, -10, 0, -0.5, 0, 20, 0, 0, 2.5, 30);
    for (int z = 0; z < 5; z++) {
      assertThat(slice(volume, z)[0]).isEqualTo(100 * z - 1000);
      assertThat(slice(volume, z)[11]).isEqualTo(100 * z + 11 - 1000);
    }
    assertThat(Volumes.header(folder).format()).isEqualTo(VolumeFormat.DICOM);
    assertThat(Volumes.header(folder).type()).isEqualTo(VoxelType.INT16);
    Volume one = Volumes.open(folder.resolve("s1"));
    assertThat(one.sizeZ()).isEqualTo(1);
    assertThat(one.geometry().origin()).containsExactly(-10, 20, 37.5);
  }

  /** Some programs put a header of TIFF into the bytes that DICOM leaves free. */
  @Test
  void aHeaderOfTiffInFrontMakesNoTiff() throws IOException {
    byte[] file = Slices.slice(3, 30).file();
    System.arraycopy("II*\0".getBytes(StandardCharsets.ISO_8859_1), 0, file, 0, 4);
    Path written = Files.write(folder.resolve("both"), file);
    assertThat(Volumes.header(written).format()).isEqualTo(VolumeFormat.DICOM);
    assertThat(slice(Volumes.open(written), 0)[11]).isEqualTo(300 + 11 - 1000);
  }

  @Test
  void filesOfOldProgramsBeginWithTheirElements() throws IOException {
    for (DicomBuilder.Encoding encoding : DicomBuilder.Encoding.values()) {
      Path file = folder.resolve(encoding.name());
      Files.write(file, Slices.slice(encoding, 3, 10, 0).fileWithoutMeta());
      assertThat(slice(Volumes.open(file), 0)[1]).isEqualTo(-699);
    }
  }

  @Test
  void severalSeriesAreTold() throws IOException {
    slices(0, 1, 2);
    Slices.write(folder, "other", Slices.slice(9, 0).text(Tag.SERIES, "UI", "1.2.5"));
    refused("2 series", "0: series 7 (CT, 3 files), 1: series 7 (CT, 1 file)");
    List<DicomSeries> all = DicomFolder.read(folder).series();
    assertThat(all.get(0).open().sizeZ()).isEqualTo(3);
    assertThat(all.get(1).uid()).isEqualTo("1.2.5");
    assertThat(all.get(1).files()).containsExactly(folder.resolve("other"));
  }

  @Test
  void missingSlices() throws IOException {
    slices(0, 2.5, 5, 10, 12.5);
    refused("misses 1 slice", "s2 and s3 lie 5.000 mm apart, others 2.500");
    Files.delete(folder.resolve("s3"));
    refused("misses 2 slices", "s2 and s4");
  }

  @Test
  void unequalDistancesAndRounding() throws IOException {
    slices(0, 2.5, 5, 8.6, 11);
    refused("unequal distances", "s2 and s3 lie 3.600 mm apart");
    slices(0, 1.1, 2.3, 3.4, 4.5); // 1.13 rounded to tenths
    assertThat(Volumes.open(folder).geometry().spacing(Axis.Z)).isEqualTo(1.125);
  }

  @Test
  void doubledSlices() throws IOException {
    slices(0, 2.5, 5);
    Files.copy(folder.resolve("s1"), folder.resolve("copy"));
    refused("2 slices at one place", "s1", "copy", "doubled");
    Files.copy(folder.resolve("s0"), folder.resolve("copy0"));
    Files.copy(folder.resolve("s2"), folder.resolve("copy2"));
    refused("a slice twice", "nothing tells them apart");
  }

  @Test
  void severalTimesAtEachPlace() throws IOException {
    for (int i = 0; i < 6; i++) {
      DicomBuilder slice = Slices.slice(i, 2.0 * (i / 2));
      Slices.write(folder, "s" + i, slice.text(Tag.TEMPORAL_POSITION, "IS", "" + (2 - i % 2)));
    }
    refused("2 slices at each place", "0..1", "Volumes.open(path, frame)");
    assertThat(Volumes.header(folder).frames()).isEqualTo(2);
    assertThat(slice(Volumes.open(folder, 0), 1)[0]).isEqualTo(300 - 1000);
    assertThat(slice(Volumes.open(folder, 1), 1)[0]).isEqualTo(200 - 1000);
    assertThatThrownBy(() -> Volumes.open(folder, 2)).hasMessageContaining("no frame 2");
  }

  @Test
  void slicesOfDifferentSizesDirectionsAndSpacings() throws IOException {
    slices(0, 1);
    DicomBuilder wide = Slices.slice(2, 2).unsigned(Tag.COLUMNS, 3).unsigned(Tag.ROWS, 4);
    Slices.write(folder, "wide", wide);
    refused("different sizes", "s0 of 4x3 voxels, wide of 3x4");
    Slices.write(
        folder, "wide", Slices.slice(2, 2).text(Tag.ORIENTATION, "DS", "0\\1\\0\\0\\0\\1"));
    refused("different directions (0020,0037)", "wide");
    Slices.write(folder, "wide", Slices.slice(2, 2).text(Tag.PIXEL_SPACING, "DS", "1\\1"));
    refused("different spacings (0028,0030)", "wide");
    Slices.write(folder, "wide", Slices.slice(2, 2).without(Tag.POSITION));
    refused("wide does not say where it lies", "(0020,0032)");
  }

  @Test
  void aLeaningGantry() throws IOException {
    for (int i = 0; i < 4; i++) {
      Slices.write(
          folder, "s" + i, Slices.slice(DicomBuilder.Encoding.EXPLICIT, i, 10 + i, 2.0 * i));
    }
    DicomSeries series = DicomFolder.read(folder).only();
    assertThat(series.gantryTilt()).isCloseTo(Math.toDegrees(Math.atan(0.5)), within(1e-9));
    assertThat(series.grid().geometry().affine())
        .containsExactly(-0.25, 0, -1, -10, 0, -0.5, 0, 20, 0, 0, 2, 0);
    Slices.write(folder, "s2", Slices.slice(DicomBuilder.Encoding.EXPLICIT, 2, 14, 4));
    refused("do not lie on one line", "s2 is 2.000 mm away");
  }

  @Test
  void eachSliceScaledByItself() throws IOException {
    for (int i = 0; i < 3; i++) {
      Slices.write(folder, "s" + i, Slices.slice(i, i).text(Tag.SLOPE, "DS", "" + (i + 1) + ".5"));
    }
    Volume volume = Volumes.open(folder);
    for (int z = 0; z < 3; z++) {
      assertThat(slice(volume, z)[2]).isEqualTo((100 * z + 2) * (z + 1.5f) - 1000);
    }
  }

  @Test
  void nothingOfAPersonIsSaid() throws IOException {
    slices(0, 1, 2);
    DicomSeries series = DicomFolder.read(folder).only();
    assertThat(series.toString()).isEqualTo("series 7 (CT, 3 files)");
    Slices.write(folder, "s1", Slices.slice(1, 1).text(Tag.MODALITY, "CS", Slices.NAME));
    Slices.write(folder, "s2", Slices.slice(2, 2).text(Tag.POSITION, "DS", Slices.NAME));
    refused("s2 has in (0020,0032) not the 3 numbers");
    Slices.write(folder, "s2", Slices.slice(2, 2).text(Tag.PHOTOMETRIC, "CS", Slices.NAME));
    refused("s2 has 1 value at each pixel", "unknown");
    Slices.write(folder, "s2", Slices.slice(2, 2).syntax(Slices.NAME));
    refused("s2 has pixels of the transfer syntax unknown");
  }

  @Test
  void noImages() throws IOException {
    refused("is a folder without DICOM images");
    Path report = Slices.write(folder, "sr", Slices.slice(1, 1).without(Tag.PIXEL_DATA));
    refused("is a folder without DICOM images");
    assertThatThrownBy(() -> Volumes.open(report)).hasMessageContaining("has no pixels");
    assertThat(new String(Files.readAllBytes(report), StandardCharsets.ISO_8859_1))
        .contains(Slices.NAME);
  }
}
