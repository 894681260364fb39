package org.mem3d.core.propagation.appearance;

import org.mem3d.core.network.FeatureMaps;
import org.mem3d.core.region.Resampling;
import org.mem3d.core.region.Resampling.Rectangle;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.Window;

/**
 * The features of an annotated slice, each place at the finest level being the object's, its
 * surroundings', or neither. Immutable.
 */
final class LabelledFeatures {
  /** Places along a side of the window. */
  static final int SIDE = FeatureMaps.side(0);

  /** Width of the surroundings, in longer sides of the object's box. */
  private static final double AROUND = 0.3;

  /** A place of which less than this is of the other kind has a label. */
  private static final float MIXED = 0.25f;

  /** Places along a side of the squares that make up the halves. */
  private static final int SQUARE = 8;

  private static final int PIXELS = Window.INPUT_SIDE / SIDE;

  /** What a place is. */
  enum Label {
    OBJECT,
    SURROUNDINGS,
    NEITHER
  }

  private final FeatureMaps maps;
  private final Label[] labels;

  LabelledFeatures(FeatureMaps maps, Label[] labels) {
    this.maps = maps;
    this.labels = labels.clone();
  }

  /** Takes the features of a slice in a window with the object's mask there. */
  static LabelledFeatures of(FeatureMaps maps, Window window, SlicePatch mask) {
    float[] pixels = new float[Window.INPUT_SIDE * Window.INPUT_SIDE];
    mask.sample(window, pixels);
    int[] box = mask.bounds();
    double reach = AROUND * Window.longerSide(box);
    Label[] labels = new Label[SIDE * SIDE];
    for (int i = 0; i < labels.length; i++) {
      int x = i % SIDE;
      int y = i / SIDE;
      double u = window.lowU() + (x + 0.5) * window.side() / SIDE;
      double v = window.lowV() + (y + 0.5) * window.side() / SIDE;
      boolean near =
          u >= box[0] - reach
              && u <= box[2] + 1 + reach
              && v >= box[1] - reach
              && v <= box[3] + 1 + reach;
      labels[i] = near ? label(share(pixels, i)) : Label.NEITHER;
    }
    return new LabelledFeatures(maps, labels);
  }

  /** Returns how much of a place the mask covers. */
  private static float share(float[] pixels, int place) {
    float sum = 0;
    for (int y = 0; y < PIXELS; y++) {
      for (int x = 0; x < PIXELS; x++) {
        int row = place / SIDE * PIXELS + y;
        sum += pixels[row * Window.INPUT_SIDE + place % SIDE * PIXELS + x];
      }
    }
    return sum / (PIXELS * PIXELS);
  }

  private static Label label(float share) {
    return share < MIXED ? Label.SURROUNDINGS : share > 1 - MIXED ? Label.OBJECT : Label.NEITHER;
  }

  FeatureMaps maps() {
    return maps;
  }

  Label label(int place) {
    return labels[place];
  }

  /** Returns which half a place belongs to, 0 or 1: the squares of a chessboard. */
  static int half(int place) {
    return (place % SIDE / SQUARE + place / SIDE / SQUARE) & 1;
  }

  /** Returns the features as rows, one for each place, coarse ones interpolated. */
  float[][] rows() {
    float[][] rows = new float[SIDE * SIDE][FeatureRegression.CHANNELS];
    float[] plane = new float[SIDE * SIDE];
    int channel = 0;
    for (int level = 0; level < FeatureMaps.LEVELS; level++) {
      int side = FeatureMaps.side(level);
      for (int k = 0; k < FeatureMaps.channels(level); k++) {
        float[] values = maps.level(level);
        Resampling.bilinear(
            new Rectangle(values, k * side * side, side, side, side),
            new Rectangle(plane, 0, SIDE, SIDE, SIDE));
        for (int place = 0; place < plane.length; place++) {
          rows[place][channel] = plane[place];
        }
        channel++;
      }
    }
    return rows;
  }
}
