package org.mem3d.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.ModelException;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Shape;
import org.mem3d.runtime.golden.Formula;

/** Damaged checkpoints are read or refused with a {@link ModelException}; nothing else happens. */
class DamagedCheckpointTest {
  private static final int ROUNDS = 1000;

  @TempDir Path directory = Path.of(".");

  private byte[] whole(boolean zip) throws IOException {
    Formula formula = new Formula(1);
    MapWeights weights = new MapWeights();
    for (int i = 0; i < 4; i++) {
      Shape shape = Shape.of(3, 2, 1 + i, 3);
      weights.put("layer" + i + ".weight", shape, formula.weights("layer" + i, shape));
    }
    Path file = directory.resolve("whole.pth");
    CheckpointWriter.write(file, weights, zip);
    return Files.readAllBytes(file);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void cutAnywhere(boolean zip) throws IOException {
    byte[] whole = whole(zip);
    for (int length = 0; length < whole.length; length++) {
      assertThat(refused(Arrays.copyOf(whole, length))).as("cut at byte " + length).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withFlippedBits(boolean zip) throws IOException {
    byte[] whole = whole(zip);
    damage(bytes -> bytes, whole);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withBytesPutInAndLeftOut(boolean zip) throws IOException {
    byte[] whole = whole(zip);
    Random random = new Random(5);
    damage(
        bytes -> {
          int at = random.nextInt(bytes.length);
          int by = random.nextInt(9) - 4;
          byte[] shifted = new byte[bytes.length + by];
          System.arraycopy(bytes, 0, shifted, 0, Math.min(at, shifted.length));
          for (int i = at; i < shifted.length; i++) {
            shifted[i] = bytes[Math.min(bytes.length - 1, Math.max(0, i - by))];
          }
          return shifted;
        },
        whole);
  }

  private void damage(Function<byte[], byte[]> further, byte[] whole) {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    System.out.println("damaged checkpoints: -Dmem3d.seed=" + seed);
    Random random = new Random(seed);
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = whole.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
              bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            refused(further.apply(bytes));
          }
        });
  }

  /** Reads all there is; returns whether that was refused. Anything but that is thrown on. */
  private boolean refused(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("damaged.pth"), bytes);
    try (PyTorchCheckpoint checkpoint = PyTorchCheckpoint.open(file)) {
      for (String name : checkpoint.names()) {
        assertThat(checkpoint.values(name)).hasSize(checkpoint.shape(name).elements());
      }
      return false;
    } catch (ModelException e) {
      assertThat(e.getMessage()).isNotBlank();
      return true;
    }
  }
}
