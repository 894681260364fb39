package org.mem3d;

import java.util.Objects;

/**
 * A grid of intensities, f: (x, y, z) -> number. A host wraps its own pixel store by a rule ({@link
 * #of}), by a reader of slices ({@link #ofSlices}) or by implementing the five methods; the other
 * factories wrap arrays without copying them.
 *
 * <p>Slices may be read by several threads at once, the engine's among them: a reader must not wait
 * for the thread that called the session, and must not call the engine or its sessions. What a
 * reader throws, and a slice that it does not fill, end the step with a {@link VolumeException}
 * that names the slice and leave the session as it was; the step can be tried again. Sizes,
 * geometry and intensities must not change while a session is open on the volume.
 *
 * <p>Masks depend on intensities up to a common offset and positive factor. Values that are not
 * finite and padding (one frequent value far below the image) count as no image; rare extremes
 * (metal, hot voxels) are cut and have no say in statistics.
 */
public interface Volume {
  /** Returns the number of voxels along x. */
  int sizeX();

  /** Returns the number of voxels along y. */
  int sizeY();

  /** Returns the number of voxels along z. */
  int sizeZ();

  /** Returns where the voxels lie in the world. */
  Geometry geometry();

  /**
   * Copies one slice out.
   *
   * @param axis the direction along which {@code index} counts
   * @param index 0 to {@code size(axis) - 1}
   * @param slice filled with {@code size(axis.u()) * size(axis.v())} values, u fastest; every one
   *     of them is to be written, and the array must not be kept: it is used again
   * @throws VolumeException if the index lies outside or the array is too short
   */
  void readSlice(Axis axis, int index, float[] slice);

  /** Returns the number of voxels along an axis. */
  default int size(Axis axis) {
    return switch (axis) {
      case X -> sizeX();
      case Y -> sizeY();
      case Z -> sizeZ();
    };
  }

  /** Returns the number of voxels in one slice along an axis. */
  default int sliceSize(Axis axis) {
    return Math.multiplyExact(size(axis.u()), size(axis.v()));
  }

  /**
   * Checks a request for a slice, for those who implement {@link #readSlice}.
   *
   * @throws VolumeException if the index lies outside or the array is too short
   */
  default void requireSlice(Axis axis, int index, float[] slice) {
    if (index < 0 || index >= size(axis)) {
      throw new VolumeException(
          "slice " + axis + "=" + index + " lies outside 0.." + (size(axis) - 1));
    }
    if (slice.length < sliceSize(axis)) {
      throw new VolumeException(
          "a slice along "
              + axis
              + " has "
              + sliceSize(axis)
              + " values, but the array holds only "
              + slice.length
              + " values");
    }
  }

  /** Returns sizes and geometry. */
  default Grid grid() {
    return new Grid(sizeX(), sizeY(), sizeZ(), geometry());
  }

  /**
   * Returns a view of this volume in the order and at the exact place of another's grid, for which
   * it is to be used.
   *
   * @throws GridException if the check finds that this lies on another grid; the message tells both
   */
  default Volume onGrid(Grid grid, GridCheck check) {
    Objects.requireNonNull(grid, "the grid is null");
    Objects.requireNonNull(check, "the check is null");
    return grid().orderOn(grid, check).view(this);
  }

  /** Returns a view whose values are {@code slope * value + intercept} of this volume's. */
  default Volume rescaled(double slope, double intercept) {
    return new RescaledVolume(this, slope, intercept);
  }

  /** A number at each voxel. Called by several threads at once. */
  @FunctionalInterface
  interface Voxels {
    /** Returns the intensity of a voxel inside the volume. */
    float at(int x, int y, int z);
  }

  /** A reader of slices along z. Called by several threads at once. */
  @FunctionalInterface
  interface Slices {
    /**
     * Copies one slice out.
     *
     * @param z 0 to {@code sizeZ - 1}
     * @param slice to be filled with {@code sizeX * sizeY} values, x fastest, and not to be kept
     */
    void read(int z, float[] slice);
  }

  /**
   * Wraps a pixel store of any kind by a rule that gives each voxel.
   *
   * @throws VolumeException if a size is not positive
   */
  static Volume of(Voxels voxels, int sizeX, int sizeY, int sizeZ, Geometry geometry) {
    return new ComputedVolume(voxels, sizeX, sizeY, sizeZ, geometry);
  }

  /**
   * Wraps a pixel store that gives slices along z. A slice along x or y reads all of them: for
   * objects that are carried along those axes, {@link #of} or an array is better.
   *
   * @throws VolumeException if a size is not positive
   */
  static Volume ofSlices(Slices slices, int sizeX, int sizeY, int sizeZ, Geometry geometry) {
    return new SliceStackVolume(slices, sizeX, sizeY, sizeZ, geometry);
  }

  /**
   * Keeps a copy of unsigned bytes (0..255) that are 0 nearly everywhere: of each plane along z the
   * rectangle around those that are not.
   *
   * @param planes read by this call
   * @throws VolumeException if a plane has more voxels than an array can hold
   */
  static Volume ofUnsignedBytes(BytePlanes planes, Grid grid) {
    Objects.requireNonNull(planes, "the reader of planes is null");
    int x = grid.sizeX();
    int y = grid.sizeY();
    int z = grid.sizeZ();
    return new BytePlaneVolume(BytePlaneVolume.kept(planes, x, y, z), x, y, z, grid.geometry());
  }

  /**
   * Wraps an array of unsigned bytes (0..255), x fastest, without copying it.
   *
   * @throws VolumeException if a size is not positive or the array has another length than their
   *     product
   */
  static Volume ofUnsignedBytes(byte[] voxels, int sizeX, int sizeY, int sizeZ, Geometry geometry) {
    return new ArrayVolume(
        Objects.requireNonNull(voxels, "the array of voxels is null").length,
        sizeX,
        sizeY,
        sizeZ,
        geometry,
        i -> voxels[i] & 0xff);
  }

  /** Wraps an array of signed bytes, else as {@link #ofUnsignedBytes}. */
  static Volume ofBytes(byte[] voxels, int sizeX, int sizeY, int sizeZ, Geometry geometry) {
    return new ArrayVolume(
        Objects.requireNonNull(voxels, "the array of voxels is null").length,
        sizeX,
        sizeY,
        sizeZ,
        geometry,
        i -> voxels[i]);
  }

  /** Wraps an array of unsigned shorts (0..65535), else as {@link #ofUnsignedBytes}. */
  static Volume ofUnsignedShorts(
      short[] voxels, int sizeX, int sizeY, int sizeZ, Geometry geometry) {
    return new ArrayVolume(
        Objects.requireNonNull(voxels, "the array of voxels is null").length,
        sizeX,
        sizeY,
        sizeZ,
        geometry,
        i -> voxels[i] & 0xffff);
  }

  /** Wraps an array of signed shorts (as CT in Hounsfield units), as {@link #ofUnsignedBytes}. */
  static Volume ofShorts(short[] voxels, int sizeX, int sizeY, int sizeZ, Geometry geometry) {
    return new ArrayVolume(
        Objects.requireNonNull(voxels, "the array of voxels is null").length,
        sizeX,
        sizeY,
        sizeZ,
        geometry,
        i -> voxels[i]);
  }

  /** Wraps an array of ints, else as {@link #ofUnsignedBytes}; values are rounded to float. */
  static Volume ofInts(int[] voxels, int sizeX, int sizeY, int sizeZ, Geometry geometry) {
    return new ArrayVolume(
        Objects.requireNonNull(voxels, "the array of voxels is null").length,
        sizeX,
        sizeY,
        sizeZ,
        geometry,
        i -> (float) voxels[i]);
  }

  /** Wraps an array of floats, else as {@link #ofUnsignedBytes}. */
  static Volume ofFloats(float[] voxels, int sizeX, int sizeY, int sizeZ, Geometry geometry) {
    return new ArrayVolume(
        Objects.requireNonNull(voxels, "the array of voxels is null").length,
        sizeX,
        sizeY,
        sizeZ,
        geometry,
        i -> voxels[i]);
  }
}
