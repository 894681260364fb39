package org.mem3d.viewer.slice;

import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Volume;
import org.mem3d.io.IntensityWindow;

/** Makes pictures of slices. Stateless. */
final class SliceRenderer {
  private SliceRenderer() {}

  /**
   * Draws a slice.
   *
   * @param last what was drawn before; what did not change is taken from it
   */
  static RenderedSlice render(SliceRequest request, @Nullable RenderedSlice last) {
    Volume volume = request.volume();
    Axis axis = request.axis();
    int width = volume.size(axis.u());
    int height = volume.size(axis.v());
    boolean sameSlice = last != null && last.request().hasSameIntensities(request);
    float[] values;
    if (sameSlice && last != null) {
      values = last.values();
    } else {
      values = new float[width * height];
      volume.readSlice(axis, request.index(), values);
    }
    BufferedImage image =
        sameSlice && last != null && last.request().window().equals(request.window())
            ? last.image()
            : grey(values, width, height, request.window());
    byte[] labels = new byte[width * height];
    request.mask().readSlice(volume.grid(), axis, request.index(), labels);
    MaskStyle style = request.style();
    return new RenderedSlice(
        request,
        values,
        labels,
        image,
        fill(labels, width, height, style),
        style.outlined() ? outlines(labels, width, height, style) : Map.of());
  }

  private static BufferedImage grey(float[] values, int width, int height, IntensityWindow window) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = pixels(image);
    double low = window.low();
    double scale = 255 / (window.high() - low);
    for (int i = 0; i < pixels.length; i++) {
      // A voxel that is no number is black.
      double level = (values[i] - low) * scale;
      int grey = level > 0 ? (int) (Math.min(level, 255) + 0.5) : 0;
      pixels[i] = 0x010101 * grey;
    }
    return image;
  }

  private static @Nullable BufferedImage fill(
      byte[] labels, int width, int height, MaskStyle style) {
    int[] argb = new int[256];
    for (int label = 1; label < 256; label++) {
      int alpha = style.shows(label) ? (int) Math.rint(255 * style.opacity()) : 0;
      argb[label] = alpha == 0 ? 0 : alpha << 24 | style.rgb(label);
    }
    BufferedImage image = null;
    int[] pixels = {};
    for (int i = 0; i < labels.length; i++) {
      int color = argb[labels[i] & 0xff];
      if (color != 0) {
        if (image == null) {
          image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
          pixels = pixels(image);
        }
        pixels[i] = color;
      }
    }
    return image;
  }

  private static int[] pixels(BufferedImage image) {
    return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
  }

  /** Returns the borders between pixels of two labels, straight pieces joined. */
  static Map<Integer, Path2D> outlines(byte[] labels, int width, int height, MaskStyle style) {
    Map<Integer, Path2D> outlines = new TreeMap<>();
    int[] box = bounds(labels, width, height);
    for (int v = box[1]; v <= box[3] + 1; v++) {
      int start = box[0];
      for (int u = box[0]; u <= box[2]; u = start) {
        start = u + 1;
        int above = label(labels, width, height, u, v - 1);
        int below = label(labels, width, height, u, v);
        if (above != below) {
          while (start <= box[2]
              && label(labels, width, height, start, v - 1) == above
              && label(labels, width, height, start, v) == below) {
            start++;
          }
          add(outlines, style, above, u - 0.5, v - 0.5, start - 0.5, v - 0.5);
          add(outlines, style, below, u - 0.5, v - 0.5, start - 0.5, v - 0.5);
        }
      }
    }
    for (int u = box[0]; u <= box[2] + 1; u++) {
      int start = box[1];
      for (int v = box[1]; v <= box[3]; v = start) {
        start = v + 1;
        int before = label(labels, width, height, u - 1, v);
        int after = label(labels, width, height, u, v);
        if (before != after) {
          while (start <= box[3]
              && label(labels, width, height, u - 1, start) == before
              && label(labels, width, height, u, start) == after) {
            start++;
          }
          add(outlines, style, before, u - 0.5, v - 0.5, u - 0.5, start - 0.5);
          add(outlines, style, after, u - 0.5, v - 0.5, u - 0.5, start - 0.5);
        }
      }
    }
    return outlines;
  }

  private static int label(byte[] labels, int width, int height, int u, int v) {
    return u < 0 || v < 0 || u >= width || v >= height ? 0 : labels[v * width + u] & 0xff;
  }

  private static void add(
      Map<Integer, Path2D> outlines,
      MaskStyle style,
      int label,
      double u0,
      double v0,
      double u1,
      double v1) {
    if (style.shows(label)) {
      Path2D path = outlines.computeIfAbsent(label, each -> new Path2D.Double());
      path.moveTo(u0, v0);
      path.lineTo(u1, v1);
    }
  }

  /** Returns the smallest box around labels above 0: first u and v, last u and v. */
  private static int[] bounds(byte[] labels, int width, int height) {
    int[] box = {width, height, -1, -1};
    for (int v = 0; v < height; v++) {
      for (int u = 0; u < width; u++) {
        if (labels[v * width + u] != 0) {
          box[0] = Math.min(box[0], u);
          box[1] = Math.min(box[1], v);
          box[2] = Math.max(box[2], u);
          box[3] = Math.max(box[3], v);
        }
      }
    }
    return box;
  }
}
