package org.mem3d.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.mem3d.ModelException;
import org.mem3d.runtime.weights.Safetensors;

/** Whatever weights hold, they are read or refused by a {@link ModelException}. */
class SafetensorsFuzzTest {
  @FuzzTest(maxDuration = "1h")
  void whole(byte[] bytes) {
    read(bytes);
  }

  /** The header alone, its length put before it and some values behind it. */
  @FuzzTest(maxDuration = "1h")
  void header(byte[] header) {
    read(
        ByteBuffer.allocate(header.length + 40)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .put(header)
            .array());
  }

  private static void read(byte[] bytes) {
    try {
      Safetensors weights = Safetensors.read(new ByteArrayInputStream(bytes), "fuzzed");
      for (String name : weights.names()) {
        int values = weights.values(name).length;
        if (values != weights.shape(name).elements()) {
          throw new AssertionError(name + " has " + values + " values");
        }
      }
    } catch (ModelException e) {
      Told.require(e);
    }
  }
}
