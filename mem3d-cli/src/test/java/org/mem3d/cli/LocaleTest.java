package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options, names and numbers are the same in every language, its dots and commas included. */
class LocaleTest {
  @TempDir Path directory = Path.of(".");
  private final Locale before = Locale.getDefault();

  @AfterEach
  void setBack() {
    Locale.setDefault(before);
  }

  @BeforeEach
  void writeBall() {
    TestVolumes.writeImage(directory.resolve("IMAGE.NII"), TestVolumes.ball());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tr-TR", "de-DE", "ar-EG-u-nu-arab"})
  void segment(String language) throws IOException {
    Locale.setDefault(Locale.forLanguageTag(language));
    Path quality = directory.resolve("quality.csv");
    CommandRun run =
        CommandRun.of(
            "segment",
            directory.resolve("IMAGE.NII").toString(),
            "--out",
            directory.resolve("MASK.NII").toString(),
            "--prob",
            directory.resolve("PROB.NII").toString(),
            "--quality",
            quality.toString(),
            "--axis",
            "Z",
            "--object",
            "DİŞ",
            "--box",
            "Z=7:11.0,9.0,29.0,27.0",
            "--object",
            "diş",
            "--absent",
            "Z=0",
            "--plan",
            "CHAIN",
            "--precision",
            "FLOAT32",
            "--backend",
            "reference");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("1 DİŞ: [0-9]+ voxels, [0-9]+\\.[0-9]{2} ml");
    assertThat(directory.resolve("PROB-DİŞ.NII")).exists();
    List<String> lines = Files.readAllLines(quality);
    assertThat(lines)
        .anyMatch(line -> line.matches("1,DİŞ,z,7,[01]\\.[0-9]{4},[0-9]+,annotated"))
        .anyMatch(line -> line.matches("2,diş,z,0,[01]\\.[0-9]{4},0,annotated"));
  }
}
