package org.mem3d.viewer.slice;

import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A slice, ready to be painted: one pixel a voxel. Nobody changes what it holds. */
final class RenderedSlice {
  private final SliceRequest request;
  private final float[] values;
  private final byte[] labels;
  private final BufferedImage image;
  private final @Nullable BufferedImage fill;
  private final Map<Integer, Path2D> outlines;

  /**
   * Makes a slice.
   *
   * @param request what was asked for
   * @param values the intensities, u fastest
   * @param labels the labels, u fastest
   * @param image the windowed intensities
   * @param fill the labels in their colours; null where none is seen
   * @param outlines the outline of each label that is seen, in voxel coordinates (u, v)
   */
  RenderedSlice(
      SliceRequest request,
      float[] values,
      byte[] labels,
      BufferedImage image,
      @Nullable BufferedImage fill,
      Map<Integer, Path2D> outlines) {
    this.request = request;
    this.values = values;
    this.labels = labels;
    this.image = image;
    this.fill = fill;
    this.outlines = outlines;
  }

  SliceRequest request() {
    return request;
  }

  float[] values() {
    return values;
  }

  byte[] labels() {
    return labels;
  }

  BufferedImage image() {
    return image;
  }

  @Nullable BufferedImage fill() {
    return fill;
  }

  Map<Integer, Path2D> outlines() {
    return outlines;
  }
}
