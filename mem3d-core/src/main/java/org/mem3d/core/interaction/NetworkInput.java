package org.mem3d.core.interaction;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.Interaction;
import org.mem3d.SliceMask;
import org.mem3d.core.region.IntensityRange;
import org.mem3d.core.region.Normalisation;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.core.region.Window;
import org.mem3d.core.region.WindowPixels;

/**
 * What the interaction network is shown of a slice: the one place where it is made, for the engine
 * and for training. Stateless.
 */
public final class NetworkInput {
  private static final int PIXELS = Window.INPUT_SIDE * Window.INPUT_SIDE;
  private static final int PREVIOUS = 6;

  private NetworkInput() {}

  /**
   * Returns the normalisation of a window, from the mask to correct if there is one, else from the
   * positive marks, else from the middle of what encloses the object.
   *
   * @param marks all marks on the slice
   * @param previous the mask to correct; empty if there is none
   */
  public static Normalisation normalisation(
      SliceReader reader, int slice, Window window, List<Interaction> marks, SlicePatch previous) {
    return normalisation(
        reader.sample(slice, window),
        window,
        MarkGeometry.voxels(marks, true, reader.sizeU(), reader.sizeV()),
        previous,
        MarkGeometry.outline(marks, reader.sizeU(), reader.sizeV()),
        reader.range());
  }

  static Normalisation normalisation(
      WindowPixels pixels,
      Window window,
      SliceMask inside,
      SlicePatch previous,
      int @Nullable [] outline,
      IntensityRange range) {
    float[] seed = new float[PIXELS];
    seed(window, inside, previous, outline, seed);
    return Normalisation.ofSeed(pixels, seed, range);
  }

  /**
   * Fills the network's seven channels.
   *
   * @param view window and normalisation
   * @param previous the mask so far; empty if there is none
   * @param input seven times 128 x 128 values, filled
   */
  public static void fill(
      SliceReader reader,
      int slice,
      AnnotatedSlice.View view,
      List<Interaction> marks,
      SlicePatch previous,
      float[] input) {
    fill(reader.sample(slice, view.window()), view, marks, previous, input);
  }

  /** Fills the channels from intensities that have been read. */
  static void fill(
      WindowPixels pixels,
      AnnotatedSlice.View view,
      List<Interaction> marks,
      SlicePatch previous,
      float[] input) {
    view.normalisation().apply(pixels, input, 0);
    MarkDrawing.draw(marks, view.window(), input);
    float[] mask = new float[PIXELS];
    previous.sample(view.window(), mask);
    System.arraycopy(mask, 0, input, PREVIOUS * PIXELS, PIXELS);
  }

  /** Returns a mask that keeps the promise of all marks: positive voxels in, negative ones out. */
  public static SlicePatch keepingMarks(
      SlicePatch patch, List<Interaction> marks, SliceReader reader) {
    return patch.forced(
        MarkGeometry.voxels(marks, true, reader.sizeU(), reader.sizeV()),
        MarkGeometry.voxels(marks, false, reader.sizeU(), reader.sizeV()));
  }

  /** Marks the pixels from which the object's typical intensity is taken. */
  private static void seed(
      Window window,
      SliceMask inside,
      SlicePatch previous,
      int @Nullable [] outline,
      float[] seed) {
    for (int i = 0; i < PIXELS; i++) {
      double u = window.lowU() + (i % Window.INPUT_SIDE + 0.5) / window.scale() - 0.5;
      double v = window.lowV() + (Math.floorDiv(i, Window.INPUT_SIDE) + 0.5) / window.scale() - 0.5;
      boolean marked;
      if (previous.area() > 0) {
        marked = previous.contains((int) Math.round(u), (int) Math.round(v));
      } else if (!inside.isEmpty()) {
        marked = inside.contains((int) Math.round(u), (int) Math.round(v));
      } else if (outline != null) {
        // The middle ellipse of half the box's size.
        double x = (u - (outline[0] + outline[2]) / 2.0) / (outline[2] - outline[0] + 1) * 4;
        double y = (v - (outline[1] + outline[3]) / 2.0) / (outline[3] - outline[1] + 1) * 4;
        marked = x * x + y * y <= 1;
      } else {
        marked = false;
      }
      seed[i] = marked ? 1 : 0;
    }
  }
}
