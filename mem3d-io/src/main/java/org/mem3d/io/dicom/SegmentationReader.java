package org.mem3d.io.dicom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.GridException;
import org.mem3d.Mask;
import org.mem3d.VolumeException;
import org.mem3d.file.FileFailure;

/** The frames of a segmentation's file. Immutable. */
final class SegmentationReader {
  /** How far a frame may lie from a slice, in voxels. */
  private static final double TOLERANCE = 0.1;

  private final DataSet file;
  private final List<Frame> frames;
  private final List<Integer> labels;
  private final List<DicomSegment> segments;
  private final byte[] pixels;
  private final int bits;

  private SegmentationReader(
      DataSet file,
      List<Frame> frames,
      List<Integer> labels,
      List<DicomSegment> segments,
      byte[] pixels) {
    this.file = file;
    this.frames = frames;
    this.labels = labels;
    this.segments = segments;
    this.pixels = pixels;
    this.bits = file.elements().unsigned(Tag.BITS_ALLOCATED, 1);
  }

  static SegmentationReader open(Path path) {
    DataSet file =
        DicomFolder.readFile(path)
            .orElseThrow(() -> new VolumeException(path + " is no DICOM file"));
    try {
      return open(file);
    } catch (IOException e) {
      throw new VolumeException(path + " cannot be read: " + FileFailure.text(e), e);
    } catch (VolumeException e) {
      throw new VolumeException(path + " " + e.getMessage(), e);
    }
  }

  private static SegmentationReader open(DataSet file) throws IOException {
    Elements all = file.elements();
    if (!all.text(Tag.SOP_CLASS).equals(SegmentationWriter.SOP_CLASS) || !file.hasPixels()) {
      throw new VolumeException("is no DICOM segmentation");
    }
    int bits = all.require(Tag.BITS_ALLOCATED);
    int rows = all.require(Tag.ROWS);
    int columns = all.require(Tag.COLUMNS);
    List<Frame> frames = Frame.of(file);
    if ((bits != 1 && bits != 8)
        || file.pixelBytes() < 0
        || file.syntax().packing() != TransferSyntax.Packing.NONE) {
      throw new VolumeException(
          "is a segmentation of "
              + bits
              + " bits, packed or not: 1 and 8 bits that are not packed are read; unpack it with"
              + " gdcmconv --raw");
    }
    double promised = Math.ceil((double) rows * columns * frames.size() * bits / 8);
    double present = Math.min(file.pixelBytes(), file.size() - file.pixelsAt());
    if (present < promised || promised > Integer.MAX_VALUE - 8) {
      throw new VolumeException(
          String.format(
              Locale.ROOT,
              "is truncated, or its elements lie: %d frames of %dx%d pixels need %.0f bytes, it has"
                  + " %.0f; copy it again",
              frames.size(),
              columns,
              rows,
              promised,
              present));
    }
    List<Integer> numbers = new ArrayList<>();
    List<DicomSegment> segments = new ArrayList<>();
    for (Elements segment : all.items(Tag.SEGMENTS)) {
      numbers.add(segment.require(Tag.SEGMENT_NUMBER));
      int[] lab = segment.unsigned(Tag.SEGMENT_COLOR);
      segments.add(
          new DicomSegment(
              segment.name(Tag.SEGMENT_LABEL), lab.length == 3 ? LabColor.toRgb(lab) : 0xffffff));
    }
    if (segments.isEmpty() || segments.size() > 255) {
      throw new VolumeException("has " + segments.size() + " segments: 1 to 255 are read");
    }
    List<Integer> labels = labels(all, frames.size(), numbers);
    try (FileBytes bytes = new FileBytes(file.path())) {
      bytes.position(file.pixelsAt());
      return new SegmentationReader(
          file, frames, labels, List.copyOf(segments), bytes.take((int) promised));
    }
  }

  /** Returns which label each frame is of. */
  private static List<Integer> labels(Elements all, int frames, List<Integer> numbers) {
    List<Elements> groups = all.items(Tag.FRAME_GROUPS);
    Optional<Elements> shared = all.item(Tag.SHARED_GROUPS);
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      Optional<Elements> own = i < groups.size() ? Optional.of(groups.get(i)) : Optional.empty();
      int number =
          own.flatMap(g -> g.item(Tag.SEGMENT_IDENTIFICATION))
              .or(() -> shared.flatMap(g -> g.item(Tag.SEGMENT_IDENTIFICATION)))
              .map(item -> item.unsigned(Tag.REFERENCED_SEGMENT, 0))
              .orElse(0);
      int at = numbers.indexOf(number);
      if (at < 0) {
        throw new VolumeException(
            "has a frame of the segment " + number + ", which it does not describe: it is damaged");
      }
      labels.add(at + 1);
    }
    return labels;
  }

  List<DicomSegment> segments() {
    return segments;
  }

  /** Returns the grid of the frames, and of slices between them that have none. */
  Grid ownGrid() {
    int rows = file.elements().require(Tag.ROWS);
    int columns = file.elements().require(Tag.COLUMNS);
    Frame first = frames.get(0);
    if (!frames.stream().allMatch(f -> f.isPlaced() && f.spacing().length == 2)) {
      throw new VolumeException(file.path() + " does not say where its frames lie");
    }
    double[] normal = first.normal();
    Frame lowest = first;
    Frame highest = first;
    double step = Double.POSITIVE_INFINITY;
    List<Double> heights = new ArrayList<>();
    for (Frame frame : frames) {
      lowest = height(frame, normal) < height(lowest, normal) ? frame : lowest;
      highest = height(frame, normal) > height(highest, normal) ? frame : highest;
      heights.add(height(frame, normal));
    }
    heights.sort(null);
    for (int i = 1; i < heights.size(); i++) {
      double gap = heights.get(i) - heights.get(i - 1);
      step = gap > 1e-3 ? Math.min(step, gap) : step;
    }
    double length = height(highest, normal) - height(lowest, normal);
    double told = between();
    boolean multiple = told > 0 && Math.abs(step / told - Math.rint(step / told)) < TOLERANCE;
    if (!Double.isFinite(step) || multiple) {
      step = told > 0 ? told : first.depth() > 0 ? first.depth() : 1;
    }
    int count = (int) Math.min(1 << 20, Math.rint(length / step)) + 1;
    double[] o = first.orientation();
    double[] at = lowest.position();
    double[] rowsOfAffine = new double[12];
    for (int row = 0; row < 3; row++) {
      int sign = row < 2 ? -1 : 1;
      double up =
          count > 1 ? (highest.position()[row] - at[row]) / (count - 1) : normal[row] * step;
      rowsOfAffine[4 * row] = sign * o[row] * first.spacing()[1];
      rowsOfAffine[4 * row + 1] = sign * o[3 + row] * first.spacing()[0];
      rowsOfAffine[4 * row + 2] = sign * up;
      rowsOfAffine[4 * row + 3] = sign * at[row];
    }
    try {
      return new Grid(columns, rows, count, Geometry.ofAffine(rowsOfAffine));
    } catch (VolumeException e) {
      throw new VolumeException(file.path() + " has frames that make no grid", e);
    }
  }

  /** Returns the distance of slices, of which some may have no frame; 0 if it is not told. */
  private double between() {
    return file.elements()
        .item(Tag.SHARED_GROUPS)
        .flatMap(group -> group.item(Tag.PIXEL_MEASURES))
        .map(measures -> measures.decimal(Tag.SPACING_BETWEEN_SLICES, 0))
        .orElse(0.0);
  }

  private static double height(Frame frame, double[] normal) {
    double[] at = frame.position();
    return at[0] * normal[0] + at[1] * normal[1] + at[2] * normal[2];
  }

  Mask mask(Grid grid) {
    int rows = file.elements().require(Tag.ROWS);
    int columns = file.elements().require(Tag.COLUMNS);
    if (grid.sizeX() != columns || grid.sizeY() != rows) {
      throw new GridException(
          file.path()
              + " has frames of "
              + columns
              + "x"
              + rows
              + " pixels, not those of "
              + grid
              + "; resample it onto that grid",
          false);
    }
    double voxels = (double) columns * rows * grid.sizeZ();
    if (voxels > Integer.MAX_VALUE - 8) {
      throw new VolumeException(file.path() + " has more voxels than an array holds: crop it");
    }
    byte[] mask = new byte[(int) voxels];
    Map<String, Integer> places = new HashMap<>();
    int threshold = Math.max(1, (file.elements().unsigned(Tag.MAXIMUM_FRACTION, 1) + 1) / 2);
    for (int i = 0; i < frames.size(); i++) {
      Frame frame = frames.get(i);
      int z = places.computeIfAbsent(Arrays.toString(frame.position()), at -> slice(frame, grid));
      int plane = rows * columns;
      long from = (long) i * plane;
      for (int p = 0; p < plane; p++) {
        long at = from + p;
        boolean inside =
            bits == 1
                ? (pixels[(int) (at >> 3)] >> (at & 7) & 1) == 1
                : (pixels[(int) at] & 0xff) >= threshold;
        if (inside) {
          mask[z * plane + p] = (byte) (int) labels.get(i);
        }
      }
    }
    return new Mask(columns, rows, grid.sizeZ(), grid.geometry(), mask);
  }

  /** Returns the slice of the grid on which a frame lies, compared in three corners. */
  private int slice(Frame frame, Grid grid) {
    if (!frame.isPlaced() || frame.spacing().length < 2) {
      throw new VolumeException(file.path() + " does not say where its frames lie");
    }
    int z = -1;
    double[] o = frame.orientation();
    for (int corner = 0; corner < 3; corner++) {
      double u = corner == 1 ? (grid.sizeX() - 1) * frame.spacing()[1] : 0;
      double v = corner == 2 ? (grid.sizeY() - 1) * frame.spacing()[0] : 0;
      double[] world = new double[3];
      for (int row = 0; row < 3; row++) {
        world[row] = (row < 2 ? -1 : 1) * (frame.position()[row] + u * o[row] + v * o[3 + row]);
      }
      double[] voxel = grid.geometry().toVoxel(world[0], world[1], world[2]);
      double[] wanted = {
        corner == 1 ? grid.sizeX() - 1 : 0, corner == 2 ? grid.sizeY() - 1 : 0, Math.rint(voxel[2])
      };
      z = corner == 0 ? (int) wanted[2] : z;
      for (int axis = 0; axis < 3; axis++) {
        if (!(Math.abs(voxel[axis] - wanted[axis]) <= TOLERANCE)
            || wanted[2] != z
            || z < 0
            || z >= grid.size(Axis.Z)) {
          throw new GridException(
              file.path()
                  + " has a frame that is no slice of "
                  + grid
                  + "; resample it onto that grid",
              false);
        }
      }
    }
    return z;
  }
}
