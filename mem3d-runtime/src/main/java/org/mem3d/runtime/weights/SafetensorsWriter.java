package org.mem3d.runtime.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.mem3d.ModelException;
import org.mem3d.file.FileException;
import org.mem3d.file.WholeFile;
import org.mem3d.graph.DType;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.json.JsonText;

/** Writes weights as a safetensors file, whole or not at all. */
public final class SafetensorsWriter {
  private SafetensorsWriter() {}

  /** Writes a file in float32, as the other method does. */
  public static void write(Path file, Weights weights, Map<String, String> metadata) {
    write(file, weights, metadata, DType.F32);
  }

  /**
   * Writes a file, replacing one of that name only when all is written.
   *
   * @param metadata free text by name, kept in the header
   * @param format of all tensors, F32 or BF16; float32 is rounded to the nearest bfloat16, halfway
   *     to even
   * @throws IllegalArgumentException if the format is another
   * @throws ModelException if the file cannot be written; nothing is left behind when this throws
   */
  public static void write(Path file, Weights weights, Map<String, String> metadata, DType format) {
    if (format == DType.F16) {
      throw new IllegalArgumentException("weights are written in F32 or BF16, not in " + format);
    }
    try {
      WholeFile.write(
          file,
          out -> {
            byte[] header = header(weights, metadata, format);
            byte[] length = new byte[8];
            littleEndian(length).putLong(header.length);
            out.write(length);
            out.write(header);
            for (String name : weights.names()) {
              out.write(raw(weights.values(name), format));
            }
          });
    } catch (FileException e) {
      throw new ModelException(e.getMessage(), e);
    }
  }

  private static byte[] raw(float[] values, DType format) {
    byte[] raw = new byte[values.length * format.bytes()];
    if (format == DType.F32) {
      littleEndian(raw).asFloatBuffer().put(values);
      return raw;
    }
    ByteBuffer target = littleEndian(raw);
    for (float value : values) {
      target.putShort(bfloat16(value));
    }
    return raw;
  }

  private static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    int half = 0x7fff + ((bits >>> 16) & 1);
    return (short) ((bits + half) >>> 16);
  }

  private static byte[] header(Weights weights, Map<String, String> metadata, DType format) {
    StringJoiner header = new StringJoiner(",", "{", "}");
    if (!metadata.isEmpty()) {
      StringJoiner fields = new StringJoiner(",", "{", "}");
      new TreeMap<>(metadata)
          .forEach((key, text) -> fields.add(JsonText.quoted(key) + ":" + JsonText.quoted(text)));
      header.add("\"__metadata__\":" + fields);
    }
    long begin = 0;
    for (String name : weights.names()) {
      long end = begin + (long) format.bytes() * weights.shape(name).elements();
      String shape = Arrays.toString(weights.shape(name).dims()).replace(" ", "");
      header.add(
          JsonText.quoted(name)
              + ":{\"dtype\":\""
              + format
              + "\",\"shape\":"
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

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
