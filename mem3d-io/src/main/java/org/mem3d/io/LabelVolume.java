package org.mem3d.io;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.GridCheck;
import org.mem3d.Mask;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
import org.mem3d.VoxelOrder;

/**
 * The labels of a label file: 0 is background, others are any whole numbers up to 2147483647 (a
 * {@link Mask}'s end at 255). Immutable.
 */
public final class LabelVolume {
  private final Grid grid;
  private final int voxels;
  private final IntUnaryOperator labels;
  private final NavigableMap<Integer, Long> counts;

  private LabelVolume(
      Grid grid, int voxels, IntUnaryOperator labels, NavigableMap<Integer, Long> counts) {
    this.grid = grid;
    this.voxels = voxels;
    this.labels = labels;
    this.counts = counts;
  }

  private LabelVolume(Grid grid, int voxels, IntUnaryOperator labels) {
    this(grid, voxels, labels, new TreeMap<>());
    // Labels come in runs, and the map is asked once for each.
    int run = 0;
    for (int i = 0; i < voxels; i += run) {
      int label = labels.applyAsInt(i);
      run = 1;
      while (i + run < voxels && labels.applyAsInt(i + run) == label) {
        run++;
      }
      counts.merge(label, (long) run, Long::sum);
    }
  }

  static LabelVolume of(Grid grid, byte[] labels) {
    return new LabelVolume(grid, labels.length, i -> labels[i] & 0xff);
  }

  static LabelVolume of(Grid grid, short[] labels) {
    return new LabelVolume(grid, labels.length, i -> labels[i] & 0xffff);
  }

  static LabelVolume of(Grid grid, int[] labels) {
    return new LabelVolume(grid, labels.length, i -> labels[i]);
  }

  /**
   * Rounds values to labels; those that are not finite are background.
   *
   * @param place named in messages
   * @throws VolumeException if a value is negative or too large, or values cannot be read
   */
  static LabelVolume of(Path place, SliceValues values) {
    Grid grid = values.grid();
    int plane = grid.sizeX() * grid.sizeY();
    int[] labels = new int[plane * grid.sizeZ()];
    double[] slice = new double[plane];
    for (int z = 0; z < grid.sizeZ(); z++) {
      values.read(z, slice);
      for (int i = 0; i < plane; i++) {
        labels[z * plane + i] = label(place, grid, slice[i], z * plane + i);
      }
    }
    return of(grid, labels);
  }

  /**
   * Rounds a value to a label, 0 if it is not finite.
   *
   * @param at index of the voxel, for the message
   * @throws VolumeException if it is negative or too large
   */
  static int label(Path place, Grid grid, double value, int at) {
    double label = Double.isFinite(value) ? Math.rint(value) : 0;
    if (label < 0 || label > Integer.MAX_VALUE) {
      throw new VolumeException(
          place
              + " has the value "
              + value
              + " at voxel "
              + at % grid.sizeX()
              + ","
              + at / grid.sizeX() % grid.sizeY()
              + ","
              + at / grid.sizeX() / grid.sizeY()
              + ": labels are 0..2147483647; is it an image?");
    }
    return (int) label;
  }

  /** Returns the number of voxels along x. */
  public int sizeX() {
    return grid.sizeX();
  }

  /** Returns the number of voxels along y. */
  public int sizeY() {
    return grid.sizeY();
  }

  /** Returns the number of voxels along z. */
  public int sizeZ() {
    return grid.sizeZ();
  }

  /** Returns the number of voxels along an axis. */
  public int size(Axis axis) {
    return switch (axis) {
      case X -> grid.sizeX();
      case Y -> grid.sizeY();
      case Z -> grid.sizeZ();
    };
  }

  /** Returns where the voxels lie in the world. */
  public Geometry geometry() {
    return grid.geometry();
  }

  /** Returns sizes and geometry. */
  public Grid grid() {
    return grid;
  }

  /**
   * Returns these labels in the order and at the exact place of a volume's grid, for which they are
   * to be used; shares this object's memory.
   *
   * @throws org.mem3d.GridException if the check finds that they lie on another grid; the message
   *     tells both
   */
  public LabelVolume onGrid(Grid wanted, GridCheck check) {
    VoxelOrder order = grid.orderOn(wanted, check);
    IntUnaryOperator ordered =
        order.isSame() ? labels : i -> labels.applyAsInt(sourceIndex(order, i));
    return new LabelVolume(wanted, voxels, ordered, counts);
  }

  private int sourceIndex(VoxelOrder order, int index) {
    int x = index % order.to().sizeX();
    int y = index / order.to().sizeX() % order.to().sizeY();
    int z = index / order.to().sizeX() / order.to().sizeY();
    return order.source(Axis.X, x, y, z)
        + sizeX() * (order.source(Axis.Y, x, y, z) + sizeY() * order.source(Axis.Z, x, y, z));
  }

  /**
   * Returns these labels as a mask, on a copy of one byte a voxel.
   *
   * @throws VolumeException if a label is above 255
   */
  public Mask toMask() {
    if (largest() > 255) {
      throw new VolumeException("a mask has labels of 0 to 255; the largest here is " + largest());
    }
    byte[] bytes = new byte[voxels];
    for (int i = 0; i < voxels; i++) {
      bytes[i] = (byte) labels.applyAsInt(i);
    }
    return new Mask(sizeX(), sizeY(), sizeZ(), geometry(), bytes);
  }

  /**
   * Returns the label at a voxel.
   *
   * @throws VolumeException if the voxel lies outside
   */
  public int label(int x, int y, int z) {
    if (x < 0 || x >= sizeX() || y < 0 || y >= sizeY() || z < 0 || z >= sizeZ()) {
      throw new VolumeException("voxel " + x + "," + y + "," + z + " lies outside " + size());
    }
    return labels.applyAsInt(x + sizeX() * (y + sizeY() * z));
  }

  /** Returns the labels that occur, background left out, in rising order. */
  public int[] labels() {
    return counts.keySet().stream().mapToInt(Integer::intValue).filter(l -> l != 0).toArray();
  }

  /** Returns the largest label that occurs, 0 if all is background. */
  public int largest() {
    return counts.lastKey();
  }

  /** Returns the number of voxels of a label, 0 if it does not occur. */
  public long count(int label) {
    return counts.getOrDefault(label, 0L);
  }

  /** Returns the number of pixels of a label on each slice along an axis. */
  public int[] areas(int label, Axis axis) {
    int[] areas = new int[size(axis)];
    int plane = sizeX() * sizeY();
    for (int i = 0; i < voxels; i++) {
      if (labels.applyAsInt(i) == label) {
        areas[
            switch (axis) {
              case X -> i % sizeX();
              case Y -> i / sizeX() % sizeY();
              case Z -> i / plane;
            }]++;
      }
    }
    return areas;
  }

  /**
   * Copies the labels of one slice out, exactly.
   *
   * @param slice filled with as many values as the slice has pixels, u fastest
   * @throws VolumeException if the slice lies outside or the array is too short
   */
  public void readSlice(Axis axis, int index, int[] slice) {
    copySlice(axis, index, slice.length, (to, label) -> slice[to] = label);
  }

  @FunctionalInterface
  private interface Pixels {
    void set(int at, int label);
  }

  private void copySlice(Axis axis, int index, int length, Pixels pixels) {
    if (index < 0 || index >= size(axis) || length < size(axis.u()) * size(axis.v())) {
      throw new VolumeException(
          "slice "
              + axis
              + "="
              + index
              + " of "
              + size()
              + " voxels does not exist or does not fit "
              + length
              + " values");
    }
    int plane = sizeX() * sizeY();
    int first = index * (axis == Axis.X ? 1 : axis == Axis.Y ? sizeX() : plane);
    int stepU = axis == Axis.X ? sizeX() : 1;
    int stepV = axis == Axis.Z ? sizeX() : plane;
    for (int v = 0, to = 0; v < size(axis.v()); v++) {
      for (int u = 0; u < size(axis.u()); u++) {
        pixels.set(to++, labels.applyAsInt(first + u * stepU + v * stepV));
      }
    }
  }

  /**
   * Returns the pixels of a label on one slice.
   *
   * @throws VolumeException if the slice lies outside
   */
  public SliceMask slice(int label, Axis axis, int index) {
    if (index < 0 || index >= size(axis)) {
      throw new VolumeException(
          "slice " + axis + "=" + index + " lies outside 0.." + (size(axis) - 1));
    }
    int plane = sizeX() * sizeY();
    int width = size(axis.u());
    return SliceMask.of(
        width,
        size(axis.v()),
        i -> {
          int u = i % width;
          int v = i / width;
          int voxel =
              switch (axis) {
                case X -> index + u * sizeX() + v * plane;
                case Y -> u + index * sizeX() + v * plane;
                case Z -> u + v * sizeX() + index * plane;
              };
          return labels.applyAsInt(voxel) == label;
        });
  }

  /**
   * Returns a mask in which the voxels of the given labels are 1, 2, ... in the order given and all
   * others background.
   *
   * @param chosen at most 255 labels
   * @throws VolumeException if there are more, or one does not occur or is given twice
   */
  public Mask mask(int... chosen) {
    Map<Integer, Byte> numbers = new TreeMap<>();
    for (int label : chosen) {
      if (!counts.containsKey(label) || numbers.size() == 255) {
        throw new VolumeException(
            "label "
                + label
                + (numbers.size() == 255 ? " would be the 256th of a mask" : " does not occur")
                + "; the labels are "
                + shownLabels());
      }
      if (numbers.put(label, (byte) (numbers.size() + 1)) != null) {
        throw new VolumeException(
            "label " + label + " is chosen twice in " + Arrays.toString(chosen) + ": name it once");
      }
    }
    byte[] mask = new byte[voxels];
    for (int i = 0; i < voxels; i++) {
      Byte number = numbers.get(labels.applyAsInt(i));
      mask[i] = number == null ? 0 : number;
    }
    return new Mask(sizeX(), sizeY(), sizeZ(), geometry(), mask);
  }

  /**
   * Returns the labels as intensities, sharing this object's memory. Labels above 16777216 are
   * rounded to float, so that neighbours become one; {@link #readSlice} gives them exactly.
   */
  public Volume asVolume() {
    return new LabelIntensities(this);
  }

  private String shownLabels() {
    int[] all = labels();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(all.length, 20); i++) {
      text.append(i == 0 ? "" : ", ").append(all[i]);
    }
    return text.isEmpty() ? "none" : text + (all.length > 20 ? ", ..." : "");
  }

  private String size() {
    return sizeX() + "x" + sizeY() + "x" + sizeZ();
  }

  /** Returns size and labels. */
  @Override
  public String toString() {
    return "labels " + shownLabels() + " in " + size() + " voxels";
  }

  private record LabelIntensities(LabelVolume source) implements Volume {
    @Override
    public int sizeX() {
      return source.sizeX();
    }

    @Override
    public int sizeY() {
      return source.sizeY();
    }

    @Override
    public int sizeZ() {
      return source.sizeZ();
    }

    @Override
    public Geometry geometry() {
      return source.geometry();
    }

    @Override
    public void readSlice(Axis axis, int index, float[] slice) {
      source.copySlice(axis, index, slice.length, (to, label) -> slice[to] = label);
    }
  }
}
