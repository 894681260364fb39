package org.mem3d.io.zarr;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.VolumeException;
import org.mem3d.file.FileFailure;

/** Chunks, several in one file with a table of their places; version 3's sharding. */
final class ShardFiles implements ChunkStore {
  private static final int ENTRY = 16;

  private final ChunkFiles files;

  /** Chunks of a file along each axis. */
  private final int[] each;

  private final List<Codec> tableCodecs;
  private final ByteOrder order;
  private final boolean tableFirst;

  /**
   * Makes a store.
   *
   * @param tableCodecs how the table is packed, the first packed last: sums alone, which are of
   *     four bytes
   * @param order of the table's numbers
   */
  ShardFiles(
      ChunkFiles files, int[] each, List<Codec> tableCodecs, ByteOrder order, boolean tableFirst) {
    this.files = files;
    this.each = each.clone();
    this.tableCodecs = List.copyOf(tableCodecs);
    this.order = order;
    this.tableFirst = tableFirst;
  }

  @Override
  public byte @Nullable [] read(int[] index) {
    int[] shard = new int[index.length];
    int at = 0;
    int chunks = 1;
    for (int d = 0; d < index.length; d++) {
      shard[d] = index[d] / each[d];
      at = at * each[d] + index[d] % each[d];
      chunks *= each[d];
    }
    Path file = files.file(shard);
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      int packed = ENTRY * chunks + 4 * tableCodecs.size();
      long from = tableFirst ? 0 : channel.size() - packed;
      byte[] table = bytes(channel, from, packed);
      for (Codec codec : tableCodecs) {
        table = codec.unpack(table, ENTRY * chunks);
      }
      ByteBuffer numbers = ByteBuffer.wrap(table).order(order);
      long offset = numbers.getLong(ENTRY * at);
      long length = numbers.getLong(ENTRY * at + 8);
      return offset == -1 && length == -1 ? null : bytes(channel, offset, length);
    } catch (NoSuchFileException e) {
      return null;
    } catch (EOFException e) {
      throw new VolumeException(file + " is truncated; copy it again", e);
    } catch (IOException e) {
      throw new VolumeException(file + " cannot be read: " + FileFailure.text(e), e);
    } catch (VolumeException e) {
      throw new VolumeException(file + " " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(SeekableByteChannel channel, long from, long count)
      throws IOException {
    if (from < 0 || count < 0 || from > channel.size() || count > channel.size() - from) {
      throw new EOFException();
    }
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(count));
    channel.position(from);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException();
      }
    }
    return bytes.array();
  }
}
