package org.mem3d.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.batch.CohortFiles.JobFiles;
import org.mem3d.batch.Job;
import org.mem3d.batch.JobJson;

/** Files of a cohort on this machine and on another file system. */
class HadoopFilesTest {
  private static final Job JOB =
      JobJson.read("{\"id\": \"one\", \"image\": \"a.mhd\", \"marks\": \"m/a.json\"}");

  @TempDir Path work = Path.of(".");

  private HadoopFiles files(String scheme) throws IOException {
    Files.createDirectories(work.resolve("in/m"));
    Files.createDirectories(work.resolve("in/slices/more"));
    for (String name :
        List.of("a.mhd", "a.zraw", "b.raw", "m/a.json", "m/é b.png", "slices/1", "slices/more/2")) {
      Files.writeString(work.resolve("in").resolve(name), name);
    }
    return new HadoopFiles(
        scheme + work.resolve("in"), scheme + work.resolve("out"), OtherFileSystem.configuration());
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "other:", ""})
  void inputsAreHereWithWhatBelongsToThem(String scheme) throws IOException {
    try (JobFiles own = files(scheme).open(JOB)) {
      Path image = own.input("a.mhd");
      assertThat(image).hasContent("a.mhd");
      assertThat(image.resolveSibling("a.zraw")).hasContent("a.zraw");
      assertThat(own.input("m/a.json")).hasContent("m/a.json");
      assertThat(own.beside("m/a.json", "é b.png")).hasContent("m/é b.png");
      assertThat(own.beside("m/a.json", "../b.raw")).hasContent("b.raw");
      assertThat(own.input("slices").resolve("more/2")).hasContent("slices/more/2");
      assertThatThrownBy(() -> own.input("none"))
          .isInstanceOf(FileNotFoundException.class)
          .hasMessageContaining("in/none does not exist");
    }
    assertThat(work.resolve("in/a.mhd")).exists();
  }

  @Test
  void copiesGoWithTheJob() throws IOException {
    Path copy;
    try (JobFiles own = files("other:").open(JOB)) {
      copy = own.input("a.mhd");
      assertThat(copy).isNotEqualTo(work.resolve("in/a.mhd")).isEqualTo(own.input("a.mhd"));
      assertThat(copy.resolveSibling("b.raw")).doesNotExist();
    }
    assertThat(copy).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "other:", ""})
  void resultsAreThereWholeAndAlone(String scheme) throws IOException {
    try (JobFiles own = files(scheme).open(JOB)) {
      assertThat(own.result("mask")).isNull();
      for (String text : List.of("first", "second")) {
        own.write("mask", file -> Files.writeString(file, text));
        try (InputStream in = own.result("mask")) {
          assertThat(in).hasContent(text);
        }
      }
      assertThatThrownBy(
              () ->
                  own.write(
                      "mask",
                      file -> {
                        throw new IOException("no");
                      }))
          .hasMessage("no");
    }
    assertThat(work.resolve("out/jobs/one/mask")).hasContent("second");
    try (Stream<Path> all = Files.walk(work.resolve("out"))) {
      assertThat(all.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  @Test
  void tablesAndManifests() throws IOException {
    HadoopFiles files = files("other:");
    files.write("results.csv", "a,b\n");
    assertThat(work.resolve("out/results.csv")).hasContent("a,b\n");
    assertThat(new String(files.read("a.mhd"), StandardCharsets.UTF_8)).isEqualTo("a.mhd");
    assertThat(
            new HadoopFiles("in", "out", OtherFileSystem.configuration())
                .place(EngineChoice.DEFAULT)
                .inputs())
        .as("a folder that has no root is this process's")
        .isEqualTo("file:" + Path.of("in").toAbsolutePath());
    assertThat(files.place("x.parquet")).isEqualTo("other:" + work.resolve("out/x.parquet"));
  }
}
