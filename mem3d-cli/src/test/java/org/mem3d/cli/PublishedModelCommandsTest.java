package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code model import} and {@code model golden}. */
class PublishedModelCommandsTest {
  private static final Path CHECKPOINTS =
      Path.of("..", "mem3d-import", "src", "test", "resources", "checkpoints");

  @TempDir Path directory = Path.of(".");

  @ParameterizedTest
  @CsvSource({
    "checkpoint-evil.pth, posix.system",
    "checkpoint-truncated.pth, cut short",
    "checkpoint-zip.pth, Encoder_Q.conv1.weight",
    "checkpoint-legacy.pth, unexpected: strided.transposed"
  })
  void aCheckpointThatDoesNotFitLeavesNothing(String name, String word) {
    Path checkpoint = CHECKPOINTS.resolve(name);
    Path out = directory.resolve("model.safetensors");
    CommandRun run =
        CommandRun.of(
            "model", "import", checkpoint.toString(), "--arch", "mem3d-saq", "-o", out.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().strip()).startsWith("mem3d: ").contains(word).doesNotContain("\n");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void anUnknownArchitectureIsAUsageError() {
    CommandRun run = CommandRun.of("model", "import", "a.pth", "--arch", "saq", "-o", "b");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("mem3d-saq, mem3d-aspp, mem3d-stm, iog");
  }

  @Test
  void showDrawsThePublishedNetworks() {
    CommandRun run = CommandRun.of("model", "show", "--arch", "mem3d-saq", "--dot");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("digraph \"encode\"", "digraph \"memorise\"", "digraph \"segment\"")
        .contains("\"Decoder.RF3\" -> \"Decoder.RF2\"", "res5\\n1x2048x16x16");
  }

  @Test
  void goldenTensorsAreWrittenAndCompared() {
    Path first = directory.resolve("first.safetensors");
    Path second = directory.resolve("second.safetensors");
    assertThat(golden(first, "--salt", "1F").status()).isZero();
    CommandRun same = golden(second, "--salt", "0x1f", "--compare", first.toString());
    assertThat(same.status()).as(same.err()).isZero();
    assertThat(same.out()).contains("fine ", "relative L2 error 0.00e+00");
    Path weights = directory.resolve("weights.safetensors");
    assertThat(golden(second, "--salt", "1f", "--weights", weights.toString()).status()).isZero();
    CommandRun shown = CommandRun.of("model", "show", weights.toString());
    assertThat(shown.out()).contains("salt: 0x1f", "graph interaction");
    CommandRun other = golden(second, "--salt", "20", "--compare", first.toString());
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("too far from", "fine");
  }

  private static CommandRun golden(Path out, String... more) {
    String[] first = {
      "model", "golden", "--arch", "iog", "--side", "32", "--backend", "reference", "--out"
    };
    String[] all = new String[first.length + 1 + more.length];
    System.arraycopy(first, 0, all, 0, first.length);
    all[first.length] = out.toString();
    System.arraycopy(more, 0, all, first.length + 1, more.length);
    return CommandRun.of(all);
  }

  @ParameterizedTest
  @CsvSource({"--salt, xyz", "--side, 100", "--precision, f16", "--arch, saq"})
  void badOptionsAreUsageErrors(String option, String value) {
    CommandRun run = golden(directory.resolve("out.safetensors"), option, value);
    assertThat(run.status()).isEqualTo(2);
    assertThat(directory).isEmptyDirectory();
  }
}
