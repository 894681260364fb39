package org.mem3d;

import java.util.Arrays;
import java.util.Objects;

/**
 * The objects' labels at every voxel: 0 is background, 1 the first object. On the volume's grid.
 * Immutable.
 */
public final class Mask {
  private final int sizeX;
  private final int sizeY;
  private final int sizeZ;
  private final Geometry geometry;
  private final byte[] labels;

  /**
   * Makes a mask.
   *
   * @param labels one unsigned label for each voxel, x fastest; the mask takes the array, which
   *     must not change afterwards
   * @throws VolumeException if the array has another length than the product of the sizes
   * @throws NullPointerException if the geometry or the array is null
   */
  public Mask(int sizeX, int sizeY, int sizeZ, Geometry geometry, byte[] labels) {
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
    this.sizeX = sizeX;
    this.sizeY = sizeY;
    this.sizeZ = sizeZ;
    this.geometry = Objects.requireNonNull(geometry, "the geometry is null");
    this.labels = labels;
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
    return labels[x + sizeX * (y + sizeY * z)] & 0xff;
  }

  /**
   * Returns the number of voxels of a label.
   *
   * @throws VolumeException if the label is not 0 to 255
   */
  public long count(int label) {
    requireLabel(label);
    long count = 0;
    for (byte value : labels) {
      if ((value & 0xff) == label) {
        count++;
      }
    }
    return count;
  }

  /** Returns a copy of the labels, unsigned, x fastest. */
  public byte[] toByteArray() {
    return labels.clone();
  }

  /** Returns the labels as a volume, sharing the mask's memory. */
  public Volume asVolume() {
    return Volume.ofUnsignedBytes(labels, sizeX, sizeY, sizeZ, geometry);
  }

  /**
   * Returns these labels in the order and at the exact place of a volume's grid.
   *
   * @throws GridException if the check finds that they lie on another grid; the message tells both
   */
  public Mask onGrid(Grid grid, GridCheck check) {
    VoxelOrder order = new Grid(sizeX, sizeY, sizeZ, geometry).orderOn(grid, check);
    byte[] ordered = labels;
    if (!order.isSame()) {
      ordered = new byte[labels.length];
      for (int i = 0; i < ordered.length; i++) {
        ordered[i] = labels[order.sourceIndex(i)];
      }
    }
    return new Mask(grid.sizeX(), grid.sizeY(), grid.sizeZ(), grid.geometry(), ordered);
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
    if (index < 0 || index >= size(axis)) {
      throw new VolumeException(
          "slice " + axis + "=" + index + " lies outside 0.." + (size(axis) - 1));
    }
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
      for (int y = box.firstY(); y < endY; y++, to += row) {
        System.arraycopy(this.labels, (z * sizeY + y) * sizeX + box.firstX(), labels, to, row);
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
        && Arrays.equals(labels, that.labels);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(labels);
  }

  /** Returns the size. */
  @Override
  public String toString() {
    return "mask of " + sizeX + "x" + sizeY + "x" + sizeZ + " voxels";
  }
}
