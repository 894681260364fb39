package org.mem3d.io;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.mem3d.Grid;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/**
 * The voxels of one volume as a file stores them, and what its header says of them; the header is
 * checked, and the file known to hold so many.
 *
 * @param slope factor of the stored values
 * @param intercept what is added to them after that
 */
record StoredVoxels(VoxelStream stream, VoxelType type, Grid grid, double slope, double intercept) {
  /** A few virtual machines keep the last indices of an array to themselves. */
  static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Voxels that are not scaled. */
  StoredVoxels(VoxelStream stream, VoxelType type, Grid grid) {
    this(stream, type, grid, 1, 0);
  }

  /** Returns whether an array can hold each slice of a volume of these sizes. */
  static boolean haveSlices(long x, long y, long z) {
    long most = LARGEST_ARRAY;
    return x <= most / y && x <= most / z && y <= most / z;
  }

  /**
   * Checks that an array can hold each slice of a volume of these sizes.
   *
   * @param shown the sizes as the header has them
   * @throws VolumeException if not; its message leaves out the file's name
   */
  static void requireSlices(long x, long y, long z, String shown) {
    if (!haveSlices(x, y, z)) {
      throw new VolumeException(
          "has the sizes "
              + shown
              + ": a slice has more than "
              + LARGEST_ARRAY
              + " voxels, as many as an array can hold; crop the volume");
    }
  }

  /**
   * Reads a volume. Voxels of one and two bytes stay as they are stored and are scaled as slices
   * are read; wider ones become floats, scaled in double precision first.
   */
  Volume volume() {
    int x = grid.sizeX();
    int y = grid.sizeY();
    int z = grid.sizeZ();
    return switch (type) {
      case UINT8 -> scaled(Volume.ofUnsignedBytes(bytes(), x, y, z, grid.geometry()));
      case INT8 -> scaled(Volume.ofBytes(bytes(), x, y, z, grid.geometry()));
      case INT16 -> scaled(Volume.ofShorts(shorts(), x, y, z, grid.geometry()));
      case UINT16 -> scaled(Volume.ofUnsignedShorts(shorts(), x, y, z, grid.geometry()));
      default -> Volume.ofFloats(floats(), x, y, z, grid.geometry());
    };
  }

  /**
   * Reads labels: values rounded to whole numbers; those that are not finite become background.
   *
   * @throws VolumeException if a value is negative or above 2147483647
   */
  LabelVolume labels() {
    return switch (isScaled() ? VoxelType.FLOAT32 : type) {
      case UINT8 -> LabelVolume.of(grid, bytes());
      case UINT16 -> LabelVolume.of(grid, shorts());
      default -> LabelVolume.of(grid, wideLabels());
    };
  }

  private boolean isScaled() {
    return slope != 1 || intercept != 0;
  }

  private Volume scaled(Volume stored) {
    return isScaled() ? stored.rescaled(slope, intercept) : stored;
  }

  private byte[] bytes() {
    byte[] voxels = allocate(1, byte[]::new);
    stream.readFully(voxels, voxels.length);
    return voxels;
  }

  private short[] shorts() {
    short[] voxels = allocate(2, short[]::new);
    int at = 0;
    for (ByteBuffer piece = stream.next(); piece.hasRemaining(); piece = stream.next()) {
      int count = piece.remaining() / 2;
      piece.asShortBuffer().get(voxels, at, count);
      at += count;
    }
    return voxels;
  }

  private float[] floats() {
    float[] voxels = allocate(4, float[]::new);
    int at = 0;
    for (ByteBuffer piece = stream.next(); piece.hasRemaining(); piece = stream.next()) {
      while (piece.hasRemaining()) {
        double value = type.get(piece);
        voxels[at++] = (float) (isScaled() ? slope * value + intercept : value);
      }
    }
    return voxels;
  }

  private int[] wideLabels() {
    int[] labels = allocate(4, int[]::new);
    int at = 0;
    for (ByteBuffer piece = stream.next(); piece.hasRemaining(); piece = stream.next()) {
      while (piece.hasRemaining()) {
        double value = slope * type.get(piece) + intercept;
        labels[at] = LabelVolume.label(stream.path(), grid, value, at);
        at++;
      }
    }
    return labels;
  }

  private <T> T allocate(int bytes, IntFunction<T> array) {
    long voxels = (long) grid.sizeX() * grid.sizeY() * grid.sizeZ();
    if (voxels > LARGEST_ARRAY) {
      throw new VolumeException(
          stream.path()
              + " has "
              + voxels
              + " voxels, more than the "
              + LARGEST_ARRAY
              + " of an array: Volumes.openOnDisk leaves voxels that are not packed in their file;"
              + " else crop the volume");
    }
    try {
      return array.apply((int) voxels);
    } catch (OutOfMemoryError e) {
      throw new VolumeException(
          stream.path()
              + " needs "
              + ((voxels * bytes) >> 20)
              + " MB in one piece, more than is free of the "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB that the virtual machine may use: raise -Xmx",
          e);
    }
  }
}
