package org.mem3d.io.dicom;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes of a file from any place, through a window. Belongs to one thread. */
final class FileBytes implements AutoCloseable {
  private static final int WINDOW = 1 << 13;

  private final SeekableByteChannel channel;
  private final long size;
  private ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
  private long windowAt;
  private long position;

  FileBytes(Path path) throws IOException {
    channel = Files.newByteChannel(path);
    size = channel.size();
  }

  long size() {
    return size;
  }

  long position() {
    return position;
  }

  void position(long to) throws IOException {
    if (to < 0 || to > size) {
      throw new EOFException();
    }
    position = to;
  }

  /** Returns bytes from the position on, which then lies behind them. */
  byte[] take(int count) throws IOException {
    if (count > size - position) {
      throw new EOFException();
    }
    byte[] bytes = new byte[count];
    read(ByteBuffer.wrap(bytes));
    return bytes;
  }

  /** Fills a buffer. */
  void read(ByteBuffer to) throws IOException {
    while (to.hasRemaining()) {
      if (position < windowAt || position >= windowAt + window.limit()) {
        if (to.remaining() >= WINDOW) {
          channel.position(position);
          int read = channel.read(to);
          if (read < 0) {
            throw new EOFException();
          }
          position += read;
          continue;
        }
        fill();
      }
      ByteBuffer part = window.duplicate().position((int) (position - windowAt));
      part.limit(Math.min(part.limit(), part.position() + to.remaining()));
      position += part.remaining();
      to.put(part);
    }
  }

  private void fill() throws IOException {
    window = ByteBuffer.allocate(WINDOW);
    windowAt = position;
    channel.position(position);
    int read = channel.read(window);
    window.flip();
    if (read <= 0) {
      throw new EOFException();
    }
  }

  int unsignedShort(ByteOrder order) throws IOException {
    return ByteBuffer.wrap(take(2)).order(order).getShort() & 0xffff;
  }

  long unsignedInt(ByteOrder order) throws IOException {
    return ByteBuffer.wrap(take(4)).order(order).getInt() & 0xffffffffL;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
