package org.mem3d.eval.baseline;

import java.util.List;
import org.mem3d.Interaction;
import org.mem3d.SliceMask;

/**
 * What is known of one slice. Immutable.
 *
 * @param object pixels that belong to the object
 * @param background pixels that do not; none of them in both
 */
public record Seeds(SliceMask object, SliceMask background) {
  /** Checks that both are of one size and share no pixel. */
  public Seeds {
    if (object.width() != background.width() || object.height() != background.height()) {
      throw new IllegalArgumentException(
          object + " and " + background + " are not of the same slice");
    }
    if (object.overlap(background) > 0) {
      throw new IllegalArgumentException(
          object.overlap(background) + " pixels cannot be in the object and outside it");
    }
  }

  /** Makes seeds of a whole slice: all pixels of the mask, and all others. */
  public static Seeds ofMask(SliceMask mask) {
    return new Seeds(mask, SliceMask.of(mask.width(), mask.height(), i -> !mask.contains(i)));
  }

  /**
   * Makes seeds of marks on one slice: the pixels under clicks and the points of scribbles; of two
   * marks on one pixel the later counts. A given mask, or that the object is absent, settles the
   * whole slice.
   *
   * @throws IllegalArgumentException if a mark is of another kind
   */
  public static Seeds ofMarks(List<Interaction> marks, int width, int height) {
    byte[] seeds = new byte[width * height];
    for (Interaction mark : marks) {
      if (mark instanceof Interaction.GivenMask given) {
        return ofMask(given.mask());
      } else if (mark instanceof Interaction.Absent) {
        return ofMask(SliceMask.empty(width, height));
      } else if (mark instanceof Interaction.Click click) {
        put(seeds, List.of(click.point()), click.positive(), width, height);
      } else if (mark instanceof Interaction.Scribble scribble) {
        put(seeds, scribble.points(), scribble.positive(), width, height);
      } else {
        throw new IllegalArgumentException(
            mark.getClass().getSimpleName() + " says nothing of single pixels");
      }
    }
    return new Seeds(
        SliceMask.of(width, height, i -> seeds[i] > 0),
        SliceMask.of(width, height, i -> seeds[i] < 0));
  }

  private static void put(
      byte[] seeds, List<Interaction.Point> points, boolean positive, int width, int height) {
    for (Interaction.Point point : points) {
      int u = (int) Math.rint(point.u());
      int v = (int) Math.rint(point.v());
      if (u >= 0 && u < width && v >= 0 && v < height) {
        seeds[v * width + u] = (byte) (positive ? 1 : -1);
      }
    }
  }

  /** Returns whether every pixel of the slice is known. */
  public boolean isComplete() {
    return object.area() + background.area() == object.width() * object.height();
  }
}
