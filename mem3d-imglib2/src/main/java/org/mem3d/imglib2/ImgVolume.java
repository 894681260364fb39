package org.mem3d.imglib2;

import java.util.Arrays;
import java.util.Objects;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/**
 * An image of two or three dimensions as a volume; dimensions 0, 1, 2 are x, y, z, and voxel 0, 0,
 * 0 is the interval's first. Nothing is copied: slices are read from the image when they are asked
 * for, by several threads at once, each with a random access of its own. The image must not change
 * while a session is open on it.
 */
public final class ImgVolume implements Volume {
  private final RandomAccessibleInterval<? extends RealType<?>> image;
  private final int[] sizes = {1, 1, 1};
  private final Geometry geometry;

  private ImgVolume(RandomAccessibleInterval<? extends RealType<?>> image, Geometry geometry) {
    this.image = image;
    this.geometry = geometry;
    for (int d = 0; d < image.numDimensions(); d++) {
      sizes[d] = Math.toIntExact(image.dimension(d));
    }
  }

  /**
   * Wraps an image.
   *
   * @param geometry where voxel 0, 0, 0 and its neighbours lie
   * @throws VolumeException if the image has not two or three dimensions, or is empty or larger
   *     than a volume can be; take a hyperslice of images with channels or times
   */
  public static ImgVolume of(
      RandomAccessibleInterval<? extends RealType<?>> image, Geometry geometry) {
    Objects.requireNonNull(geometry, "the geometry is null");
    int dimensions = image.numDimensions();
    if (dimensions != 2 && dimensions != 3) {
      throw new VolumeException(
          "an image of "
              + dimensions
              + " dimensions is no volume, which has two or three: take a hyperslice of it");
    }
    long[] sizes = image.dimensionsAsLongArray();
    if (Arrays.stream(sizes).anyMatch(size -> size < 1 || size > Integer.MAX_VALUE)) {
      throw new VolumeException(
          "an image of the sizes "
              + Arrays.toString(sizes)
              + " is no volume: each must be 1 to "
              + Integer.MAX_VALUE);
    }
    return new ImgVolume(image, geometry);
  }

  /**
   * Wraps an image with the distances between its voxels.
   *
   * @param calibration millimetres along each dimension, two or three as the image has
   * @throws VolumeException as {@link #of(RandomAccessibleInterval, Geometry)}, or if there are
   *     fewer or more distances, or one is not positive
   */
  public static ImgVolume of(
      RandomAccessibleInterval<? extends RealType<?>> image, double... calibration) {
    if (calibration.length != image.numDimensions() || calibration.length > 3) {
      throw new VolumeException(
          "an image of "
              + image.numDimensions()
              + " dimensions needs a distance for each (two or three), not "
              + Arrays.toString(calibration));
    }
    double depth = calibration.length == 3 ? calibration[2] : 1;
    double height = calibration.length > 1 ? calibration[1] : 1;
    return of(image, Geometry.ofSpacing(calibration[0], height, depth));
  }

  @Override
  public int sizeX() {
    return sizes[0];
  }

  @Override
  public int sizeY() {
    return sizes[1];
  }

  @Override
  public int sizeZ() {
    return sizes[2];
  }

  @Override
  public Geometry geometry() {
    return geometry;
  }

  @Override
  public void readSlice(Axis axis, int index, float[] slice) {
    requireSlice(axis, index, slice);
    int u = dimension(axis.u());
    int v = dimension(axis.v());
    int dimensions = image.numDimensions();
    RandomAccess<? extends RealType<?>> access = image.randomAccess();
    for (int d = 0; d < dimensions; d++) {
      access.setPosition(image.min(d) + (d == dimension(axis) ? index : 0), d);
    }
    for (int row = 0, to = 0; row < sizes[v]; row++) {
      if (v < dimensions) {
        access.setPosition(image.min(v) + row, v);
      }
      access.setPosition(image.min(u), u);
      for (int column = 0; column < sizes[u]; column++) {
        slice[to++] = access.get().getRealFloat();
        if (column + 1 < sizes[u]) {
          access.fwd(u);
        }
      }
    }
  }

  /** Returns the dimension that an axis is. */
  static int dimension(Axis axis) {
    return switch (axis) {
      case X -> 0;
      case Y -> 1;
      case Z -> 2;
    };
  }
}
