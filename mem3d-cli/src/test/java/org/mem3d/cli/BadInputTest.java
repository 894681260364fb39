package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Shape;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.runtime.weights.SafetensorsWriter;

/** Bad input ends with status 1 or 2 and one clear line, and leaves no mask behind. */
class BadInputTest {
  @TempDir Path directory = Path.of(".");
  private Path image = Path.of(".");
  private Path out = Path.of(".");

  @BeforeEach
  void writeBall() {
    image = directory.resolve("image.nii.gz");
    out = directory.resolve("mask.nii.gz");
    TestVolumes.writeImage(image, TestVolumes.ball());
  }

  @Test
  void aMissingFile() {
    requireError(segment(directory.resolve("none.nii"), "--click", "z=7:20,18"), 1, "none.nii");
  }

  @Test
  void propertiesOfABackend() {
    String property = "--backend-property=device=cuda:1";
    requireError(
        segment(image, "--click", "z=7:20,18", property), 1, "'reference' knows no properties");
    CommandRun nobodys =
        CommandRun.of(
            "segment", image.toString(), "--out", out.toString(), "--click", "z=7:20,18", property);
    requireError(nobodys, 1, "device=cuda:1", "name it with --backend");
  }

  @Test
  void aFileThatIsNoNifti() throws IOException {
    Path text = directory.resolve("text.nii");
    Files.writeString(text, "this is not a volume ".repeat(50));
    requireError(segment(text, "--click", "z=7:20,18"), 1, "text.nii");
  }

  @Test
  void aTruncatedGzip() throws IOException {
    byte[] whole = Files.readAllBytes(image);
    Path cut = directory.resolve("cut.nii.gz");
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    requireError(segment(cut, "--click", "z=7:20,18"), 1, "cut.nii.gz");
  }

  @ParameterizedTest
  @CsvSource({"100, 100, 100", "32767, 32767, 32767"})
  void aHeaderThatPromisesTooMuch(short x, short y, short z) throws IOException {
    Path plain = directory.resolve("plain.nii");
    TestVolumes.writeImage(plain, TestVolumes.ball());
    byte[] bytes = Files.readAllBytes(plain);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(42, x)
        .putShort(44, y)
        .putShort(46, z);
    Path big = directory.resolve("big.nii");
    Files.write(big, bytes);
    requireError(segment(big, "--click", "z=7:20,18"), 1, "big.nii");
  }

  @Test
  void voxelsThatAreNoNumbersAreBackground() {
    float[] voxels = TestVolumes.ball();
    float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    for (int i = 0; i < voxels.length; i += 11) {
      if (!TestVolumes.inBall(i)) {
        voxels[i] = odd[i % 3];
      }
    }
    TestVolumes.writeImage(image, voxels);
    CommandRun run = segment(image, "--box", "z=7:11,9,29,27");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("1 object: [1-9][0-9]* voxels");
  }

  @Test
  void aMarkOutsideTheVolume() {
    requireError(segment(image, "--click", "z=7:400,18"), 1, "400", "39");
    requireError(segment(image, "--click", "z=77:20,18"), 1, "77", "13");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--scribble | z=7: | no points",
        "--scribble | z=7:20;18 | not x,y",
        "--scribble | z=7:20,x | 'x'",
        "--scribble | q=7:20,18 | begin with a slice",
        "--click | z=7:20,18,4 | 3 numbers",
        "--box | z=7:20,18,20,25 | no area",
        "--box | z=7:20,18 | 2 numbers",
        "--extreme | z=7:1,2;3,4;5,6 | 6 numbers",
        "--slice-mask | z=7: | names no file",
        "--absent | z=7:1 | slice alone",
      })
  void aMarkOfTheWrongForm(String option, String text, String why) {
    requireError(segment(image, option, text), 2, why);
  }

  @Test
  void noMarksAtAll() {
    requireError(segment(image), 2, "no marks");
    requireError(
        segment(image, "--object", "a", "--click", "z=7:20,18", "--object", "b"), 2, "'b'");
  }

  @Test
  void aMarkAlongAnotherAxis() {
    requireError(segment(image, "--axis", "x", "--click", "z=7:20,18"), 2, "--axis");
  }

  @Test
  void anInteractionsFileWithAMistake() throws IOException {
    Path file = directory.resolve("marks.json");
    Files.writeString(
        file,
        """
        {"objects": [{"name": "a", "marks": [{"type": "clik", "slice": 7, "point": [20, 18]}]}]}
        """);
    requireError(
        segment(image, "--interactions", file.toString()), 2, "objects[0].marks[0]", "clik");
    Files.writeString(file, "{\"objects\": [");
    requireError(segment(image, "--interactions", file.toString()), 2, "not JSON");
  }

  @Test
  void anUnknownBackendNamesTheNearest() {
    requireError(
        CommandRun.of(
            "segment",
            image.toString(),
            "--out",
            out.toString(),
            "--click",
            "z=7:20,18",
            "--backend",
            "referense"),
        1,
        "'referense'",
        "'reference'");
  }

  @Test
  void weightsWithoutATensor() throws IOException {
    Path file = weights("encoder.stage1.down.conv.weight", null);
    requireError(
        segment(image, "--model", file.toString(), "--click", "z=7:20,18"),
        1,
        "encoder.stage1.down.conv.weight");
    requireError(CommandRun.of("model", "show", file.toString()), 1, "encoder.stage1.down");
  }

  @Test
  void weightsWithAMisshapenTensor() throws IOException {
    Path file = weights("encoder.stage1.down.norm.bias", Shape.of(7));
    requireError(
        segment(image, "--model", file.toString(), "--click", "z=7:20,18"),
        1,
        "encoder.stage1.down.norm.bias",
        "7");
  }

  @Test
  void whatIsNotInTheDataset() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("data/balls/one"));
    TestVolumes.writeImage(folder.resolve("image.nii.gz"), TestVolumes.ball());
    TestVolumes.writeLabels(folder.resolve("label.nii.gz"));
    String data = directory.resolve("data").toString();
    CommandRun label = CommandRun.of("evaluate", data, "--labels", "9", "--backend", "reference");
    assertThat(label.status()).isEqualTo(1);
    assertThat(label.err()).contains("label 9 does not exist; the labels are 3");
    requireError(CommandRun.of("evaluate", data, "--sets", "no"), 1, "'no'", "balls");
    requireError(CommandRun.of("evaluate", data, "--policy", "best"), 2, "lowest-quality");
    requireError(CommandRun.of("evaluate", data, "--rounds", "0"), 2, "--rounds");
    for (String[] own : new String[][] {{"--rounds", "2"}, {"--policy", "oracle"}}) {
      requireError(
          CommandRun.of("evaluate", data, "--challenge", "--interaction", "box", own[0], own[1]),
          2,
          "--challenge",
          own[0]);
    }
    requireError(CommandRun.of("evaluate", data, "--method", "magic"), 2, "'magic'", "graph-cut");
    requireError(CommandRun.of("evaluate", data, "--seeds", "none"), 2, "masks or marks");
    requireError(
        CommandRun.of(
            "evaluate",
            data,
            "--interaction",
            "scribble",
            "--seeds",
            "marks",
            "--method",
            "interpolation"),
        2,
        "interpolation needs --seeds masks");
    requireError(CommandRun.of("evaluate", data, "--method", "unet3d"), 2, "--unet FILE", "train");
    requireError(CommandRun.of("evaluate", data, "--unet", "w"), 2, "--method unet3d");
    requireError(
        CommandRun.of(
            "evaluate",
            data,
            "--interaction",
            "scribble",
            "--seeds",
            "marks",
            "--method",
            "unet3d",
            "--unet",
            "w"),
        2,
        "unet3d needs --seeds masks");
    // Here as in the plain command there is nothing to compute it with.
    requireError(
        CommandRun.of("evaluate", data, "--method", "unet3d", "--unet", "w"), 1, "mem3d-train");
    requireError(
        CommandRun.of("evaluate", data, "--interaction", "real-scribble", "--backend", "reference"),
        1,
        "no case has a scribble");
    requireError(CommandRun.of("evaluate", directory.resolve("none").toString()), 1, "none");
  }

  @Test
  void usage() {
    requireError(CommandRun.of(), 2, "command");
    requireError(CommandRun.of("segmnt"), 2, "segmnt");
    requireError(CommandRun.of("segment", image.toString()), 2, "--out");
    requireError(segment(image, "--clik", "z=7:20,18"), 2, "--clik");
    requireError(
        CommandRun.of("segment", image.toString(), "--out", "mask.png", "--click", "z=7:20,18"),
        2,
        ".nii");
  }

  @Test
  void debugShowsTheStackTrace() {
    CommandRun run = segment(directory.resolve("none.nii"), "--click", "z=7:20,18", "--debug");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("\tat org.mem3d");
  }

  private CommandRun segment(Path file, String... more) {
    String[] first = {
      "segment", file.toString(), "--out", out.toString(), "--backend", "reference"
    };
    String[] args = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, args, first.length, more.length);
    return CommandRun.of(args);
  }

  private void requireError(CommandRun run, int status, String... words) {
    assertThat(run.status()).as(run.err()).isEqualTo(status);
    assertThat(run.err().strip()).startsWith("mem3d: ").contains(words).doesNotContain("\n");
    assertThat(out).doesNotExist();
  }

  /** Writes the built-in interaction weights without a tensor, or with it in another shape. */
  private Path weights(String changed, @Nullable Shape shape) throws IOException {
    MapWeights weights = new MapWeights();
    try (InputStream stream =
        Objects.requireNonNull(
            Mem3d.class.getResourceAsStream("/org/mem3d/model/interaction.safetensors"))) {
      Safetensors whole = Safetensors.read(stream, "built-in");
      for (String name : whole.names()) {
        if (!name.equals(changed)) {
          weights.put(name, whole.shape(name), whole.values(name));
        } else if (shape != null) {
          weights.put(name, shape, new float[shape.elements()]);
        }
      }
    }
    Path file = directory.resolve("interaction.safetensors");
    SafetensorsWriter.write(file, weights, Map.of());
    return file;
  }
}
