package org.mem3d.viewer.slice;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Paints a slice with its masks, enlarged, and keeps the picture until something changes, so that
 * moving the mouse paints no slice anew. Belongs to the event thread.
 */
final class SlicePainter {
  static final Color GROUND = new Color(0x0c0e10);

  /** What a kept picture shows. */
  private record Key(
      RenderedSlice slice, AffineTransform toScreen, int width, int height, int object) {}

  private @Nullable Key key;
  private @Nullable BufferedImage kept;

  /**
   * Paints.
   *
   * @param toScreen the map from voxel coordinates (u, v) to the panel's pixels
   * @param object the object whose outline is thicker
   */
  void paint(
      Graphics2D graphics,
      RenderedSlice slice,
      AffineTransform toScreen,
      int width,
      int height,
      int object) {
    double density = Math.max(1, graphics.getTransform().getScaleX());
    int deviceWidth = (int) Math.ceil(width * density);
    int deviceHeight = (int) Math.ceil(height * density);
    Key wanted = new Key(slice, toScreen, deviceWidth, deviceHeight, object);
    BufferedImage picture = kept;
    if (picture == null || !wanted.equals(key)) {
      if (picture == null
          || picture.getWidth() != deviceWidth
          || picture.getHeight() != deviceHeight) {
        picture = new BufferedImage(deviceWidth, deviceHeight, BufferedImage.TYPE_INT_RGB);
      }
      Graphics2D canvas = picture.createGraphics();
      canvas.setColor(GROUND);
      canvas.fillRect(0, 0, deviceWidth, deviceHeight);
      canvas.scale(density, density);
      draw(canvas, slice, toScreen, object);
      canvas.dispose();
      kept = picture;
      key = wanted;
    }
    AffineTransform shrink = AffineTransform.getScaleInstance(1 / density, 1 / density);
    graphics.drawImage(picture, shrink, null);
  }

  private static void draw(
      Graphics2D canvas, RenderedSlice slice, AffineTransform toScreen, int object) {
    AffineTransform pixels = new AffineTransform(toScreen);
    pixels.translate(-0.5, -0.5);
    canvas.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    canvas.drawImage(slice.image(), pixels, null);
    if (slice.fill() != null) {
      canvas.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
      canvas.setComposite(AlphaComposite.SrcOver);
      canvas.drawImage(slice.fill(), pixels, null);
    }
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    MaskStyle style = slice.request().style();
    for (Map.Entry<Integer, Path2D> outline : slice.outlines().entrySet()) {
      canvas.setStroke(
          new BasicStroke(
              outline.getKey() == object ? 2f : 1.2f,
              BasicStroke.CAP_ROUND,
              BasicStroke.JOIN_ROUND));
      canvas.setColor(new Color(style.rgb(outline.getKey())));
      canvas.draw(toScreen.createTransformedShape(outline.getValue()));
    }
  }
}
