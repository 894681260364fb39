package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Mask;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
import org.mem3d.io.dicom.DicomFolder;
import org.mem3d.io.dicom.DicomSegment;
import org.mem3d.io.dicom.DicomSegmentation;
import org.mem3d.io.dicom.DicomSeries;

/**
 * The test files of Debian's pydicom, and what GDCM and dcmtk make of them, are read as pydicom
 * reads them, or refused in one line. Skipped where pydicom or its files are not there.
 */
class PydicomTest {
  private static final Path FILES =
      Path.of("/usr/lib/python3/dist-packages/pydicom/data/test_files");

  @TempDir Path folder = Path.of(".");

  @Test
  void filesOfThePackage() throws Exception {
    List<Path> files = files();
    Map<String, String> outcome = compare(files);
    print(outcome);
    // How many pydicom can unpack depends on what is installed beside it.
    assertThat(outcome.values()).contains("alike").doesNotContain("differs");
    assertThat(outcome).containsEntry("MR_small_RLE.dcm", "alike");
    assertThat(outcome.get("JPEG2000.dcm")).contains("JPEG 2000", "gdcmconv");
  }

  @Test
  void whatOthersMakeOfThem() throws Exception {
    files();
    List<Path> made = new ArrayList<>();
    for (String name : List.of("CT_small.dcm", "MR_small.dcm")) {
      for (String how : List.of("--raw", "--implicit", "--rle", "--jpeg", "--jpegls", "--j2k")) {
        Path file = folder.resolve(name.replace(".dcm", how + ".dcm"));
        if (run("/usr/bin/gdcmconv", how, FILES.resolve(name).toString(), file.toString())) {
          made.add(file);
        }
      }
      for (String how : List.of("+e1", "+el", "+eb")) {
        Path file = folder.resolve(name.replace(".dcm", "-dcmtk" + how + ".dcm"));
        Path raw = folder.resolve(name.replace(".dcm", "--raw.dcm"));
        if (run("/usr/bin/dcmcjpeg", how, raw.toString(), file.toString())) {
          made.add(file);
        }
      }
    }
    assumeTrue(!made.isEmpty(), "neither GDCM's nor dcmtk's programs are installed");
    Map<String, String> outcome = compare(made);
    print(outcome);
    outcome.forEach(
        (name, found) -> {
          if (name.matches(".*(raw|implicit|rle|jpeg|e1|el)\\.dcm")) {
            assertThat(found).as(name).isEqualTo("alike");
          } else {
            assertThat(found).as(name).doesNotContain("differs");
          }
        });
  }

  @Test
  void theSeriesOfThePackageAreTold() throws Exception {
    files();
    Path ct = FILES.resolve("dicomdirtests/98892003");
    assumeTrue(Files.isDirectory(ct), "the package has no folders of series");
    for (var series : DicomFolder.read(ct).series()) {
      assertThat(series.modality()).isEqualTo("MR");
      assertThat(series.files()).isNotEmpty();
    }
  }

  @Test
  void segmentationsAreReadAsPydicomReadsThem() throws Exception {
    files();
    Path slices = Files.createDirectory(folder.resolve("slices"));
    Path slice = Files.copy(FILES.resolve("CT_small.dcm"), slices.resolve("slice"));
    DicomSeries series = DicomFolder.read(slices).only();
    byte[] labels = new byte[128 * 128];
    labels[5] = 1;
    labels[6] = 2;
    labels[128 * 128 - 1] = 2;
    Path file = folder.resolve("mask.dcm");
    Mask mask = new Mask(128, 128, 1, series.grid().geometry(), labels);
    DicomSegmentation.write(
        file, series, mask, List.of(new DicomSegment("Größe", 255), new DicomSegment("b", 0)));
    var python = Python.with("pydicom, numpy");
    assumeTrue(python.isPresent(), "pydicom is not installed");
    List<String> found = python.orElseThrow().run("pydicom_segmentation.py", "", file.toString());
    assertThat(found.get(0)).matches("1 \\S+ 1 5 \\S+; 2 \\S+ 2 6 \\S+");
    assertThat(found.subList(1, 4)).containsExactly("Größe; b", "1", "CompressedSamples^CT1");
    assertThat(slice).exists();
    LabelVolume theirs = Volumes.readLabels(FILES.resolve("liver_1frame.dcm"));
    assertThat(theirs.sizeX()).isEqualTo(512);
    assertThat(theirs.labels()).containsExactly(1);
  }

  private static List<Path> files() throws IOException {
    if (!Files.isDirectory(FILES)) {
      System.out.println("SKIPPED: pydicom's test files, since there is no " + FILES);
    }
    assumeTrue(Files.isDirectory(FILES), "there is no " + FILES);
    try (Stream<Path> all = Files.list(FILES)) {
      return all.filter(file -> file.toString().endsWith(".dcm")).sorted().toList();
    }
  }

  /** Returns of each file by its name whether it was read alike, or why it was refused. */
  private static Map<String, String> compare(List<Path> files) throws Exception {
    var python = Python.with("pydicom, numpy");
    assumeTrue(python.isPresent(), "pydicom is not installed");
    String names = String.join("\n", files.stream().map(Path::toString).toList()) + "\n";
    List<String> lines = python.orElseThrow().run("pydicom_read.py", names);
    assertThat(lines).hasSameSizeAs(files);
    Map<String, String> outcome = new TreeMap<>();
    for (int i = 0; i < files.size(); i++) {
      Nibabel.Found theirs = new Nibabel.Found(lines.get(i));
      boolean read = lines.get(i).contains("\"data\"");
      String found;
      try {
        Volume volume = Volumes.open(files.get(i));
        if (!read) {
          found = "read here alone";
        } else {
          found = Nibabel.digest(volume).equals(theirs.text("data")) ? "alike" : "differs";
        }
      } catch (VolumeException e) {
        assertThat(e.getMessage()).doesNotContain("\n").contains(files.get(i).toString());
        found =
            (read ? "refused: " : "refused by both: ")
                + e.getMessage().substring(files.get(i).toString().length());
      }
      outcome.put(String.valueOf(files.get(i).getFileName()), found);
    }
    return outcome;
  }

  private static void print(Map<String, String> outcome) {
    outcome.forEach((name, found) -> System.out.println("pydicom " + name + ": " + found));
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    if (!Files.isExecutable(Path.of(command[0]))) {
      System.out.println("SKIPPED: " + command[0] + " is not installed");
      return false;
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      System.out.println(String.join(" ", command) + " failed: " + output.lines().findFirst());
    }
    return status == 0;
  }
}
