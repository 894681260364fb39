package org.mem3d.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mem3d.Axis;
import org.mem3d.Mask;
import org.mem3d.SegmentationListener;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.io.Film;
import org.mem3d.io.IntensityWindow;
import org.mem3d.io.Montage;
import org.mem3d.io.SliceOverlay;

/** Keeps what a propagation predicts, slice by slice, and shows it in three planes as a film. */
final class PropagationFilm implements SegmentationListener {
  private static final int MOST_PICTURES = 80;
  private static final int MILLISECONDS = 120;
  private static final int LAST_PICTURES = 12;
  private static final double SIDE = 260;

  /** A slice that was predicted. */
  private record Step(int object, Axis axis, int slice, SliceMask mask) {}

  private final List<Step> steps = new ArrayList<>();

  @Override
  public synchronized void slicePredicted(int object, Axis axis, int slice, SliceMask mask) {
    steps.add(new Step(object, axis, slice, mask));
  }

  /**
   * Writes the film.
   *
   * @param before the masks of the annotated slices
   * @param after what the propagation ended with, seen last
   */
  synchronized void write(Path file, Volume volume, Mask before, Mask after) {
    SliceOverlay overlay =
        SliceOverlay.of(volume, IntensityWindow.ofPercentiles(volume, 0.5, 99.5))
            .withScale(scale(volume));
    int[] centre = centre(after);
    byte[] labels = before.toByteArray();
    Film film = new Film(MILLISECONDS);
    add(film, overlay.withMask(before), centre);
    int every = Math.max(1, (steps.size() + MOST_PICTURES - 1) / MOST_PICTURES);
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      draw(step, before, labels);
      if (i % every == 0) {
        int[] at = {
          step.axis() == Axis.X ? step.slice() : centre[0],
          step.axis() == Axis.Y ? step.slice() : centre[1],
          step.axis() == Axis.Z ? step.slice() : centre[2]
        };
        Mask now =
            new Mask(
                before.sizeX(), before.sizeY(), before.sizeZ(), before.geometry(), labels.clone());
        add(film, overlay.withMask(now), at);
      }
    }
    for (int i = 0; i < LAST_PICTURES; i++) {
      add(film, overlay.withMask(after), centre);
    }
    film.write(file);
  }

  private static void add(Film film, SliceOverlay overlay, int[] at) {
    film.add(Montage.ofPlanes(overlay, at[0], at[1], at[2]).render());
  }

  /** Returns at which scale the volume's longest side is as long as a picture is to be. */
  static double scale(Volume volume) {
    double shortest = Double.MAX_VALUE;
    double longest = 0;
    for (Axis axis : Axis.values()) {
      double spacing = volume.geometry().spacing(axis);
      shortest = Math.min(shortest, spacing);
      longest = Math.max(longest, spacing * volume.size(axis));
    }
    return Math.max(0.05, Math.min(8, SIDE * shortest / longest));
  }

  /** Returns the middle of all objects, or of the volume if there are none. */
  static int[] centre(Mask mask) {
    int[] size = {mask.sizeX(), mask.sizeY(), mask.sizeZ()};
    long[] sum = new long[3];
    long count = 0;
    byte[] labels = mask.toByteArray();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != 0) {
        sum[0] += i % size[0];
        sum[1] += i / size[0] % size[1];
        sum[2] += i / size[0] / size[1];
        count++;
      }
    }
    int[] centre = new int[3];
    for (int d = 0; d < 3; d++) {
      centre[d] = count == 0 ? size[d] / 2 : (int) Math.rint((double) sum[d] / count);
    }
    return centre;
  }

  private static int stride(Mask grid, Axis axis) {
    return switch (axis) {
      case X -> 1;
      case Y -> grid.sizeX();
      case Z -> grid.sizeX() * grid.sizeY();
    };
  }

  private static void draw(Step step, Mask grid, byte[] labels) {
    int strideU = stride(grid, step.axis().u());
    int strideV = stride(grid, step.axis().v());
    int first = step.slice() * stride(grid, step.axis());
    for (int v = 0; v < step.mask().height(); v++) {
      for (int u = 0; u < step.mask().width(); u++) {
        int at = first + v * strideV + u * strideU;
        if (step.mask().contains(u, v)) {
          labels[at] = (byte) step.object();
        } else if (labels[at] == (byte) step.object()) {
          labels[at] = 0;
        }
      }
    }
  }
}
