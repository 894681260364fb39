package org.mem3d.io.dicom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mem3d.VolumeException;

/**
 * One slice: which frame of which file, and what is said of its place. Positions are in millimetres
 * towards left, posterior and superior, as DICOM has them. What the file does not say is an empty
 * array. The arrays are not changed.
 */
final class Frame {
  private static final double[] NOTHING = {};

  private final DataSet file;
  private final int index;
  private final double[] position;
  private final double[] orientation;
  private final double[] spacing;
  private final double depth;
  private final double slope;
  private final double intercept;
  private final double[] order;

  private Frame(
      DataSet file,
      int index,
      double[] position,
      double[] orientation,
      double[] spacing,
      double depth,
      double slope,
      double intercept,
      double[] order) {
    this.file = file;
    this.index = index;
    this.position = position;
    this.orientation = orientation;
    this.spacing = spacing;
    this.depth = depth;
    this.slope = slope;
    this.intercept = intercept;
    this.order = order;
  }

  /**
   * Returns the frames of a file.
   *
   * @throws VolumeException if elements are damaged, without the file's name
   */
  static List<Frame> of(DataSet file) {
    Elements all = file.elements();
    int count = Math.max(1, all.whole(Tag.FRAMES, 1));
    if (count > Math.max(1, file.size() / 8)) {
      throw new VolumeException(
          "says that it has " + count + " frames in " + file.size() + " bytes: it is damaged");
    }
    List<Elements> groups = all.items(Tag.FRAME_GROUPS);
    Optional<Elements> shared = all.item(Tag.SHARED_GROUPS);
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Optional<Elements> own = i < groups.size() ? Optional.of(groups.get(i)) : Optional.empty();
      frames.add(new Finder(all, shared, own).frame(file, i));
    }
    return count > 1 && groups.isEmpty() ? stacked(frames, all) : frames;
  }

  /** Frames that have but one position: each its offset or the distance of slices farther. */
  private static List<Frame> stacked(List<Frame> frames, Elements all) {
    int count = frames.size();
    double[] offsets = all.decimals(Tag.FRAME_OFFSETS, count).orElse(NOTHING);
    List<Frame> placed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Frame frame = frames.get(i);
      double offset = offsets.length > 0 ? offsets[i] - offsets[0] : i * frame.depth;
      boolean known = frame.isPlaced() && (offsets.length > 0 || frame.depth > 0);
      placed.add(frame.at(known ? offset : Double.NaN));
    }
    return placed;
  }

  /** Returns the frame so far along its normal; not placed if that is not known. */
  private Frame at(double offset) {
    double[] at = NOTHING;
    if (!Double.isNaN(offset)) {
      double[] normal = normal();
      at =
          new double[] {
            position[0] + offset * normal[0],
            position[1] + offset * normal[1],
            position[2] + offset * normal[2]
          };
    }
    return new Frame(file, index, at, orientation, spacing, depth, slope, intercept, order);
  }

  /** Returns the direction at right angles to rows and columns, not made one of length 1. */
  double[] normal() {
    double[] o = orientation;
    return new double[] {
      o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5], o[0] * o[4] - o[1] * o[3]
    };
  }

  /** Where an element may be: with the frame, with all frames, or with the file. */
  private record Finder(Elements file, Optional<Elements> shared, Optional<Elements> own) {
    private <T> Optional<T> find(int group, Function<Elements, Optional<T>> read) {
      return own.flatMap(frame -> frame.item(group))
          .flatMap(read)
          .or(() -> shared.flatMap(frame -> frame.item(group)).flatMap(read))
          .or(() -> read.apply(file));
    }

    private Optional<double[]> decimals(int group, int tag, int count) {
      return find(group, elements -> elements.decimals(tag, count));
    }

    private double decimal(int group, int tag, double absent) {
      return decimals(group, tag, 1).map(values -> values[0]).orElse(absent);
    }

    private Frame frame(DataSet set, int index) {
      double between = decimal(Tag.PIXEL_MEASURES, Tag.SPACING_BETWEEN_SLICES, 0);
      double thickness = decimal(Tag.PIXEL_MEASURES, Tag.SLICE_THICKNESS, 0);
      long temporal =
          find(
                  Tag.FRAME_CONTENT,
                  e ->
                      e.has(Tag.TEMPORAL_INDEX)
                          ? Optional.of(e.unsignedLong(Tag.TEMPORAL_INDEX, 0))
                          : Optional.<Long>empty())
              .orElse(0L);
      return new Frame(
          set,
          index,
          decimals(Tag.PLANE_POSITION, Tag.POSITION, 3).orElse(NOTHING),
          decimals(Tag.PLANE_ORIENTATION, Tag.ORIENTATION, 6).orElse(NOTHING),
          decimals(Tag.PIXEL_MEASURES, Tag.PIXEL_SPACING, 2).orElse(NOTHING),
          between > 0 ? between : Math.max(0, thickness),
          decimal(Tag.VALUE_TRANSFORMATION, Tag.SLOPE, 1),
          decimal(Tag.VALUE_TRANSFORMATION, Tag.INTERCEPT, 0),
          new double[] {
            temporal,
            file.whole(Tag.TEMPORAL_POSITION, 0),
            file.decimal(Tag.ECHO_TIME, 0),
            file.decimal(Tag.TRIGGER_TIME, 0),
            file.whole(Tag.ACQUISITION_NUMBER, 0)
          });
    }
  }

  DataSet file() {
    return file;
  }

  /** Returns which frame of the file, 0 for the first. */
  int index() {
    return index;
  }

  /** Returns whether the file says where the frame lies. */
  boolean isPlaced() {
    return position.length > 0 && orientation.length > 0;
  }

  /** Returns where the first pixel lies. */
  double[] position() {
    return position;
  }

  /** Returns the direction of rows, then of columns. */
  double[] orientation() {
    return orientation;
  }

  /** Returns the spacing between rows, then between columns. */
  double[] spacing() {
    return spacing;
  }

  /** Returns the distance to the next slice, as the file has it; 0 if it does not say. */
  double depth() {
    return depth;
  }

  double slope() {
    return slope;
  }

  double intercept() {
    return intercept;
  }

  /** Returns numbers that say which comes first among slices at one place. */
  double[] order() {
    return order;
  }

  int instance() {
    return file.elements().whole(Tag.INSTANCE_NUMBER, 0);
  }

  /** Returns the file's name, and of several frames which. */
  String name() {
    String name = String.valueOf(file.path().getFileName());
    return file.elements().whole(Tag.FRAMES, 1) > 1 ? name + " frame " + index : name;
  }
}
