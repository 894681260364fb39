package org.mem3d.file;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a stream forwards and asks it for nothing else. The JDK's streams of files look where they
 * are in the file when they are asked what is left, which fails for pipes. Belongs to one thread.
 */
final class ForwardStream extends InputStream {
  private final InputStream in;

  ForwardStream(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return in.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return in.read(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
