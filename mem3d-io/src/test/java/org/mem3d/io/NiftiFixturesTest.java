package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mem3d.Volume;

/** Files that nibabel wrote are read as nibabel reads them. */
class NiftiFixturesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "nifti");

  static Stream<String> fixtures() throws IOException {
    return Files.readAllLines(FOLDER.resolve("expected.tsv")).stream()
        .filter(line -> !line.startsWith("#"));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void isReadAsNibabelReadsIt(String line) {
    String[] columns = line.split("\t", -1);
    String name = columns[0];
    Path path = FOLDER.resolve(name);
    Volume volume = Volumes.open(path);
    double[] affine = numbers(columns[1]);
    // A rotation's matrix is made of its quaternion by another formula: the last digits differ.
    double tolerance = name.startsWith("qform_only") ? 1e-6 : 0;
    for (int i = 0; i < 12; i++) {
      assertThat(volume.geometry().affine()[i]).isCloseTo(affine[i], within(tolerance));
    }
    double[] values = numbers(columns[2]);
    float[] expected = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      expected[i] = (float) values[i];
    }
    assertThat(TestVolumes.read(volume)).containsExactly(expected);

    NiftiHeader header = NiftiHeader.read(path);
    if (name.matches("u?(int|float)\\d+_.*")) {
      assertThat(header.type()).hasToString(name.substring(0, name.indexOf('_')));
      assertThat(header.byteOrder())
          .isEqualTo(name.contains("_be_") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      assertThat(header.version()).isEqualTo(name.contains("_v2") ? 2 : 1);
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void isTheSameOnceWrittenAndReadAgain(String line, @TempDir Path folder) {
    Path source = FOLDER.resolve(line.substring(0, line.indexOf('\t')));
    Volume volume = Volumes.open(source);
    Path copy = folder.resolve("copy.nii.gz");
    NiftiWriter.of(VoxelType.FLOAT64).withVersion(2).write(copy, volume);
    assertThat(Volumes.open(copy).geometry()).isEqualTo(volume.geometry());
    assertThat(TestVolumes.read(Volumes.open(copy))).containsExactly(TestVolumes.read(volume));
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.replace("nan", "NaN").replace("inf", "Infinity").split(" ", -1))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }
}
