package org.mem3d.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.mem3d.ModelException;
import org.mem3d.importer.PyTorchCheckpoint;

/** Whatever a checkpoint holds, it is read or refused by a {@link ModelException}. */
class CheckpointFuzzTest {
  @FuzzTest(maxDuration = "1h")
  void whole(byte[] bytes) throws IOException {
    read(bytes);
  }

  /** The pickle alone, in an archive that is sound. */
  @FuzzTest(maxDuration = "1h")
  void pickle(byte[] pickle) throws IOException {
    read(archive(pickle));
  }

  /** What is refused at the door is not fuzzed. */
  @Test
  void seedsAreRead() throws IOException {
    assertThat(read(Seed.of(CheckpointFuzzTest.class, "whole/tensor"))).isTrue();
    assertThat(read(archive(Seed.of(CheckpointFuzzTest.class, "pickle/tensor")))).isTrue();
  }

  private static byte[] archive(byte[] pickle) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "archive/data.pkl", pickle);
      store(zip, "archive/data/0", new byte[64]);
    }
    return bytes.toByteArray();
  }

  /** PyTorch never compresses, and what is compressed is refused. */
  private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  /** Returns whether the bytes were not refused. */
  private static boolean read(byte[] bytes) throws IOException {
    try (PyTorchCheckpoint checkpoint =
        PyTorchCheckpoint.open(FuzzedFile.of("fuzzed.pth", bytes))) {
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
