package org.mem3d.importer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mem3d.ModelException;

/**
 * The legacy serialisation: five pickles (a magic number, the protocol, the machine, the
 * checkpoint, the storages' keys), then for each key the number of elements (8 bytes) and the
 * elements.
 */
final class LegacyStorages implements StorageFile {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;

  private record Place(long begin, long bytes) {}

  private final FileChannel channel;
  private final Object pickle;
  private final Map<String, Place> places = new HashMap<>();

  private LegacyStorages(FileChannel channel, Object pickle) {
    this.channel = channel;
    this.pickle = pickle;
  }

  static LegacyStorages open(Path file) throws IOException {
    long size = Files.size(file);
    FileChannel channel = FileChannel.open(file);
    try (InputStream stream = Files.newInputStream(file)) {
      ByteReader in = new ByteReader(stream, size, file.toString());
      requireHeader(in, file);
      Map<String, StorageType> types = new HashMap<>();
      LegacyStorages storages = new LegacyStorages(channel, PickleReader.read(in, types));
      storages.index(in, types);
      return storages;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void requireHeader(ByteReader in, Path file) {
    if (in.unsignedByte() != 0x80 || in.unsignedByte() != 2) {
      throw new ModelException(file + " is no PyTorch checkpoint: neither a zip file nor a pickle");
    }
    if (!MAGIC.equals(PickleReader.read(in))) {
      throw new ModelException(file + " is a pickle, but no PyTorch checkpoint");
    }
    Object protocol = PickleReader.read(in);
    if (!protocol.equals(PROTOCOL)) {
      throw new ModelException(file + " is not of PyTorch's serialisation protocol " + PROTOCOL);
    }
    Object machine = PickleReader.read(in);
    if (machine instanceof Map<?, ?> map && Boolean.FALSE.equals(map.get("little_endian"))) {
      throw new ModelException(file + " is big-endian; only little-endian files are read");
    }
  }

  /** Finds where the elements of each storage lie. */
  private void index(ByteReader in, Map<String, StorageType> types) {
    Object keys = PickleReader.read(in);
    if (!(keys instanceof List<?> list)) {
      throw new ModelException(in.source() + " lacks the list of its storages");
    }
    for (Object key : list) {
      StorageType type = key instanceof String ? types.get(key) : null;
      if (type == null) {
        throw new ModelException(
            in.source() + " holds a storage that no tensor uses: its length cannot be known");
      }
      long elements = in.unsigned(8);
      if (elements < 0 || elements > Long.MAX_VALUE / type.bytes()) {
        throw new ModelException(
            in.source() + " is damaged: storage " + key + " of " + elements + " elements");
      }
      long bytes = elements * type.bytes();
      places.put((String) key, new Place(in.position(), bytes));
      in.skip(bytes);
    }
  }

  /** Returns what the checkpoint consists of. */
  Object pickle() {
    return pickle;
  }

  @Override
  public long size(String key) {
    Place place = places.get(key);
    return place == null ? -1 : place.bytes;
  }

  @Override
  public byte[] read(String key, long begin, int length) throws IOException {
    Place place = places.get(key);
    if (place == null) {
      throw new EOFException("no storage " + key);
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, place.begin + begin + bytes.position()) < 0) {
        throw new EOFException("the file ends inside storage " + key);
      }
    }
    return bytes.array();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
