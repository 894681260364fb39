package org.mem3d.eval;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

/**
 * Changes the intensities of an image without changing what is on it, to see whether masks stay
 * what they are: another offset or scale, padding outside a field of view, hot voxels, a piece of
 * metal, a saturated rim. Immutable.
 *
 * @param kind what is done
 * @param value the offset, the factor, or the intensity that voxels get
 */
public record Disturbance(Kind kind, float value) {
  private static final double HOT_SHARE = 0.0005;
  private static final int METAL = 4;
  private static final int RIM = 2;
  private static final long SEED = 1;

  /** What is done to an image. */
  public enum Kind {
    /** The value is added to every intensity. */
    OFFSET,
    /** Every intensity is multiplied by the value. */
    SCALE,
    /** Voxels outside the smallest upright ellipse around all labels get the value. */
    PADDING,
    /** One of 2000 voxels, chosen at random, gets the value. */
    HOT,
    /** A block of 4 x 4 voxels at the object's corner gets it, on its middle half of slices. */
    METAL,
    /** The outermost two voxels of each slice get it. */
    RIM
  }

  /**
   * Reads a disturbance as in {@code offset=1000}.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static Disturbance parse(String text) {
    int equals = text.indexOf('=');
    for (Kind kind : Kind.values()) {
      if (equals > 0 && kind.name().toLowerCase(Locale.ROOT).equals(text.substring(0, equals))) {
        try {
          return new Disturbance(kind, Float.parseFloat(text.substring(equals + 1)));
        } catch (NumberFormatException e) {
          break;
        }
      }
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is not of the form offset=N, scale=F, padding=V, hot=V, metal=V or rim=V, with a"
            + " number or NaN");
  }

  /**
   * Returns the disturbed image, which reads from the given one.
   *
   * @param image the image
   * @param objects all labelled objects, along one axis
   * @param object the one that is to be segmented
   */
  public Volume of(Volume image, List<Truth> objects, Truth object) {
    return switch (kind) {
      case OFFSET -> image.rescaled(1, value);
      case SCALE -> image.rescaled(value, 0);
      case PADDING -> padded(image, objects);
      case HOT -> new Replaced(image, hot(image), value);
      case METAL -> metal(image, object);
      case RIM -> new Replaced(image, (x, y, z) -> onRim(image, object.axis(), x, y, z), value);
    };
  }

  private static boolean onRim(Volume image, Axis axis, int x, int y, int z) {
    int u = axis == Axis.X ? y : x;
    int v = axis == Axis.Z ? y : z;
    return Math.min(u, v) < RIM
        || u >= image.size(axis.u()) - RIM
        || v >= image.size(axis.v()) - RIM;
  }

  /** Which voxels are replaced. */
  private interface Place {
    boolean holds(int x, int y, int z);
  }

  private static Place hot(Volume image) {
    return (x, y, z) -> {
      long index = x + (long) image.sizeX() * (y + (long) image.sizeY() * z);
      return new SplittableRandom(SEED + index).nextDouble() < HOT_SHARE;
    };
  }

  private Volume padded(Volume image, List<Truth> objects) {
    Axis axis = objects.get(0).axis();
    double midU = (image.size(axis.u()) - 1) / 2.0;
    double midV = (image.size(axis.v()) - 1) / 2.0;
    double radius = 0;
    for (Truth truth : objects) {
      for (SliceMask slice : truth.slices()) {
        for (int v = 0; v < slice.height(); v++) {
          for (int u = 0; u < slice.width(); u++) {
            if (slice.contains(u, v)) {
              radius = Math.max(radius, Math.hypot((u - midU) / midU, (v - midV) / midV));
            }
          }
        }
      }
    }
    double reach = Math.max(1, radius);
    return new Replaced(
        image,
        (x, y, z) -> {
          double u = axis == Axis.X ? y : x;
          double v = axis == Axis.Z ? y : z;
          return Math.hypot((u - midU) / midU, (v - midV) / midV) > reach;
        },
        value);
  }

  private Volume metal(Volume image, Truth object) {
    Axis axis = object.axis();
    int[] box = object.slices().get(object.largestSlice()).bounds();
    int quarter = (object.lastSlice() - object.firstSlice()) / 4;
    return new Replaced(
        image,
        (x, y, z) -> {
          int u = axis == Axis.X ? y : x;
          int v = axis == Axis.Z ? y : z;
          int slice = axis == Axis.X ? x : axis == Axis.Y ? y : z;
          return u > box[2] - METAL
              && u <= box[2]
              && v > box[3] - METAL
              && v <= box[3]
              && slice >= object.firstSlice() + quarter
              && slice <= object.lastSlice() - quarter;
        },
        value);
  }

  /** A volume some of whose voxels have another value. */
  private record Replaced(Volume image, Place place, float value) implements Volume {
    @Override
    public int sizeX() {
      return image.sizeX();
    }

    @Override
    public int sizeY() {
      return image.sizeY();
    }

    @Override
    public int sizeZ() {
      return image.sizeZ();
    }

    @Override
    public Geometry geometry() {
      return image.geometry();
    }

    @Override
    public void readSlice(Axis axis, int index, float[] slice) {
      image.readSlice(axis, index, slice);
      int width = image.size(axis.u());
      for (int i = 0; i < slice.length; i++) {
        int u = i % width;
        int v = i / width;
        boolean replaced =
            switch (axis) {
              case X -> place.holds(index, u, v);
              case Y -> place.holds(u, index, v);
              case Z -> place.holds(u, v, index);
            };
        if (replaced) {
          slice[i] = value;
        }
      }
    }
  }

  /** Returns the disturbance as {@link #parse} reads it. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + "=" + value;
  }
}
