package org.mem3d.viewer.surface;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.mem3d.io.mesh.SurfaceMesh;

/** Draws surfaces with a depth buffer and soft light from the eye. Belongs to one thread. */
final class SurfaceRenderer {
  private static final float AMBIENT = 0.35f;

  private final int width;
  private final int height;
  private final int[] pixels;
  private final float[] depth;
  private final BufferedImage image;

  SurfaceRenderer(int width, int height) {
    this.width = width;
    this.height = height;
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    depth = new float[width * height];
  }

  /**
   * Draws.
   *
   * @param rgb the colour of a label
   * @param ground the colour behind, 0xRRGGBB
   */
  BufferedImage draw(List<SurfaceMesh> meshes, View view, IntUnaryOperator rgb, int ground) {
    Arrays.fill(pixels, ground);
    Arrays.fill(depth, Float.MAX_VALUE);
    float[] box = box(meshes);
    double size =
        Math.max(
            1e-6,
            Math.sqrt(
                Math.pow(box[3] - box[0], 2)
                    + Math.pow(box[4] - box[1], 2)
                    + Math.pow(box[5] - box[2], 2)));
    double scale = view.zoom() * Math.min(width, height) / size;
    double[] r = view.rotation();
    double[] center = {(box[0] + box[3]) / 2.0, (box[1] + box[4]) / 2.0, (box[2] + box[5]) / 2.0};
    for (SurfaceMesh mesh : meshes) {
      draw(mesh, r, center, scale, rgb.applyAsInt(mesh.label()));
    }
    return image;
  }

  private static float[] box(List<SurfaceMesh> meshes) {
    float max = Float.MAX_VALUE;
    float[] box = {max, max, max, -max, -max, -max};
    for (SurfaceMesh mesh : meshes) {
      float[] points = mesh.points();
      for (int i = 0; i < points.length; i++) {
        box[i % 3] = Math.min(box[i % 3], points[i]);
        box[3 + i % 3] = Math.max(box[3 + i % 3], points[i]);
      }
    }
    return box[3] < box[0] ? new float[6] : box;
  }

  private void draw(SurfaceMesh mesh, double[] r, double[] center, double scale, int rgb) {
    int count = mesh.pointCount();
    float[] screen = new float[3 * count];
    float[] light = new float[count];
    for (int i = 0; i < count; i++) {
      double x = mesh.points()[3 * i] - center[0];
      double y = mesh.points()[3 * i + 1] - center[1];
      double z = mesh.points()[3 * i + 2] - center[2];
      screen[3 * i] = (float) (width / 2.0 + scale * (r[0] * x + r[1] * y + r[2] * z));
      screen[3 * i + 1] = (float) (height / 2.0 + scale * (r[3] * x + r[4] * y + r[5] * z));
      screen[3 * i + 2] = (float) (r[6] * x + r[7] * y + r[8] * z);
      double toEye =
          -(r[6] * mesh.normals()[3 * i]
              + r[7] * mesh.normals()[3 * i + 1]
              + r[8] * mesh.normals()[3 * i + 2]);
      light[i] = AMBIENT + (1 - AMBIENT) * (float) Math.max(0, toEye);
    }
    int[] triangles = mesh.triangles();
    for (int t = 0; t < triangles.length; t += 3) {
      triangle(screen, light, triangles[t], triangles[t + 1], triangles[t + 2], rgb);
    }
  }

  private void triangle(float[] screen, float[] light, int a, int b, int c, int rgb) {
    float ax = screen[3 * a];
    float ay = screen[3 * a + 1];
    float bx = screen[3 * b];
    float by = screen[3 * b + 1];
    float cx = screen[3 * c];
    float cy = screen[3 * c + 1];
    float area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
    if (area == 0) {
      return;
    }
    int left = Math.max(0, (int) Math.ceil(Math.min(ax, Math.min(bx, cx)) - 0.5f));
    int right = Math.min(width - 1, (int) Math.floor(Math.max(ax, Math.max(bx, cx)) - 0.5f));
    int top = Math.max(0, (int) Math.ceil(Math.min(ay, Math.min(by, cy)) - 0.5f));
    int bottom = Math.min(height - 1, (int) Math.floor(Math.max(ay, Math.max(by, cy)) - 0.5f));
    for (int y = top; y <= bottom; y++) {
      float py = y + 0.5f;
      for (int x = left; x <= right; x++) {
        float px = x + 0.5f;
        float wa = ((bx - px) * (cy - py) - (cx - px) * (by - py)) / area;
        float wb = ((cx - px) * (ay - py) - (ax - px) * (cy - py)) / area;
        float wc = 1 - wa - wb;
        if (wa < 0 || wb < 0 || wc < 0) {
          continue;
        }
        float z = wa * screen[3 * a + 2] + wb * screen[3 * b + 2] + wc * screen[3 * c + 2];
        int at = y * width + x;
        if (z < depth[at]) {
          depth[at] = z;
          pixels[at] = shaded(rgb, wa * light[a] + wb * light[b] + wc * light[c]);
        }
      }
    }
  }

  private static int shaded(int rgb, float light) {
    int r = (int) ((rgb >> 16 & 0xff) * light);
    int g = (int) ((rgb >> 8 & 0xff) * light);
    int b = (int) ((rgb & 0xff) * light);
    return r << 16 | g << 8 | b;
  }
}
