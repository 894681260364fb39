package org.mem3d.io.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.GridCheck;
import org.mem3d.GridException;
import org.mem3d.Mask;
import org.mem3d.VolumeException;
import org.mem3d.io.LabelVolume;
import org.mem3d.io.Volumes;

/** Masks as DICOM segmentations of a series, written and read. */
class DicomSegmentationTest {
  private static final List<DicomSegment> SEGMENTS =
      List.of(new DicomSegment("Leber ü", 0xc04020), new DicomSegment("tumour", 0x00ff00));

  @TempDir Path folder = Path.of(".");
  private Path file = Path.of(".");

  @BeforeEach
  void writeSlices() throws IOException {
    Path slices = Files.createDirectory(folder.resolve("slices"));
    for (int i = 0; i < 5; i++) {
      DicomBuilder slice = Slices.slice(DicomBuilder.Encoding.EXPLICIT, i, 10, 2.5 * i);
      slice.text(Tag.FRAME_OF_REFERENCE, "UI", "1.2.9").text(0x00080020, "DA", "20200101");
      Slices.write(slices, "s" + i, slice.text(0x00080030, "TM", "120000"));
    }
    file = folder.resolve("mask.dcm");
  }

  private DicomSeries series() {
    return DicomFolder.read(folder.resolve("slices")).only();
  }

  private static Mask mask(Grid grid) {
    byte[] labels = new byte[4 * 3 * 5];
    labels[12 + 1] = 1; // slice 1
    labels[36 + 2] = 1; // slice 3
    labels[36 + 11] = 2;
    return new Mask(4, 3, 5, grid.geometry(), labels);
  }

  @Test
  void comesBack() {
    Grid grid = series().grid();
    DicomSegmentation.write(file, series(), mask(grid), SEGMENTS);
    DicomSegmentation read = DicomSegmentation.read(file);
    assertThat(read.segments()).isEqualTo(SEGMENTS);
    assertThat(read.mask(grid)).isEqualTo(mask(grid));
    Mask own = read.mask(); // the slices 1 to 3
    assertThat(own.sizeZ()).isEqualTo(3);
    assertThat(own.geometry().origin()).containsExactly(-10, 20, 2.5);
    assertThat(own.label(2, 0, 2)).isEqualTo(1);
    LabelVolume labels = Volumes.readLabels(file, grid, GridCheck.PLACE);
    assertThat(labels.label(3, 2, 3)).isEqualTo(2);
    assertThat(labels.count(1)).isEqualTo(2);
    assertThat(Volumes.open(file).sizeZ()).isEqualTo(3);
    assertThat(DicomFolder.read(folder).series()).hasSize(1); // it is no image
  }

  @Test
  void anEmptyMaskAndMisplacedOnes() {
    Grid grid = series().grid();
    Mask empty = new Mask(4, 3, 5, grid.geometry(), new byte[60]);
    DicomSegmentation.write(file, series(), empty, SEGMENTS);
    assertThat(DicomSegmentation.read(file).mask(grid)).isEqualTo(empty);
    Mask elsewhere = new Mask(4, 3, 5, Geometry.UNIT, new byte[60]);
    assertThatThrownBy(() -> DicomSegmentation.write(file, series(), elsewhere, SEGMENTS))
        .isInstanceOf(GridException.class);
    assertThatThrownBy(
            () -> DicomSegmentation.write(file, series(), mask(grid), SEGMENTS.subList(0, 1)))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("label 2");
    DicomSegmentation read = DicomSegmentation.read(file);
    assertThatThrownBy(() -> read.mask(new Grid(4, 3, 5, Geometry.UNIT)))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("no slice of");
    assertThatThrownBy(() -> read.mask(new Grid(5, 3, 5, grid.geometry())))
        .hasMessageContaining("frames of 4x3");
    assertThatThrownBy(() -> DicomSegmentation.read(folder.resolve("slices/s0")))
        .hasMessageContaining("is no DICOM segmentation");
  }

  @Test
  void dciodvfyFindsNoError() throws Exception {
    Path program = Path.of("/usr/bin/dciodvfy");
    if (!Files.isExecutable(program)) {
      System.out.println("SKIPPED: dciodvfy, since there is no " + program);
    }
    assumeTrue(Files.isExecutable(program), "dicom3tools is not installed");
    DicomSegmentation.write(file, series(), mask(series().grid()), SEGMENTS);
    Process process =
        new ProcessBuilder(program.toString(), file.toString()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    System.out.println("dciodvfy: " + output);
    assertThat(output.lines().filter(line -> line.startsWith("Error"))).isEmpty();
  }
}
