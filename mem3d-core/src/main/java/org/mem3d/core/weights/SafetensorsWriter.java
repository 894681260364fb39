package org.mem3d.core.weights;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.mem3d.ModelException;
import org.mem3d.graph.Weights;

/** Writes weights as a safetensors file in float32, whole or not at all. */
public final class SafetensorsWriter {
  private SafetensorsWriter() {}

  /**
   * Writes a file, replacing one of that name only when all is written.
   *
   * @param metadata free text by name, kept in the header
   * @throws ModelException if the file cannot be written; nothing is left behind when this throws
   */
  public static void write(Path file, Weights weights, Map<String, String> metadata) {
    Path absolute = file.toAbsolutePath();
    Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        byte[] header = header(weights, metadata);
        byte[] length = new byte[8];
        littleEndian(length).putLong(header.length);
        out.write(length);
        out.write(header);
        for (String name : weights.names()) {
          float[] values = weights.values(name);
          byte[] raw = new byte[values.length * 4];
          littleEndian(raw).asFloatBuffer().put(values);
          out.write(raw);
        }
      }
      Files.move(part, absolute, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      deletePart(part, e);
      throw new ModelException("cannot write " + file + ": " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      deletePart(part, e);
      throw e;
    }
  }

  private static void deletePart(Path part, Throwable cause) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static byte[] header(Weights weights, Map<String, String> metadata) {
    StringJoiner header = new StringJoiner(",", "{", "}");
    if (!metadata.isEmpty()) {
      StringJoiner fields = new StringJoiner(",", "{", "}");
      new TreeMap<>(metadata).forEach((key, text) -> fields.add(quote(key) + ":" + quote(text)));
      header.add("\"__metadata__\":" + fields);
    }
    long begin = 0;
    for (String name : weights.names()) {
      long end = begin + 4L * weights.shape(name).elements();
      String shape = Arrays.toString(weights.shape(name).dims()).replace(" ", "");
      header.add(
          quote(name)
              + ":{\"dtype\":\"F32\",\"shape\":"
              + shape
              + ",\"data_offsets\":["
              + begin
              + ","
              + end
              + "]}");
      begin = end;
    }
    StringBuilder text = new StringBuilder(header.toString());
    // The format wants the data to begin at a multiple of eight.
    while (text.toString().getBytes(StandardCharsets.UTF_8).length % 8 != 0) {
      text.append(' ');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < 0x20) {
        quoted.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
