package org.mem3d.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
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
    read(file(header));
  }

  /** What is refused at the door is not fuzzed. */
  @Test
  void seedsAreRead() throws IOException {
    assertThat(read(Seed.of(SafetensorsFuzzTest.class, "whole/two"))).isTrue();
    assertThat(read(file(Seed.of(SafetensorsFuzzTest.class, "header/two")))).isTrue();
  }

  private static byte[] file(byte[] header) {
    return ByteBuffer.allocate(header.length + 40)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  /** Returns whether the bytes were not refused. */
  private static boolean read(byte[] bytes) {
    try {
      Safetensors weights = Safetensors.read(new ByteArrayInputStream(bytes), "fuzzed");
      for (String name : weights.names()) {
        int values = weights.values(name).length;
        if (values != weights.shape(name).elements()) {
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
