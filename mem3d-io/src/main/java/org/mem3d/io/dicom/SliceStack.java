package org.mem3d.io.dicom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.StoredGrid;
import org.mem3d.VolumeException;

/**
 * The slices of a series in the order of their places, as a grid. Its exceptions begin with what is
 * wrong, without the series' name.
 *
 * @param times the slices of each volume, from the lowest along the normal to the highest; several
 *     where each place has as many slices
 * @param format of every pixel
 * @param tilt degrees between the slices' normal and the line of their positions
 */
record SliceStack(List<List<Frame>> times, PixelFormat format, Grid grid, double tilt) {
  /** How much directions of slices of one series may differ, by rounding. */
  private static final double SAME_DIRECTION = 1e-3;

  /** How far a slice may lie from its place, in parts of the distance between slices. */
  private static final double TOLERANCE = 0.1;

  /** A tilt of less than this many degrees is rounding. */
  private static final double LEAST_TILT = 0.05;

  /**
   * Sorts slices.
   *
   * @throws VolumeException if they make no grid: sizes, directions or distances differ, some are
   *     missing or doubled
   */
  static SliceStack of(List<Frame> frames) {
    PixelFormat format = sameFormat(frames);
    Frame first = frames.get(0);
    double[] spacing = first.spacing().length == 0 ? new double[] {1, 1} : first.spacing();
    if (!(spacing[0] > 0 && spacing[1] > 0)) {
      throw new VolumeException(
          first.name() + " has a spacing " + Tag.text(Tag.PIXEL_SPACING) + " that is not positive");
    }
    boolean placed = frames.stream().allMatch(Frame::isPlaced);
    if (!placed) {
      return unplaced(frames, format, spacing);
    }
    requireSameDirections(frames);
    double[] normal = normal(first);
    List<Frame> sorted = new ArrayList<>(frames);
    sorted.sort(Comparator.comparingDouble(frame -> along(frame, normal)));
    List<List<Frame>> places = places(sorted, normal);
    List<List<Frame>> times = times(places);
    double[] step = step(times.get(0), normal, first);
    Geometry geometry = geometry(times.get(0).get(0), spacing, step);
    double along = dot(step, normal);
    double tilt = Math.toDegrees(Math.acos(Math.min(1, along / length(step))));
    Grid grid = new Grid(format.columns(), format.rows(), places.size(), geometry);
    return new SliceStack(times, format, grid, tilt < LEAST_TILT ? 0 : tilt);
  }

  private static PixelFormat sameFormat(List<Frame> frames) {
    Frame of = frames.get(0);
    PixelFormat format = named(of, () -> PixelFormat.of(of.file()));
    for (Frame frame : frames) {
      if (frame.index() > 0) {
        continue; // all frames of a file are of one format
      }
      PixelFormat other = named(frame, () -> PixelFormat.of(frame.file()));
      if (other.rows() != format.rows() || other.columns() != format.columns()) {
        throw new VolumeException(
            String.format(
                Locale.ROOT,
                "has slices of different sizes: %s of %dx%d voxels, %s of %dx%d; put those of one"
                    + " size into a folder of their own",
                of.name(),
                format.columns(),
                format.rows(),
                frame.name(),
                other.columns(),
                other.rows()));
      }
    }
    return format;
  }

  /** Puts the name of a frame's file before what is wrong with it. */
  static <T> T named(Frame frame, Supplier<T> step) {
    try {
      return step.get();
    } catch (VolumeException e) {
      throw new VolumeException(frame.name() + " " + e.getMessage(), e);
    }
  }

  /** Slices of which nothing says where they lie: one, or the frames of one file in their order. */
  private static SliceStack unplaced(List<Frame> frames, PixelFormat format, double[] spacing) {
    Frame first = frames.get(0);
    if (frames.stream().anyMatch(frame -> !frame.file().equals(first.file()))) {
      Frame unplaced = frames.stream().filter(f -> !f.isPlaced()).findFirst().orElse(first);
      throw new VolumeException(
          unplaced.name()
              + " does not say where it lies ("
              + Tag.text(Tag.POSITION)
              + ", "
              + Tag.text(Tag.ORIENTATION)
              + "), so the order of slices is not known: move it away, or open files one by one");
    }
    double depth = first.depth() > 0 ? first.depth() : 1;
    Geometry geometry =
        Geometry.ofSpacing(spacing[1], spacing[0], depth).withStored(StoredGrid.unplaced());
    Grid grid = new Grid(format.columns(), format.rows(), frames.size(), geometry);
    return new SliceStack(List.of(frames), format, grid, 0);
  }

  private static void requireSameDirections(List<Frame> frames) {
    Frame first = frames.get(0);
    double[] wanted = first.orientation();
    double[] spacing = first.spacing();
    for (Frame frame : frames) {
      for (int i = 0; i < 6; i++) {
        if (!(Math.abs(frame.orientation()[i] - wanted[i]) <= SAME_DIRECTION)) {
          throw new VolumeException(
              "has slices of different directions "
                  + Tag.text(Tag.ORIENTATION)
                  + ", such as "
                  + first.name()
                  + " and "
                  + frame.name()
                  + ": put those of one direction into a folder of their own");
        }
      }
      for (int i = 0; i < Math.min(spacing.length, frame.spacing().length); i++) {
        if (Math.abs(frame.spacing()[i] - spacing[i]) > 1e-3 * spacing[i]) {
          throw new VolumeException(
              "has slices of different spacings "
                  + Tag.text(Tag.PIXEL_SPACING)
                  + ", such as "
                  + first.name()
                  + " and "
                  + frame.name()
                  + ": put those of one spacing into a folder of their own");
        }
      }
    }
  }

  private static double[] normal(Frame frame) {
    double[] normal = frame.normal();
    double length = length(normal);
    if (!(Math.abs(length - 1) < 0.02)) {
      throw new VolumeException(
          frame.name()
              + " has directions "
              + Tag.text(Tag.ORIENTATION)
              + " that are not two of length 1 at right angles: it is damaged");
    }
    return new double[] {normal[0] / length, normal[1] / length, normal[2] / length};
  }

  /** Groups sorted slices by their places. */
  private static List<List<Frame>> places(List<Frame> sorted, double[] normal) {
    List<Double> steps = new ArrayList<>();
    for (int i = 1; i < sorted.size(); i++) {
      double step = along(sorted.get(i), normal) - along(sorted.get(i - 1), normal);
      if (step > 1e-3) {
        steps.add(step);
      }
    }
    steps.sort(Comparator.naturalOrder());
    double usual = steps.isEmpty() ? 0 : steps.get(steps.size() / 2);
    List<List<Frame>> places = new ArrayList<>();
    double last = Double.NEGATIVE_INFINITY;
    for (Frame frame : sorted) {
      double at = along(frame, normal);
      if (places.isEmpty() || at - last > Math.max(1e-3, TOLERANCE * usual)) {
        places.add(new ArrayList<>());
        last = at;
      }
      places.get(places.size() - 1).add(frame);
    }
    requireEqualSteps(places, normal, usual);
    return places;
  }

  private static void requireEqualSteps(List<List<Frame>> places, double[] normal, double usual) {
    for (int i = 1; i < places.size(); i++) {
      Frame before = places.get(i - 1).get(0);
      Frame next = places.get(i).get(0);
      double step = along(next, normal) - along(before, normal);
      double times = step / usual;
      // Positions are often rounded to a tenth of a millimetre.
      if (Math.abs(step - usual) <= Math.max(TOLERANCE * usual, 0.051)) {
        continue;
      }
      boolean missing = times > 1.5 && Math.abs(times - Math.rint(times)) <= TOLERANCE * times;
      throw new VolumeException(
          String.format(
              Locale.ROOT,
              "%s: %s and %s lie %.3f mm apart, others %.3f; %s",
              missing ? "misses " + plural((long) Math.rint(times) - 1) : "has unequal distances",
              before.name(),
              next.name(),
              step,
              usual,
              missing
                  ? "add what is missing, or put the slices of one side into a folder of their own"
                  : "resample it onto equal ones, or put slices of equal distances into a folder of"
                      + " their own"));
    }
  }

  private static String plural(long count) {
    return count == 1 ? "1 slice" : count + " slices";
  }

  /** Splits places of several slices into volumes. */
  private static List<List<Frame>> times(List<List<Frame>> places) {
    int count = places.get(0).size();
    List<List<Frame>> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      times.add(new ArrayList<>());
    }
    for (List<Frame> place : places) {
      if (place.size() != count) {
        List<Frame> more = place.size() > count ? place : places.get(0);
        throw new VolumeException(
            "has "
                + more.size()
                + " slices at one place, "
                + more.get(0).name()
                + " and "
                + more.get(1).name()
                + ", and elsewhere "
                + Math.min(place.size(), count)
                + ": one is doubled, or others are missing; move it away or add them");
      }
      place.sort(
          Comparator.comparing(Frame::order, Arrays::compare)
              .thenComparingInt(Frame::instance)
              .thenComparingInt(Frame::index));
      TreeSet<String> instances = new TreeSet<>();
      for (int i = 0; i < count; i++) {
        Frame frame = place.get(i);
        Frame before = place.get(Math.max(0, i - 1));
        String id = frame.file().elements().text(Tag.SOP_INSTANCE) + " " + frame.index();
        boolean same = Arrays.equals(frame.order(), before.order());
        if (i > 0
            && (!instances.add(id)
                || (same
                    && frame.instance() == before.instance()
                    && frame.index() == before.index()))) {
          throw new VolumeException(
              "has a slice twice: "
                  + before.name()
                  + " and "
                  + frame.name()
                  + " lie at one place, and nothing tells them apart; move one away");
        }
        instances.add(id);
        times.get(i).add(frame);
      }
    }
    return times;
  }

  /** Returns the way from a slice to the next, checked to be the same for all. */
  private static double[] step(List<Frame> slices, double[] normal, Frame first) {
    int count = slices.size();
    if (count == 1) {
      double depth = first.depth() > 0 ? first.depth() : 1;
      return new double[] {normal[0] * depth, normal[1] * depth, normal[2] * depth};
    }
    double[] start = slices.get(0).position();
    double[] end = slices.get(count - 1).position();
    double[] step = new double[3];
    for (int i = 0; i < 3; i++) {
      step[i] = (end[i] - start[i]) / (count - 1);
    }
    double allowed = Math.max(TOLERANCE * length(step), 0.051);
    for (int z = 0; z < count; z++) {
      double[] at = slices.get(z).position();
      double[] off = new double[3];
      for (int i = 0; i < 3; i++) {
        off[i] = at[i] - start[i] - z * step[i];
      }
      if (!(length(off) <= allowed)) {
        throw new VolumeException(
            String.format(
                Locale.ROOT,
                "has slices that do not lie on one line: %s is %.3f mm away from where %s and %s"
                    + " would have it; resample it, or put slices of one line into a folder of"
                    + " their own",
                slices.get(z).name(),
                length(off),
                slices.get(0).name(),
                slices.get(count - 1).name()));
      }
    }
    return step;
  }

  private static Geometry geometry(Frame lowest, double[] spacing, double[] step) {
    double[] o = lowest.orientation();
    double[] at = lowest.position();
    double[] rows = new double[12];
    for (int row = 0; row < 3; row++) {
      int sign = row < 2 ? -1 : 1;
      rows[4 * row] = sign * o[row] * spacing[1];
      rows[4 * row + 1] = sign * o[3 + row] * spacing[0];
      rows[4 * row + 2] = sign * step[row];
      rows[4 * row + 3] = sign * at[row];
    }
    return Geometry.ofAffine(rows);
  }

  private static double along(Frame frame, double[] normal) {
    return dot(frame.position(), normal);
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  private static double length(double[] of) {
    return Math.sqrt(dot(of, of));
  }
}
