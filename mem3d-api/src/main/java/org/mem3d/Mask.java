package org.mem3d;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The objects' labels at every voxel: 0 is background, 1 the first object. On the volume's grid, of
 * any number of voxels: memory is taken by the rectangle around the labels of each plane along z
 * alone, but where an array was given. Immutable.
 */
public final class Mask {
  private final int sizeX;
  private final int sizeY;
  private final int sizeZ;
  private final Geometry geometry;

  /** By z; null where all is background. Not modified. */
  private final @Nullable BytePlane[] planes;

  private Mask(int sizeX, int sizeY, int sizeZ, Geometry geometry, @Nullable BytePlane[] planes) {
    this.sizeX = sizeX;
    this.sizeY = sizeY;
    this.sizeZ = sizeZ;
    this.geometry = geometry;
    this.planes = planes;
  }

  /**
   * Makes a mask.
   *
   * @param labels one unsigned label for each voxel, x fastest; the mask takes the array, which
   *     must not change afterwards
   * @throws VolumeException if the array has another length than the product of the sizes
   * @throws NullPointerException if the geometry or the array is null
   */
  public Mask(int sizeX, int sizeY, int sizeZ, Geometry geometry, byte[] labels) {
    this(
        sizeX,
        sizeY,
        sizeZ,
        Objects.requireNonNull(geometry, "the geometry is null"),
        within(labels, sizeX, sizeY, sizeZ));
  }

  private static @Nullable BytePlane[] within(byte[] labels, int sizeX, int sizeY, int sizeZ) {
    Objects.requireNonNull(labels, "the array of labels is null");
    if (sizeX < 1 || sizeY < 1 || sizeZ < 1 || (double) sizeX * sizeY * sizeZ != labels.length) {
      throw new VolumeException(
          "a mask of "
              + sizeX
              + "x"
              + sizeY
              + "x"
              + sizeZ
              + " voxels does not fit an array of "
              + labels.length);
    }
    @Nullable BytePlane[] planes = new BytePlane[sizeZ];
    for (int z = 0; z < sizeZ; z++) {
      planes[z] = BytePlane.within(labels, z * sizeX * sizeY, sizeX, sizeY);
    }
    return planes;
  }

  /**
   * Makes a mask of any number of voxels.
   *
   * @param labels gives the unsigned labels of each plane along z; read by this call
   * @throws VolumeException if a size is not positive or a plane has more voxels than an array can
   *     hold
   */
  public static Mask of(BytePlanes labels, Grid grid) {
    Objects.requireNonNull(labels, "the reader of labels is null");
    int x = grid.sizeX();
    int y = grid.sizeY();
    int z = grid.sizeZ();
    return new Mask(x, y, z, grid.geometry(), BytePlaneVolume.kept(labels, x, y, z));
  }

  /**
   * Returns a mask that is background everywhere.
   *
   * @throws NullPointerException if the grid is null
   */
  public static Mask empty(Grid grid) {
    return new Mask(
        grid.sizeX(), grid.sizeY(), grid.sizeZ(), grid.geometry(), new BytePlane[grid.sizeZ()]);
  }

  /**
   * Returns a mask with other labels in some planes along z; the others are shared.
   *
   * @param planes their indices
   * @param labels gives the unsigned labels of these planes; read by this call
   * @throws VolumeException if there is no such plane
   */
  public Mask withPlanes(IntStream planes, BytePlanes labels) {
    @Nullable BytePlane[] changed = this.planes.clone();
    byte[] plane = new byte[BytePlaneVolume.planeSize(sizeX, sizeY)];
    planes.forEach(
        z -> {
          requireSlice(Axis.Z, z);
          labels.read(z, plane);
          BytePlane next = BytePlane.of(plane, sizeX, sizeY);
          changed[z] = BytePlane.same(next, changed[z]) ? changed[z] : next;
        });
    return new Mask(sizeX, sizeY, sizeZ, geometry, changed);
  }

  /** Returns the number of voxels along x. */
  public int sizeX() {
    return sizeX;
  }

  /** Returns the number of voxels along y. */
  public int sizeY() {
    return sizeY;
  }

  /** Returns the number of voxels along z. */
  public int sizeZ() {
    return sizeZ;
  }

  /** Returns where the voxels lie in the world. */
  public Geometry geometry() {
    return geometry;
  }

  /** Returns the label at a voxel, 0 to 255. */
  public int label(int x, int y, int z) {
    if (x < 0 || x >= sizeX || y < 0 || y >= sizeY || z < 0 || z >= sizeZ) {
      throw new VolumeException(
          "voxel " + x + "," + y + "," + z + " lies outside " + sizeX + "x" + sizeY + "x" + sizeZ);
    }
    BytePlane plane = planes[z];
    return plane == null ? 0 : plane.at(x, y);
  }

  /**
   * Returns the number of voxels of a label.
   *
   * @throws VolumeException if the label is not 0 to 255
   */
  public long count(int label) {
    requireLabel(label);
    long all = (long) sizeX * sizeY * sizeZ;
    long kept = 0;
    long count = 0;
    for (BytePlane plane : planes) {
      if (plane != null) {
        kept += (long) plane.width * plane.height;
        count += plane.count((byte) label);
      }
    }
    return label == 0 ? all - kept + count : count;
  }

  /**
   * Returns a copy of the labels, unsigned, x fastest.
   *
   * @throws VolumeException if there are more than an array can hold; {@link #readSlice} and {@link
   *     #readBox} read parts of any mask
   */
  public byte[] toByteArray() {
    long voxels = (long) sizeX * sizeY * sizeZ;
    if (voxels > BytePlaneVolume.LARGEST_ARRAY) {
      throw new VolumeException(
          "the " + this + " does not fit an array: read it by slices or boxes");
    }
    byte[] labels = new byte[(int) voxels];
    readBox(Box.EVERYWHERE, labels);
    return labels;
  }

  /** Returns the labels as a volume, sharing the mask's memory. */
  public Volume asVolume() {
    return new BytePlaneVolume(planes, sizeX, sizeY, sizeZ, geometry);
  }

  /** Returns sizes and geometry. */
  public Grid grid() {
    return new Grid(sizeX, sizeY, sizeZ, geometry);
  }

  /**
   * Returns whether another mask of the same sizes has the same labels in a plane along z; at once
   * for a plane that both share.
   *
   * @throws VolumeException if there is no such plane
   */
  public boolean hasSamePlane(Mask other, int z) {
    requireSlice(Axis.Z, z);
    other.requireSlice(Axis.Z, z);
    return planes[z] == other.planes[z] || BytePlane.same(planes[z], other.planes[z]);
  }

  /**
   * Returns these labels in the order and at the exact place of a volume's grid.
   *
   * @throws GridException if the check finds that they lie on another grid; the message tells both
   */
  public Mask onGrid(Grid grid, GridCheck check) {
    VoxelOrder order = grid().orderOn(grid, check);
    if (order.isSame()) {
      return new Mask(sizeX, sizeY, sizeZ, grid.geometry(), planes);
    }
    return of((z, plane) -> readPlane(order, z, plane), grid);
  }

  private void readPlane(VoxelOrder order, int z, byte[] plane) {
    for (int y = 0, at = 0; y < order.to().sizeY(); y++) {
      for (int x = 0; x < order.to().sizeX(); x++) {
        BytePlane source = planes[order.source(Axis.Z, x, y, z)];
        plane[at++] =
            source == null
                ? 0
                : (byte) source.at(order.source(Axis.X, x, y, z), order.source(Axis.Y, x, y, z));
      }
    }
  }

  /**
   * Returns one object's pixels on one slice.
   *
   * @throws VolumeException if the label is not 0 to 255 or there is no such slice
   */
  public SliceMask slice(int label, Axis axis, int index) {
    requireLabel(label);
    byte[] slice = new byte[size(axis.u()) * size(axis.v())];
    readSlice(axis, index, slice);
    return SliceMask.of(size(axis.u()), size(axis.v()), i -> (slice[i] & 0xff) == label);
  }

  /**
   * Copies the labels of one slice out.
   *
   * @param axis the direction along which {@code index} counts
   * @param slice filled with the slice's labels, unsigned, u fastest, as {@link Volume#readSlice}
   *     orders them
   * @throws VolumeException if there is no such slice or the array is too short
   */
  public void readSlice(Axis axis, int index, byte[] slice) {
    Objects.requireNonNull(axis, "the axis is null");
    requireSlice(axis, index);
    Box box = Box.ofSlices(axis, index, index);
    readBox(box, slice);
  }

  /**
   * Copies the labels in a box out.
   *
   * @param box its part outside the mask is left out
   * @param labels filled with the labels of the voxels that are in the box and in the mask,
   *     unsigned, x fastest, then y, then z
   * @throws VolumeException if no voxel of the mask is in the box or the array is too short
   */
  public void readBox(Box box, byte[] labels) {
    Objects.requireNonNull(box, "the box is null");
    Objects.requireNonNull(labels, "the array of labels is null");
    int endX = Math.min(sizeX, box.lastX() == Integer.MAX_VALUE ? sizeX : box.lastX() + 1);
    int endY = Math.min(sizeY, box.lastY() == Integer.MAX_VALUE ? sizeY : box.lastY() + 1);
    int endZ = Math.min(sizeZ, box.lastZ() == Integer.MAX_VALUE ? sizeZ : box.lastZ() + 1);
    int row = endX - box.firstX();
    long voxels = (long) row * (endY - box.firstY()) * (endZ - box.firstZ());
    if (row <= 0 || endY <= box.firstY() || endZ <= box.firstZ()) {
      throw new VolumeException(box + " lies outside the " + this);
    }
    if (voxels > labels.length) {
      throw new VolumeException(
          "the box has " + voxels + " voxels, the array only " + labels.length);
    }
    int to = 0;
    for (int z = box.firstZ(); z < endZ; z++) {
      BytePlane plane = planes[z];
      for (int y = box.firstY(); y < endY; y++, to += row) {
        if (plane == null) {
          Arrays.fill(labels, to, to + row, (byte) 0);
        } else {
          plane.readRow(y, box.firstX(), endX, labels, to);
        }
      }
    }
  }

  private int size(Axis axis) {
    return switch (axis) {
      case X -> sizeX;
      case Y -> sizeY;
      case Z -> sizeZ;
    };
  }

  private void requireSlice(Axis axis, int index) {
    if (index < 0 || index >= size(axis)) {
      throw new VolumeException(
          "slice " + axis + "=" + index + " lies outside 0.." + (size(axis) - 1));
    }
  }

  private static void requireLabel(int label) {
    if (label < 0 || label > 255) {
      throw new VolumeException("a label is 0 to 255, not " + label);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mask that
        && sizeX == that.sizeX
        && sizeY == that.sizeY
        && sizeZ == that.sizeZ
        && geometry.equals(that.geometry)
        && IntStream.range(0, sizeZ).allMatch(z -> hasSamePlane(that, z));
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (BytePlane plane : planes) {
      hash = 31 * hash + (plane == null ? 0 : plane.hash());
    }
    return hash;
  }

  /** Returns the size. */
  @Override
  public String toString() {
    return "mask of " + sizeX + "x" + sizeY + "x" + sizeZ + " voxels";
  }
}
