package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of the user's is overwritten by accident, and what is refused is so before the work. */
class FileArgumentsTest {
  @TempDir Path directory = Path.of(".");
  private Path image = Path.of(".");
  private byte[] content = {};

  @BeforeEach
  void writeBall() throws IOException {
    image = directory.resolve("image.nii.gz");
    TestVolumes.writeImage(image, TestVolumes.ball());
    content = Files.readAllBytes(image);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Runs segment on the image with a mark; words that begin with ./ are in the directory. */
  private CommandRun segment(String... options) {
    List<String> all = new ArrayList<>(List.of("segment", image.toString()));
    all.addAll(List.of("--backend", "reference"));
    for (String option : options) {
      all.add(option.startsWith("./") ? directory + option.substring(1) : option);
    }
    return CommandRun.of(all.toArray(String[]::new));
  }

  private void requireRefused(CommandRun run, String... words) throws IOException {
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err().strip()).startsWith("mem3d: ").contains(words).doesNotContain("\n");
    assertThat(image).hasBinaryContent(content);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--out ./image.nii.gz | would overwrite IMAGE",
        "--out ./none/../image.nii.gz | does not exist",
        "--out ./m.nii --prob ./m.nii | are one file",
        "--out ./m.nii --prob ./M.nii | are one file",
        "--out ./m.nii --quality ./image.nii.gz | would overwrite IMAGE",
        "--out ./m.nii --report ./image.nii.gz | would overwrite IMAGE",
        "--out ./m.nii --quality ./page --report ./page | are one file",
        "--out ./none/m.nii | does not exist; make it",
        "--out ./m.nii --report ./none/page | does not exist; make it",
        "--out ./m.nii --quality ./ | names a folder",
        "--out ./m.nii/ | names a folder",
        "--out ./m.nii --quality ./image.nii.gz/q.csv | not a folder",
      })
  void anOutputThatIsNoPlaceForAFile(String options, String why) throws IOException {
    List<String> words = new ArrayList<>(List.of(options.split(" ")));
    words.addAll(List.of("--click", "z=7:20,18"));
    requireRefused(segment(words.toArray(String[]::new)), why);
    assertThat(names()).containsExactly("image.nii.gz");
  }

  @Test
  void aFolderIsNoFile() throws IOException {
    Files.createDirectory(directory.resolve("folder.nii"));
    requireRefused(segment("--out", "./folder.nii", "--click", "z=7:20,18"), "it is a folder");
    requireRefused(
        segment("--out", "./" + "x".repeat(300) + ".nii", "--click", "z=7:20,18"), "too long");
  }

  @Test
  void linksToTheImage() throws IOException {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("unix"),
        "links are made on Unix alone");
    Files.createSymbolicLink(directory.resolve("soft.nii.gz"), image);
    Files.createLink(directory.resolve("hard.nii.gz"), image);
    for (String link : List.of("./soft.nii.gz", "./hard.nii.gz")) {
      requireRefused(segment("--out", link, "--click", "z=7:20,18"), "would overwrite IMAGE");
    }
  }

  @Test
  void marksAndWeightsAreInputsToo() throws IOException {
    Path marks = directory.resolve("marks.json");
    Path slice = directory.resolve("slice.nii.gz");
    TestVolumes.writeLabels(slice);
    Files.writeString(
        marks,
        """
        {"objects": [{"name": "a", "marks": [{"type": "mask", "slice": 7, "file": "slice.nii.gz"}]}]}
        """);
    String[] given = {"--interactions", "./marks.json"};
    requireRefused(segment(given[0], given[1], "--out", "./slice.nii.gz"), "would overwrite");
    requireRefused(
        segment(given[0], given[1], "--out", "./m.nii", "--report", "./marks.json"),
        "would overwrite");
    requireRefused(
        segment("--slice-mask", "z=7:" + slice, "--out", "./slice.nii.gz"), "would overwrite");
    Files.writeString(directory.resolve("w.safetensors"), "weights");
    requireRefused(
        segment(
            "--click",
            "z=7:20,18",
            "--out",
            "./m.nii",
            "--model",
            "./w.safetensors",
            "--quality",
            "./w.safetensors"),
        "would overwrite --model");
    assertThat(directory.resolve("w.safetensors")).hasContent("weights");
  }

  @ParameterizedTest
  @CsvSource({"Liver, liver", "a/b, a:b", "a b, a_b", "é, e\u0301"})
  void objectsWhoseFilesWouldBeOne(String first, String second) throws IOException {
    requireRefused(
        segment(
            "--out",
            "./m.nii",
            "--prob",
            "./p.nii",
            "--object",
            first,
            "--click",
            "z=7:20,18",
            "--object",
            second,
            "--click",
            "z=8:20,18"),
        "--prob",
        "are one file");
    assertThat(names()).containsExactly("image.nii.gz");
  }

  @Test
  void lettersOfEveryScriptStayInNames() {
    List<String> objects =
        List.of(
            "печень", "肝臓", "كبد", "जिगर", "foie gras", "..", "a/b", "CON", "\ud83e\udec0", "ı");
    assertThat(ObjectFiles.of(Path.of("x", "prob.nii.gz"), objects))
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "prob-печень.nii.gz",
            "prob-肝臓.nii.gz",
            "prob-كبد.nii.gz",
            "prob-जिगर.nii.gz",
            "prob-foie_gras.nii.gz",
            "prob-...nii.gz",
            "prob-a_b.nii.gz",
            "prob-CON.nii.gz",
            "prob-\ud83e\udec0.nii.gz",
            "prob-ı.nii.gz");
    assertThat(ObjectFiles.of(Path.of("p.NII"), List.of("a b"))).containsExactly(Path.of("p.NII"));
  }

  @Test
  void aNameMayBeginWithAnAtSign() throws IOException {
    Path options = Files.writeString(directory.resolve("options"), "--help");
    CommandRun run =
        CommandRun.of("segment", "@" + options, "--out", "m.nii", "--click", "z=7:20,18");
    assertThat(run.status()).as(run.out()).isEqualTo(1);
    assertThat(run.err()).contains("@" + options).contains("does not exist");
  }

  @Test
  void otherCommandsRefuseTheSame() throws IOException {
    Path file = Files.writeString(directory.resolve("w.safetensors"), "weights");
    String w = file.toString();
    requireRefused(
        CommandRun.of("model", "import", w, "--arch", "iog", "-o", w),
        "would overwrite CHECKPOINT");
    requireRefused(CommandRun.of("model", "export", w, "-o", w), "would overwrite FILE");
    requireRefused(
        CommandRun.of("model", "export", "encode", "-o", directory + "/none/e.onnx"), "none");
    requireRefused(
        CommandRun.of("model", "golden", "--arch", "iog", "--compare", w, "--out", w),
        "would overwrite --compare");
    requireRefused(
        CommandRun.of(
            "model",
            "golden",
            "--arch",
            "iog",
            "--out",
            directory + "/new",
            "--weights",
            directory + "/NEW"),
        "are one file");
    Path one = Files.createDirectories(directory.resolve("data/balls/one"));
    Files.copy(image, one.resolve("image.nii.gz"));
    TestVolumes.writeLabels(one.resolve("label.nii.gz"));
    String data = directory.resolve("data").toString();
    requireRefused(CommandRun.of("evaluate", data, "--out", w), "is not a folder");
    requireRefused(CommandRun.of("demo", "--out", w), "is not a folder");
    requireRefused(
        CommandRun.of("demo", "--size", "40x40x16", "--out", one.toString()),
        "image.nii.gz",
        "name another folder");
    assertThat(one.resolve("image.nii.gz")).hasBinaryContent(content);
    assertThat(file).hasContent("weights");
  }

  @Test
  void anAnswerThatNobodyTookIsAFailure() {
    Writer full =
        new Writer() {
          @Override
          public void write(char[] text, int offset, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void close() {}
        };
    StringWriter err = new StringWriter();
    int status = Mem3d.run(new PrintWriter(full), new PrintWriter(err), "backends");
    assertThat(status).isEqualTo(1);
    assertThat(err.toString().strip())
        .isEqualTo("mem3d: the standard output stream took not all: is it full or closed?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"z", "Z"})
  void anAxisInEitherCase(String axis) throws IOException {
    requireRefused(
        segment("--axis", axis, "--click", "x=7:20,18", "--out", "./m.nii"), "another axis");
    requireRefused(
        segment("--axis", axis, "--click", "7:20,18", "--out", "./image.nii.gz"), "overwrite");
  }
}
