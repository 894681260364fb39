package org.mem3d.batch.input;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.mem3d.InteractionException;
import org.mem3d.SliceMask;
import org.mem3d.file.FileContent;
import org.mem3d.file.FileException;

/**
 * The mask that a PNG shows: grey or colour of any depth, with a palette or without, transparent in
 * parts or not. A pixel belongs to the object if any of its stored colour values (its palette's
 * colour, if it has one) is above 0 and it is not wholly transparent. Stateless.
 */
public final class SlicePicture {
  private static final int MOST_BYTES = 1 << 28;

  /** Deflate packs at most some 1030 bytes into one, and a byte holds at most 8 pixels. */
  private static final int MOST_PIXELS_A_BYTE = 8 * 1100;

  private SlicePicture() {}

  /**
   * Reads a picture.
   *
   * @throws InteractionException if it cannot be read, or shows nothing but black on transparent
   *     ground, so that it is open which of them is the object
   */
  public static SliceMask read(Path file) {
    byte[] bytes;
    try {
      bytes = FileContent.read(file, MOST_BYTES);
    } catch (FileException e) {
      throw new InteractionException("the slice mask " + e.getMessage());
    }
    BufferedImage picture = decoded(file, bytes);
    int width = picture.getWidth();
    SliceMask mask =
        SliceMask.of(
            width, picture.getHeight(), i -> isObject(picture, i % width, Math.floorDiv(i, width)));
    if (mask.isEmpty() && isCutOut(picture)) {
      throw new InteractionException(
          "the slice mask "
              + file
              + " shows nothing but black, and is transparent in parts: paint the object in"
              + " another colour");
    }
    return mask;
  }

  private static BufferedImage decoded(Path file, byte[] bytes) {
    // Held in memory, not in a file of its own beside the system's temporary ones.
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new InteractionException("the slice mask " + file + " is not a PNG");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > (double) bytes.length * MOST_PIXELS_A_BYTE) {
          throw new InteractionException(
              "the slice mask "
                  + file
                  + " promises "
                  + pixels
                  + " pixels, which "
                  + bytes.length
                  + " bytes cannot hold: it is damaged");
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // The last two are what Java's readers throw at some damaged files.
      throw new InteractionException(
          "the slice mask " + file + " cannot be read: " + e.getMessage());
    }
  }

  private static boolean isObject(BufferedImage picture, int x, int y) {
    if (alpha(picture, x, y) == 0) {
      return false;
    }
    if (picture.getColorModel() instanceof IndexColorModel) {
      return (picture.getRGB(x, y) & 0xffffff) != 0;
    }
    // The stored values, since a colour of eight bits loses the small ones of sixteen.
    Raster raster = picture.getRaster();
    int colours = picture.getColorModel().getNumColorComponents();
    for (int band = 0; band < colours; band++) {
      if (raster.getSample(x, y, band) > 0) {
        return true;
      }
    }
    return false;
  }

  private static int alpha(BufferedImage picture, int x, int y) {
    if (!picture.getColorModel().hasAlpha()) {
      return 1;
    }
    if (picture.getColorModel() instanceof IndexColorModel) {
      return picture.getRGB(x, y) >>> 24;
    }
    Raster raster = picture.getRaster();
    return raster.getSample(x, y, raster.getNumBands() - 1);
  }

  private static boolean isCutOut(BufferedImage picture) {
    boolean shown = false;
    boolean hidden = false;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        boolean transparent = alpha(picture, x, y) == 0;
        hidden |= transparent;
        shown |= !transparent;
      }
    }
    return shown && hidden;
  }
}
