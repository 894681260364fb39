package org.mem3d.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** The stored voxels of one volume, piece by piece. Belongs to one thread. */
final class VoxelStream implements AutoCloseable {
  private static final int PIECE_BYTES = 1 << 16;

  private final Path path;
  private final InputStream in;
  private final ByteBuffer piece;
  private final boolean toTheEnd;
  private long remaining;

  /**
   * Takes a stream that is at its first voxel, and closes it.
   *
   * @param bytes of all voxels
   * @param toTheEnd whether what follows the voxels is read too, since a packed stream's checksum
   *     is compared only at its end
   */
  VoxelStream(Path path, InputStream in, ByteOrder order, long bytes, boolean toTheEnd) {
    this.path = path;
    this.in = in;
    this.piece = ByteBuffer.allocate(PIECE_BYTES).order(order);
    this.toTheEnd = toTheEnd;
    this.remaining = bytes;
  }

  /** Returns the file that is read, for messages. */
  Path path() {
    return path;
  }

  /**
   * Returns the next voxels, a whole number of them, in the file's byte order; an empty buffer
   * behind the last. The buffer is reused by the next call.
   */
  ByteBuffer next() {
    int bytes = (int) Math.min(remaining, PIECE_BYTES);
    piece.clear().limit(bytes);
    readFully(piece.array(), bytes);
    return piece;
  }

  /** Reads the next bytes into the start of an array, as they are stored. */
  void readFully(byte[] to, int bytes) {
    try {
      if (in.readNBytes(to, 0, bytes) < bytes) {
        throw new EOFException();
      }
      remaining -= bytes;
      if (remaining == 0 && bytes > 0 && toTheEnd) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException e) {
      throw ReadFailure.of(path, e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw ReadFailure.of(path, e);
    }
  }
}
