package org.mem3d.importer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.mem3d.graph.Weights;

/** Writes float32 state dicts as torch.save does, for tests: one storage for each tensor. */
final class CheckpointWriter {
  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
  private final Map<String, byte[]> storages = new LinkedHashMap<>();

  private CheckpointWriter() {}

  /** Writes {@code {'epoch': 1, 'state_dict': {'module.NAME': tensor, ..}}}. */
  static void write(Path file, Weights weights, boolean zip) throws IOException {
    CheckpointWriter writer = new CheckpointWriter();
    writer.checkpoint(weights);
    Files.write(file, zip ? writer.zip() : writer.legacy());
  }

  private void checkpoint(Weights weights) {
    op(0x80, 2);
    op('}', '(');
    text("epoch");
    op('K', 1);
    text("state_dict");
    op('}', '(');
    for (String name : weights.names()) {
      text("module." + name);
      tensor(weights, name);
    }
    op('u', 'u', '.');
  }

  private void tensor(Weights weights, String name) {
    float[] values = weights.values(name);
    String key = String.valueOf(storages.size());
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    storages.put(key, raw.array());
    name("torch._utils", "_rebuild_tensor_v2");
    op('(', '(');
    text("storage");
    name("torch", "FloatStorage");
    text(key);
    text("cpu");
    number(values.length);
    op('t', 'Q');
    number(0);
    int[] dims = weights.shape(name).dims();
    op('(');
    for (int dim : dims) {
      number(dim);
    }
    op('t', '(');
    int stride = values.length;
    for (int dim : dims) {
      stride /= dim;
      number(stride);
    }
    op('t', 0x89);
    name("collections", "OrderedDict");
    op(')', 'R', 't', 'R');
  }

  private byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      store(out, "net/data.pkl", pickle.toByteArray());
      for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
        store(out, "net/data/" + storage.getKey(), storage.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream out, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }

  private byte[] legacy() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // 0x1950a86a20f9469cfc6c, little-endian, then the protocol, then the machine.
    out.write(new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46});
    out.write(new byte[] {(byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19, '.'});
    out.write(new byte[] {(byte) 0x80, 2, 'M', (byte) 0xe9, 3, '.'});
    out.write(new byte[] {(byte) 0x80, 2, '}', '.'});
    out.write(pickle.toByteArray());
    pickle.reset();
    op(0x80, 2, ']', '(');
    storages.keySet().forEach(this::text);
    op('e', '.');
    out.write(pickle.toByteArray());
    for (byte[] storage : storages.values()) {
      ByteBuffer count = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      out.write(count.putLong(storage.length / 4).array());
      out.write(storage);
    }
    return out.toByteArray();
  }

  private void op(int... bytes) {
    for (int each : bytes) {
      pickle.write(each);
    }
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    op('X');
    int32(bytes.length);
    pickle.writeBytes(bytes);
  }

  private void number(int value) {
    op('J');
    int32(value);
  }

  private void int32(int value) {
    op(value & 0xff, value >> 8 & 0xff, value >> 16 & 0xff, value >> 24 & 0xff);
  }

  private void name(String module, String name) {
    op('c');
    pickle.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
