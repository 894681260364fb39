package org.mem3d.file;

import java.io.IOException;
import java.nio.file.Path;

/** A program that writes a file and does not get to its end. */
public final class SlowWriter {
  private SlowWriter() {}

  /** Writes more than is held in memory, says so, and waits for its end. */
  public static void main(String[] args) throws IOException {
    WholeFile.write(
        Path.of(args[0]),
        out -> {
          out.write(new byte[10_000_000]);
          System.out.println("writing");
          try {
            Thread.sleep(600_000);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
  }
}
