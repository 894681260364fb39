package org.mem3d.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(0);
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(pickle);
      zip.putNextEntry(new ZipEntry("archive/data/0"));
      zip.write(new byte[64]);
    }
    read(bytes.toByteArray());
  }

  private static void read(byte[] bytes) throws IOException {
    try (PyTorchCheckpoint checkpoint =
        PyTorchCheckpoint.open(FuzzedFile.of("fuzzed.pth", bytes))) {
      for (String name : checkpoint.names()) {
        int values = checkpoint.values(name).length;
        if (values != checkpoint.shape(name).elements()) {
          throw new AssertionError(name + " has " + values + " values");
        }
      }
    } catch (ModelException e) {
      Told.require(e);
    }
  }
}
