package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mem3d.GridCheck;
import org.mem3d.Volume;
import org.mem3d.io.LabelVolume;
import org.mem3d.io.VolumeFormat;
import org.mem3d.io.Volumes;
import org.mem3d.io.dicom.DicomSegmentation;

/** {@code segment} takes every format, to read and to write. */
class FormatsCommandTest {
  @TempDir Path directory = Path.of(".");

  @ParameterizedTest
  @CsvSource({
    "image.nrrd, mask.mha, NRRD, META_IMAGE",
    "image.mhd, mask.nhdr, META_IMAGE, NRRD",
    "image.nii, mask.nrrd, NIFTI, NRRD"
  })
  void everyFormat(String from, String to, VolumeFormat read, VolumeFormat written) {
    Path image = directory.resolve(from);
    Path mask = directory.resolve(to);
    Path probability = directory.resolve("probability-" + to);
    TestVolumes.writeImage(image, TestVolumes.ball());
    assertThat(Volumes.header(image).format()).isEqualTo(read);
    CommandRun run = segment(image, "--out", mask.toString(), "--prob", probability.toString());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Volumes.header(mask).format()).isEqualTo(written);
    Volume volume = Volumes.open(image);
    LabelVolume labels = Volumes.readLabels(mask, volume.grid(), GridCheck.PLACE);
    assertThat(labels.label(20, 18, 7)).isEqualTo(1);
    assertThat(labels.label(0, 0, 0)).isZero();
    assertThat(Volumes.open(probability, volume.grid(), GridCheck.PLACE).sizeX()).isEqualTo(40);
    CommandRun again = segment(image, "--out", mask.toString(), "--slice-mask", "z=7:" + mask);
    assertThat(again.status()).as(again.err()).isEqualTo(2);
    assertThat(again.err()).contains("would overwrite");
  }

  @Test
  void theFileOfVoxelsIsAnOutputToo() {
    Path image = directory.resolve("image.nrrd");
    TestVolumes.writeImage(image, TestVolumes.ball());
    CommandRun run =
        segment(
            image,
            "--out",
            directory.resolve("m.mhd").toString(),
            "--quality",
            directory.resolve("m.zraw").toString());
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains("are one file");
    assertThat(Files.exists(directory.resolve("m.mhd"))).isFalse();
    CommandRun named = segment(image, "--out", directory.resolve("m.png").toString());
    assertThat(named.status()).isEqualTo(2);
    assertThat(named.err()).contains("must end in .nii, .nii.gz, .nrrd, .nhdr, .mha or .mhd");
  }

  @Test
  void aFolderOfDicomSlices() throws IOException {
    Path dicom = Files.createDirectory(directory.resolve("dicom"));
    Files.writeString(dicom.resolve("notes.txt"), "no slice");
    CommandRun none = segment(dicom, "--out", directory.resolve("m.nii").toString());
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err()).contains("without DICOM images");
    DicomSlices.write(dicom, TestVolumes.ball(), 1);
    Path mask = directory.resolve("mask.dcm");
    CommandRun run = segment(dicom, "--out", mask.toString());
    assertThat(run.status()).as(run.err()).isZero();
    LabelVolume labels = Volumes.readLabels(mask, Volumes.header(dicom).grid(), GridCheck.PLACE);
    assertThat(labels.label(20, 18, 7)).isEqualTo(1);
    assertThat(DicomSegmentation.read(mask).segments()).hasSize(1);
    DicomSlices.write(dicom, TestVolumes.ball(), 2);
    CommandRun several = segment(dicom, "--out", mask.toString());
    assertThat(several.status()).isEqualTo(1);
    assertThat(several.err()).contains("2 series", "--series", "1: series 2 (CT, 14 files)");
    CommandRun second = segment(dicom, "--series", "1", "--out", mask.toString());
    assertThat(second.status()).as(second.err()).isZero();
    Path image = directory.resolve("image.nii");
    TestVolumes.writeImage(image, TestVolumes.ball());
    CommandRun alone = segment(image, "--out", mask.toString());
    assertThat(alone.status()).isEqualTo(2);
    assertThat(alone.err()).contains("needs a folder of DICOM slices");
    CommandRun wrong =
        segment(image, "--series", "1", "--out", directory.resolve("m.nii").toString());
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.err()).contains("--series chooses in a folder");
  }

  @Test
  void surfacesPlanesAndAFilm() throws IOException {
    Path image = directory.resolve("image.nrrd");
    TestVolumes.writeImage(image, TestVolumes.ball());
    Path mesh = directory.resolve("ball.obj");
    Path planes = directory.resolve("planes.png");
    Path film = directory.resolve("film.gif");
    String[] options = {
      "--out", directory.resolve("m.nrrd").toString(),
      "--mesh", mesh.toString(),
      "--planes", planes.toString(),
      "--film", film.toString()
    };
    CommandRun run = segment(image, options);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Files.readAllLines(mesh))
        .filteredOn(line -> line.startsWith("f "))
        .hasSizeGreaterThan(500);
    assertThat(ImageIO.read(planes.toFile()).getWidth()).isGreaterThan(300);
    try (ImageInputStream in = ImageIO.createImageInputStream(film.toFile())) {
      ImageReader reader = ImageIO.getImageReaders(in).next();
      reader.setInput(in);
      assertThat(reader.getNumImages(true)).isGreaterThan(15);
    }
    options[3] = directory.resolve("ball.vtk").toString();
    CommandRun wrong = segment(image, options);
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains("must end in .ply, .stl or .obj");
  }

  private static CommandRun segment(Path image, String... options) {
    String[] all = new String[6 + options.length];
    System.arraycopy(
        new String[] {
          "segment", image.toString(), "--backend", "reference", "--click", "z=7:20,18"
        },
        0,
        all,
        0,
        6);
    System.arraycopy(options, 0, all, 6, options.length);
    return CommandRun.of(all);
  }
}
