package org.mem3d.io;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.GridCheck;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/**
 * Draws slices of a volume in grey, with masks and marks over them. Immutable; the {@code with}
 * methods return changed copies.
 *
 * <p>The picture shows the slice as it is stored: u to the right, v downwards ({@link Axis}). In a
 * volume stored as RAS an axial slice so has the patient's right on the right and the front at the
 * bottom, and sagittal and coronal ones have the head at the bottom. A pixel of the picture is a
 * square in millimetres, whatever the spacing.
 */
public final class SliceOverlay {
  private final Volume volume;
  private final IntensityWindow window;
  private final @Nullable Mask mask;
  private final @Nullable Mask outline;
  private final List<Interaction> marks;
  private final double scale;
  private final double opacity;

  private SliceOverlay(
      Volume volume,
      IntensityWindow window,
      @Nullable Mask mask,
      @Nullable Mask outline,
      List<Interaction> marks,
      double scale,
      double opacity) {
    this.volume = volume;
    this.window = window;
    this.mask = mask;
    this.outline = outline;
    this.marks = marks;
    this.scale = scale;
    this.opacity = opacity;
  }

  /**
   * Returns an overlay that draws a volume at two pixels a voxel, windowed between the percentiles
   * 0.5 and 99.5 of the whole volume.
   */
  public static SliceOverlay of(Volume volume) {
    return of(volume, IntensityWindow.ofPercentiles(volume, 0.5, 99.5));
  }

  /** Returns an overlay that draws a volume at two pixels a voxel. */
  public static SliceOverlay of(Volume volume, IntensityWindow window) {
    return new SliceOverlay(volume, window, null, null, List.of(), 2, 0.35);
  }

  /**
   * Returns an overlay that draws these objects too, each filled and outlined in its colour of
   * {@link LabelColors}.
   *
   * @throws VolumeException if the mask lies on another grid than the volume ({@link
   *     GridCheck#PLACE})
   */
  public SliceOverlay withMask(Mask mask) {
    Mask placed = mask.onGrid(volume.grid(), GridCheck.PLACE);
    return new SliceOverlay(volume, window, placed, outline, marks, scale, opacity);
  }

  /**
   * Returns an overlay that draws these objects' outlines too, in white, over everything else: the
   * truth, to compare with.
   *
   * @throws VolumeException if the mask lies on another grid than the volume ({@link
   *     GridCheck#PLACE})
   */
  public SliceOverlay withOutline(Mask outline) {
    Mask placed = outline.onGrid(volume.grid(), GridCheck.PLACE);
    return new SliceOverlay(volume, window, mask, placed, marks, scale, opacity);
  }

  /**
   * Returns an overlay that draws these marks too, each on its slice, in the object's colour:
   * positive ones edged white, negative ones edged black with a bar across clicks.
   */
  public SliceOverlay withMarks(List<? extends Interaction> marks) {
    return new SliceOverlay(volume, window, mask, outline, List.copyOf(marks), scale, opacity);
  }

  /**
   * Returns an overlay that draws at this size.
   *
   * @param scale picture pixels along a voxel's shorter side, 0.05 to 64
   */
  public SliceOverlay withScale(double scale) {
    if (!(scale >= 0.05 && scale <= 64)) {
      throw new VolumeException("a picture's scale is 0.05 to 64, not " + scale);
    }
    return new SliceOverlay(volume, window, mask, outline, marks, scale, opacity);
  }

  /**
   * Returns an overlay that fills masks this much.
   *
   * @param opacity 0 for contours alone to 1
   */
  public SliceOverlay withOpacity(double opacity) {
    if (!(opacity >= 0 && opacity <= 1)) {
      throw new VolumeException("an opacity is 0 to 1, not " + opacity);
    }
    return new SliceOverlay(volume, window, mask, outline, marks, scale, opacity);
  }

  /**
   * Draws a slice.
   *
   * @throws VolumeException if there is no such slice, or the picture would be too large
   */
  public BufferedImage render(Axis axis, int index) {
    SliceGrid grid = SliceGrid.of(volume, axis, scale);
    float[] slice = new float[volume.sliceSize(axis)];
    volume.readSlice(axis, index, slice);
    Canvas canvas = new Canvas(grid.width(), grid.height());
    drawIntensities(canvas, grid, slice);
    if (mask != null) {
      mask.asVolume().readSlice(axis, index, slice);
      drawLabels(canvas, grid, slice, false);
    }
    List<Interaction> here = new ArrayList<>(marks);
    here.removeIf(mark -> mark.axis() != axis || mark.slice() != index);
    MarkPainter painter = new MarkPainter(canvas, grid);
    here.forEach(painter::draw);
    if (outline != null) {
      outline.asVolume().readSlice(axis, index, slice);
      drawLabels(canvas, grid, slice, true);
    }
    return canvas.toImage();
  }

  /** Writes {@link #render} as PNG; a file that is there is replaced. */
  public void write(Path path, Axis axis, int index) {
    Canvas.writePng(path, render(axis, index));
  }

  private void drawIntensities(Canvas canvas, SliceGrid grid, float[] slice) {
    for (int y = 0; y < canvas.height; y++) {
      double v = clamp(grid.v(y), grid.sizeV() - 1);
      int v0 = (int) v;
      int v1 = Math.min(v0 + 1, grid.sizeV() - 1);
      for (int x = 0; x < canvas.width; x++) {
        double u = clamp(grid.u(x), grid.sizeU() - 1);
        int u0 = (int) u;
        int u1 = Math.min(u0 + 1, grid.sizeU() - 1);
        // Greys are blended, not intensities: one infinite voxel then spoils no neighbour.
        double upper = between(grey(slice, grid, u0, v0), grey(slice, grid, u1, v0), u - u0);
        double lower = between(grey(slice, grid, u0, v1), grey(slice, grid, u1, v1), u - u0);
        canvas.blend(x, y, 0x010101 * (int) Math.rint(between(upper, lower, v - v0)), 1);
      }
    }
  }

  private int grey(float[] slice, SliceGrid grid, int u, int v) {
    return window.grey(slice[v * grid.sizeU() + u]);
  }

  private void drawLabels(Canvas canvas, SliceGrid grid, float[] labels, boolean outlineOnly) {
    for (int y = 0; y < canvas.height; y++) {
      for (int x = 0; x < canvas.width; x++) {
        int label = grid.label(labels, x, y);
        if (label == 0) {
          continue;
        }
        boolean edge =
            grid.label(labels, x - 1, y) != label
                || grid.label(labels, x + 1, y) != label
                || grid.label(labels, x, y - 1) != label
                || grid.label(labels, x, y + 1) != label;
        int rgb = outlineOnly ? 0xffffff : LabelColors.rgb(label);
        canvas.blend(x, y, rgb, edge ? 0.95 : outlineOnly ? 0 : opacity);
      }
    }
  }

  private static double clamp(double value, int largest) {
    return Math.max(0, Math.min(largest, value));
  }

  private static double between(double a, double b, double share) {
    return a + (b - a) * share;
  }
}
