package org.mem3d.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mem3d.ModelException;
import org.mem3d.importer.PyTorchCheckpoint;

/** Whatever a checkpoint holds, it is read or refused by a {@link ModelException}. */
class CheckpointFuzzTest {
  @FuzzTest(maxDuration = "1h")
  void whole(byte[] bytes) throws IOException {
    read(FuzzedFile.of("fuzzed.pth", bytes));
  }

  /** The pickle alone, in an archive that is sound. */
  @FuzzTest(maxDuration = "1h")
  void pickle(byte[] pickle) throws IOException {
    read(archive(pickle));
  }

  /** What is refused at the door is not fuzzed. */
  @Test
  void seedsAreRead() throws IOException {
    byte[] whole = Seed.of(CheckpointFuzzTest.class, "whole/tensor");
    assertThat(read(FuzzedFile.of("seed.pth", whole))).isTrue();
    assertThat(read(archive(Seed.of(CheckpointFuzzTest.class, "pickle/tensor")))).isTrue();
  }

  /** PyTorch never compresses, and what is compressed is refused. */
  private static Path archive(byte[] pickle) throws IOException {
    Path file = FuzzedFile.of("archive.pth", new byte[0]);
    Files.delete(file);
    Map<String, String> stored = Map.of("create", "true", "compressionMethod", "STORED");
    try (FileSystem zip = FileSystems.newFileSystem(file, stored)) {
      Files.createDirectories(zip.getPath("archive/data"));
      Files.write(zip.getPath("archive/data.pkl"), pickle);
      Files.write(zip.getPath("archive/data/0"), new byte[64]);
    }
    return file;
  }

  /** Returns whether a file was not refused. */
  private static boolean read(Path file) {
    try (PyTorchCheckpoint checkpoint = PyTorchCheckpoint.open(file)) {
      for (String name : checkpoint.names()) {
        int values = checkpoint.values(name).length;
        if (values != checkpoint.shape(name).elements()) {
          throw new AssertionError(name + " has " + values + " values");
        }
      }
      return true;
    } catch (ModelException e) {
      Told.require(e);
      return false;
    }
  }
}
