package org.mem3d.io;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.mem3d.VolumeException;
import org.mem3d.file.FileException;
import org.mem3d.file.WholeFile;

/** A picture being drawn; colours are 0xRRGGBB, pixel centres at whole numbers. */
final class Canvas {
  final int width;
  final int height;
  private final int[] pixels;

  Canvas(int width, int height) {
    this.width = width;
    this.height = height;
    this.pixels = new int[width * height];
  }

  int get(int x, int y) {
    return pixels[y * width + x];
  }

  /** Lays a colour over a pixel, 0 for not at all to 1 for wholly; pixels outside are ignored. */
  void blend(int x, int y, int rgb, double opacity) {
    if (x < 0 || x >= width || y < 0 || y >= height || opacity <= 0) {
      return;
    }
    int under = pixels[y * width + x];
    double a = Math.min(opacity, 1);
    int red = mix(under >> 16 & 255, rgb >> 16 & 255, a);
    int green = mix(under >> 8 & 255, rgb >> 8 & 255, a);
    pixels[y * width + x] = red << 16 | green << 8 | mix(under & 255, rgb & 255, a);
  }

  private static int mix(int under, int over, double opacity) {
    return (int) Math.rint(under + (over - under) * opacity);
  }

  void fill(int left, int top, int width, int height, int rgb) {
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        blend(x, y, rgb, 1);
      }
    }
  }

  /** Draws a line with round ends and soft edges. */
  void line(double x0, double y0, double x1, double y1, double breadth, int rgb) {
    double reach = breadth / 2 + 1;
    // Clipped to the picture first, since marks may lie far outside it.
    int left = (int) Math.max(0, Math.floor(Math.min(x0, x1) - reach));
    int right = (int) Math.min(width - 1, Math.ceil(Math.max(x0, x1) + reach));
    int top = (int) Math.max(0, Math.floor(Math.min(y0, y1) - reach));
    int bottom = (int) Math.min(height - 1, Math.ceil(Math.max(y0, y1) + reach));
    double dx = x1 - x0;
    double dy = y1 - y0;
    double length = dx * dx + dy * dy;
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double along = length == 0 ? 0 : ((x - x0) * dx + (y - y0) * dy) / length;
        double at = Math.max(0, Math.min(1, along));
        double distance = Math.hypot(x - x0 - at * dx, y - y0 - at * dy);
        blend(x, y, rgb, breadth / 2 + 0.5 - distance);
      }
    }
  }

  void draw(BufferedImage image, int left, int top) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        blend(left + x, top + y, image.getRGB(x, y), 1);
      }
    }
  }

  BufferedImage toImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, pixels, 0, width);
    return image;
  }

  /** Writes a picture as PNG, whole or not at all. */
  static void writePng(Path path, BufferedImage image) {
    try {
      WholeFile.write(
          path,
          file -> {
            try (ImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
              if (!ImageIO.write(image, "png", out)) {
                throw new IOException("this Java has no PNG writer");
              }
            }
          });
    } catch (FileException e) {
      throw new VolumeException(e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new VolumeException(path + " cannot be written: " + e.getMessage(), e);
    }
  }
}
