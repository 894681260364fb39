package org.mem3d.eval.baseline;

import java.util.List;
import org.jspecify.annotations.Nullable;
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
    Reader reader = new Reader(width, height);
    marks.forEach(mark -> mark.accept(reader));
    return reader.seeds();
  }

  /** Returns whether every pixel of the slice is known. */
  public boolean isComplete() {
    return object.area() + background.area() == object.width() * object.height();
  }

  /** Puts marks on the pixels of a slice. */
  private static final class Reader implements Interaction.Visitor {
    private final int width;
    private final int height;
    private final byte[] signs;
    private @Nullable SliceMask whole;

    Reader(int width, int height) {
      this.width = width;
      this.height = height;
      signs = new byte[width * height];
    }

    Seeds seeds() {
      return whole != null
          ? ofMask(whole)
          : new Seeds(
              SliceMask.of(width, height, i -> signs[i] > 0),
              SliceMask.of(width, height, i -> signs[i] < 0));
    }

    @Override
    public void scribble(Interaction.Scribble scribble) {
      put(scribble.points(), scribble.positive());
    }

    @Override
    public void click(Interaction.Click click) {
      put(List.of(click.point()), click.positive());
    }

    @Override
    public void mask(Interaction.GivenMask given) {
      settle(given.mask());
    }

    @Override
    public void absent(Interaction.Absent absent) {
      settle(SliceMask.empty(width, height));
    }

    @Override
    public void box(Interaction.BoundingBox box) {
      throw unknown(box);
    }

    @Override
    public void extremePoints(Interaction.ExtremePoints extreme) {
      throw unknown(extreme);
    }

    @Override
    public void lasso(Interaction.Lasso lasso) {
      throw unknown(lasso);
    }

    private static IllegalArgumentException unknown(Interaction mark) {
      return new IllegalArgumentException(
          mark.getClass().getSimpleName() + " says nothing of single pixels");
    }

    /** The first mark that settles the slice counts. */
    private void settle(SliceMask mask) {
      whole = whole == null ? mask : whole;
    }

    private void put(List<Interaction.Point> points, boolean positive) {
      for (Interaction.Point point : points) {
        int u = (int) Math.rint(point.u());
        int v = (int) Math.rint(point.v());
        if (u >= 0 && u < width && v >= 0 && v < height) {
          signs[v * width + u] = (byte) (positive ? 1 : -1);
        }
      }
    }
  }
}
