package org.mem3d.io.dicom;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.mem3d.VolumeException;

/** Unpacks frames of JPEG through the readers that are there. Stateless. */
final class Jpeg {
  private Jpeg() {}

  /**
   * Unpacks a frame into its bytes in the order of the format.
   *
   * @throws VolumeException if it is damaged, or no reader takes it; without the file's name
   */
  static byte[] unpack(byte[] packed, PixelFormat format, boolean lossless) {
    ImageReader reader = reader(lossless);
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(packed))) {
      reader.setInput(in, true, true);
      if (reader.getWidth(0) != format.columns() || reader.getHeight(0) != format.rows()) {
        throw new VolumeException(
            "has a JPEG of "
                + reader.getWidth(0)
                + "x"
                + reader.getHeight(0)
                + " pixels, where it says "
                + format.columns()
                + "x"
                + format.rows()
                + ": it is damaged");
      }
      // The raster, since grey values must not be turned into a screen's.
      Raster raster =
          reader.canReadRaster() ? reader.readRaster(0, null) : reader.read(0).getRaster();
      return bytes(raster, format);
    } catch (IOException | RuntimeException e) {
      if (e instanceof VolumeException told) {
        throw told;
      }
      // Readers of images throw many kinds where bytes are wrong.
      throw new VolumeException(
          "has a frame of JPEG that cannot be unpacked ("
              + e.getClass().getSimpleName()
              + "): it is damaged, or unpack it with gdcmconv --raw",
          e);
    } finally {
      reader.dispose();
    }
  }

  private static byte[] bytes(Raster raster, PixelFormat format) {
    if (raster.getNumBands() != 1) {
      throw new VolumeException(
          "has a JPEG of " + raster.getNumBands() + " values at each pixel, not one");
    }
    int[] row = new int[format.columns()];
    ByteBuffer bytes = ByteBuffer.allocate(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int y = 0; y < format.rows(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, format.columns(), 1, 0, row);
      for (int value : row) {
        if (format.allocated() == 8) {
          bytes.put((byte) value);
        } else {
          bytes.putShort((short) value);
        }
      }
    }
    return bytes.array();
  }

  private static ImageReader reader(boolean lossless) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    ImageReader found = null;
    while (readers.hasNext()) {
      ImageReader next = readers.next();
      boolean readsAll = next.getClass().getName().startsWith("com.twelvemonkeys.");
      if (readsAll || (found == null && !lossless)) {
        found = next;
      }
    }
    if (found == null) {
      throw new VolumeException(
          "has pixels of lossless JPEG: add com.twelvemonkeys.imageio:imageio-jpeg to the class"
              + " path, or unpack them with gdcmconv --raw");
    }
    return found;
  }
}
