package org.mem3d.published.interaction;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;
import org.mem3d.InteractionException;
import org.mem3d.SliceMask;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.interaction.MarkGeometry;
import org.mem3d.core.interaction.Repair;
import org.mem3d.core.interaction.Segmenter;
import org.mem3d.core.interaction.SliceSegmenter;
import org.mem3d.core.region.SliceCrop;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.core.region.Window;
import org.mem3d.published.network.PublishedInteractionModel;

/**
 * Answers marks with the published interaction network. It sees a crop around the marks, red, green
 * and blue alike, 0 to 255 between the slice's smallest and largest value, and maps of the marks'
 * points: 255 at a point, half at a distance of 5 pixels.
 *
 * <p>It knows neither negative marks nor a mask to correct: negative marks only keep their own
 * voxels out.
 */
public final class PublishedSegmenter implements Segmenter {
  private static final int BOX_PADDING = 10;
  private static final int BOX_MARGIN = 30;
  private static final int MARGIN = 50;
  private static final double FULL_WIDTH = 10;
  private static final float WHITE = 255;
  private static final int IMAGE_CHANNELS = 3;

  private final PublishedInteractionModel model;

  /**
   * What the network is told.
   *
   * @param inside points on the object
   * @param around points on its edge, or corners around it
   * @param crop around all of them
   */
  private record Prompt(List<Point> inside, List<Point> around, SliceCrop crop) {}

  /** Takes the model, which is closed with this. */
  public PublishedSegmenter(PublishedInteractionModel model) {
    this.model = model;
  }

  @Override
  public AnnotatedSlice answer(
      SliceReader reader,
      Interaction mark,
      @Nullable AnnotatedSlice before,
      SlicePatch propagated,
      List<Interaction> others) {
    AnnotatedSlice given = SliceSegmenter.given(mark);
    if (given != null) {
      return given;
    }
    List<Interaction> marks = new ArrayList<>(before == null ? List.of() : before.marks());
    marks.add(mark);
    SliceMask inside = MarkGeometry.voxels(marks, true, reader.sizeU(), reader.sizeV());
    // The network knows no negative marks; what they cover is taken from its answer.
    List<Interaction> negative = new ArrayList<>(others);
    negative.addAll(marks);
    SliceMask outside = MarkGeometry.voxels(negative, false, reader.sizeU(), reader.sizeV());
    Prompt prompt = prompt(marks, inside, reader);
    SlicePatch patch = before == null ? propagated : before.patch();
    if (prompt != null) {
      patch = look(reader, mark.slice(), prompt);
    } else if (patch.area() == 0) {
      throw new InteractionException(
          "slice "
              + mark.axis()
              + "="
              + mark.slice()
              + " has only negative marks and no mask to correct: add a positive mark, or say that"
              + " the object is absent");
    }
    float certainty = certainty(patch);
    if (before != null && before.isGiven()) {
      patch = Repair.of(before.patch(), patch, mark, reader);
    }
    return new AnnotatedSlice(mark.slice(), marks, patch.forced(inside, outside), certainty, null);
  }

  /** Returns what the marks say, or null if none is positive. */
  private @Nullable Prompt prompt(List<Interaction> marks, SliceMask inside, SliceReader reader) {
    List<Point> around = new ArrayList<>();
    int[] box = inside.bounds();
    int margin = MARGIN;
    for (Interaction mark : marks) {
      if (mark instanceof Interaction.ExtremePoints extreme) {
        around.addAll(extreme.points());
      }
    }
    int[] outline = MarkGeometry.outline(marks, reader.sizeU(), reader.sizeV());
    if (outline != null) {
      if (around.isEmpty()) {
        margin = BOX_MARGIN;
        double u0 = outline[0] - BOX_PADDING;
        double v0 = outline[1] - BOX_PADDING;
        double u1 = outline[2] + BOX_PADDING;
        double v1 = outline[3] + BOX_PADDING;
        around.addAll(
            List.of(new Point(u0, v0), new Point(u1, v0), new Point(u0, v1), new Point(u1, v1)));
      }
      box = Window.union(box, outline);
    }
    if (box.length == 0) {
      return null;
    }
    List<Point> on = new ArrayList<>();
    for (int v = 0; v < reader.sizeV(); v++) {
      for (int u = 0; u < reader.sizeU(); u++) {
        if (inside.contains(u, v)) {
          on.add(new Point(u, v));
        }
      }
    }
    return new Prompt(on, around, SliceCrop.around(box, margin, model.side()));
  }

  private SlicePatch look(SliceReader reader, int slice, Prompt prompt) {
    int side = model.side();
    int pixels = side * side;
    SliceCrop crop = prompt.crop;
    float[] values = new float[reader.sizeU() * reader.sizeV()];
    float[] input = new float[model.channels() * pixels];
    float[] image = new float[pixels];
    reader.read(slice, values);
    stretch(values);
    crop.toImage(values, reader.sizeU(), reader.sizeV(), image);
    for (int channel = 0; channel < IMAGE_CHANNELS; channel++) {
      System.arraycopy(image, 0, input, channel * pixels, pixels);
    }
    int first = IMAGE_CHANNELS * pixels;
    int second = model.channels() > IMAGE_CHANNELS + 1 ? first + pixels : first;
    prompt.inside.forEach(point -> draw(point, crop, input, first));
    prompt.around.forEach(point -> draw(point, crop, input, second));
    model.run(input, image);
    crop.toSlice(image, reader.sizeU(), reader.sizeV(), values);
    return SlicePatch.ofSlice(values, reader.sizeU(), reader.sizeV());
  }

  private static void stretch(float[] values) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    float scale = WHITE / Math.max(high - low, Float.MIN_NORMAL);
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - low) * scale;
    }
  }

  /** Draws a bell of the full width at half its height, where it is larger than what is there. */
  private void draw(Point point, SliceCrop crop, float[] input, int offset) {
    double x = crop.pixelU(point.u());
    double y = crop.pixelV(point.v());
    int reach = (int) Math.ceil(2 * FULL_WIDTH);
    int last = model.side() - 1;
    for (int v = (int) Math.max(0, y - reach); v <= Math.min(last, y + reach); v++) {
      for (int u = (int) Math.max(0, x - reach); u <= Math.min(last, x + reach); u++) {
        double distance = (u - x) * (u - x) + (v - y) * (v - y);
        double bell = Math.exp(-4 * Math.log(2) * distance / (FULL_WIDTH * FULL_WIDTH));
        int at = offset + v * model.side() + u;
        input[at] = Math.max(input[at], (float) (WHITE * bell));
      }
    }
  }

  /** The network guesses no quality: the mean probability inside its mask stands for it. */
  private static float certainty(SlicePatch patch) {
    double sum = 0;
    for (int v = patch.lowV(); v < patch.lowV() + patch.height(); v++) {
      for (int u = patch.lowU(); u < patch.lowU() + patch.width(); u++) {
        sum += patch.contains(u, v) ? patch.probability(u, v) : 0;
      }
    }
    return patch.area() == 0 ? 0 : (float) (sum / patch.area());
  }

  @Override
  public void reserve() {
    model.reserve();
  }

  @Override
  public void close() {
    model.close();
  }
}
