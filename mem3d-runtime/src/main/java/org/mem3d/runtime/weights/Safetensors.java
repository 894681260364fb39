package org.mem3d.runtime.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mem3d.ModelException;
import org.mem3d.file.FileContent;
import org.mem3d.file.FileFailure;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.digest.Sha256;
import org.mem3d.runtime.json.JsonException;
import org.mem3d.runtime.json.JsonParser;

/**
 * The tensors of a safetensors file: eight bytes of header length, a JSON header, raw little-endian
 * values. Tensors are decoded to float32 each time they are asked for, so the file's bytes (mapped,
 * not read, when it is a file) are the only copy that stays.
 */
public final class Safetensors implements Weights {
  private static final int MAX_HEADER = 100_000_000;

  /** Where one tensor lies. A scalar (rank 0) is given the shape of one element. */
  private record Entry(Encoding encoding, Shape shape, int begin, int end) {}

  /** How a tensor's elements are stored. */
  private enum Encoding {
    F32(4),
    F16(2),
    BF16(2),
    F64(8),
    I64(8),
    I32(4),
    U8(1);

    final int bytes;

    Encoding(int bytes) {
      this.bytes = bytes;
    }

    float decode(ByteBuffer data, int at) {
      return switch (this) {
        case F32 -> data.getFloat(at);
        case F16 -> Float16.toFloat(data.getShort(at));
        case BF16 -> Float.intBitsToFloat(data.getShort(at) << 16);
        case F64 -> (float) data.getDouble(at);
        case I64 -> data.getLong(at);
        case I32 -> data.getInt(at);
        case U8 -> data.get(at) & 0xff;
      };
    }
  }

  private final String source;
  private final ByteBuffer whole;
  private final ByteBuffer data;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private @Nullable String sha256;

  private Safetensors(ByteBuffer file, String source) {
    this.source = source;
    file.order(ByteOrder.LITTLE_ENDIAN);
    long headerLength = file.remaining() < 8 ? -1 : file.getLong(0);
    if (headerLength < 2 || headerLength > Math.min(MAX_HEADER, file.remaining() - 8)) {
      throw new ModelException(
          source
              + " is not a safetensors file: its first 8 bytes promise a header of "
              + headerLength
              + " bytes in a file of "
              + file.remaining());
    }
    byte[] header = new byte[(int) headerLength];
    file.get(8, header);
    int start = 8 + header.length;
    this.data = file.slice(start, file.limit() - start).order(ByteOrder.LITTLE_ENDIAN);
    this.whole = file.asReadOnlyBuffer();
    try {
      JsonParser.object(new String(header, StandardCharsets.UTF_8)).forEach(this::describe);
    } catch (JsonException e) {
      throw new ModelException(source + ": the safetensors header is broken: " + e.getMessage(), e);
    }
  }

  /**
   * Opens a file; the file must not change while this object is in use.
   *
   * @throws ModelException if it cannot be read or is not a safetensors file
   */
  public static Safetensors open(Path file) {
    try {
      return FileContent.isOnDisk(file) ? map(file) : readOnce(file);
    } catch (IOException e) {
      throw new ModelException(
          e instanceof NoSuchFileException
              ? "no file " + file + ": check the path of the weights"
              : file
                  + (Files.isDirectory(file)
                      ? " is a directory"
                      : " cannot be read: " + FileFailure.text(e)),
          e);
    }
  }

  private static Safetensors map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new ModelException(
            file + " has " + channel.size() + " bytes; at most 2 GiB are read");
      }
      return new Safetensors(
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()), file.toString());
    }
  }

  /** Reads a pipe, or a file in an archive; what does not begin as weights do is not read on. */
  private static Safetensors readOnce(Path file) throws IOException {
    try (InputStream in = FileContent.open(file)) {
      byte[] start = in.readNBytes(8);
      long header =
          start.length < 8 ? -1 : ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
      byte[] rest = header < 2 || header > MAX_HEADER ? new byte[0] : in.readAllBytes();
      ByteBuffer whole = ByteBuffer.allocate(Math.addExact(start.length, rest.length));
      return new Safetensors(whole.put(start).put(rest).flip(), file.toString());
    }
  }

  /**
   * Reads a stream to its end; the caller closes it.
   *
   * @param source what the stream is, for messages
   */
  public static Safetensors read(InputStream stream, String source) {
    try {
      return new Safetensors(ByteBuffer.wrap(stream.readAllBytes()), source);
    } catch (IOException e) {
      throw new ModelException(source + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void describe(String name, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> fields)) {
      throw broken(name, "is not an object");
    }
    if (name.equals("__metadata__")) {
      fields.forEach((key, text) -> metadata.put(String.valueOf(key), String.valueOf(text)));
      return;
    }
    Encoding encoding;
    try {
      encoding = Encoding.valueOf(String.valueOf(fields.get("dtype")));
    } catch (IllegalArgumentException e) {
      throw broken(name, "has the unknown type " + fields.get("dtype"));
    }
    long[] dims = numbers(name, fields.get("shape"));
    long[] offsets = numbers(name, fields.get("data_offsets"));
    long elements = 1;
    int[] extents = new int[Math.max(1, dims.length)];
    extents[0] = 1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] < 1 || dims[i] > Integer.MAX_VALUE || elements > Integer.MAX_VALUE) {
        throw broken(name, "has the impossible shape " + fields.get("shape"));
      }
      elements *= dims[i];
      extents[i] = (int) dims[i];
    }
    if (offsets.length != 2
        || offsets[0] < 0
        || offsets[1] < offsets[0]
        || offsets[1] > data.limit()
        || offsets[1] - offsets[0] != elements * encoding.bytes) {
      throw broken(
          name,
          "of "
              + elements
              + " elements of "
              + encoding
              + " does not fit its bytes "
              + fields.get("data_offsets")
              + " in a file that holds "
              + data.limit());
    }
    Shape shape;
    try {
      shape = Shape.of(extents);
    } catch (GraphException e) {
      throw broken(name, "has an impossible shape: " + e.getMessage());
    }
    entries.put(name, new Entry(encoding, shape, (int) offsets[0], (int) offsets[1]));
  }

  private long[] numbers(String name, @Nullable Object value) {
    if (!(value instanceof List<?> list) || !list.stream().allMatch(x -> x instanceof Long)) {
      throw broken(name, "lacks its shape or its place");
    }
    return list.stream().mapToLong(x -> (Long) x).toArray();
  }

  private ModelException broken(String name, String what) {
    return new ModelException(source + ": tensor '" + name + "' " + what);
  }

  /** Returns where these tensors came from. */
  public String source() {
    return source;
  }

  /** Returns the SHA-256 of the file in hexadecimal digits; reads all of it the first time. */
  public synchronized String sha256() {
    String known = sha256;
    if (known == null) {
      MessageDigest digest = Sha256.digest();
      digest.update(whole.duplicate());
      known = Sha256.hex(digest);
      sha256 = known;
    }
    return known;
  }

  /** Returns the file's free-text metadata. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  @Override
  public Shape shape(String name) {
    return entry(name).shape;
  }

  @Override
  public float[] values(String name) {
    Entry entry = entry(name);
    float[] values = new float[entry.shape.elements()];
    if (entry.encoding == Encoding.F32) {
      data.slice(entry.begin, entry.end - entry.begin)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values);
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = entry.encoding.decode(data, entry.begin + i * entry.encoding.bytes);
      }
    }
    return values;
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new GraphException(source + " has no tensor '" + name + "'");
    }
    return entry;
  }
}
