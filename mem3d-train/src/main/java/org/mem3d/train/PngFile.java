package org.mem3d.train;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.mem3d.file.WholeFile;

/** Writes pictures. Stateless. */
final class PngFile {
  private PngFile() {}

  /** Writes a picture, which is there when it is whole. */
  static void write(Path file, BufferedImage image) throws IOException {
    WholeFile.write(
        file,
        out -> {
          try (ImageOutputStream png = new MemoryCacheImageOutputStream(out)) {
            ImageIO.write(image, "png", png);
          }
        });
  }
}
