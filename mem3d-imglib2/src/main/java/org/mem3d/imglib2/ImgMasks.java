package org.mem3d.imglib2;

import java.util.Arrays;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.BooleanType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;
import org.mem3d.Mask;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

/** Masks and probabilities as images, and images as masks of slices. Stateless. */
public final class ImgMasks {
  private ImgMasks() {}

  /** Returns the labels of a mask as an image of its own; dimensions 0, 1, 2 are x, y, z. */
  public static RandomAccessibleInterval<UnsignedByteType> labels(Mask mask) {
    return ArrayImgs.unsignedBytes(mask.toByteArray(), mask.sizeX(), mask.sizeY(), mask.sizeZ());
  }

  /**
   * Returns the values of a volume, such as a probability, as an image of its own; dimensions 0, 1,
   * 2 are x, y, z.
   *
   * @throws org.mem3d.VolumeException if the volume cannot be read
   */
  public static RandomAccessibleInterval<FloatType> values(Volume volume) {
    int plane = volume.sliceSize(Axis.Z);
    float[] all = new float[Math.multiplyExact(plane, volume.sizeZ())];
    float[] slice = new float[plane];
    for (int z = 0; z < volume.sizeZ(); z++) {
      volume.readSlice(Axis.Z, z, slice);
      System.arraycopy(slice, 0, all, z * plane, plane);
    }
    return ArrayImgs.floats(all, volume.sizeX(), volume.sizeY(), volume.sizeZ());
  }

  /**
   * Makes an exact mask of a slice from an image, as a mark.
   *
   * @param roi of two dimensions, u and v of the slice, or of three, of which the slice is taken;
   *     its sizes are the volume's
   * @throws InteractionException if it has another number of dimensions, or no such slice
   */
  public static Interaction.GivenMask mark(
      int object, Axis axis, int slice, RandomAccessibleInterval<? extends BooleanType<?>> roi) {
    boolean flat = roi.numDimensions() == 2;
    if (!flat && roi.numDimensions() != 3) {
      throw new InteractionException(
          "a mask of " + roi.numDimensions() + " dimensions marks no slice: give two or three");
    }
    int along = ImgVolume.dimension(axis);
    if (!flat && (slice < 0 || slice >= roi.dimension(along))) {
      throw new InteractionException(
          "a mask of the sizes "
              + Arrays.toString(roi.dimensionsAsLongArray())
              + " has no slice "
              + axis
              + "="
              + slice);
    }
    int u = flat ? 0 : ImgVolume.dimension(axis.u());
    int v = flat ? 1 : ImgVolume.dimension(axis.v());
    int width = Math.toIntExact(roi.dimension(u));
    int height = Math.toIntExact(roi.dimension(v));
    RandomAccess<? extends BooleanType<?>> access = roi.randomAccess();
    access.setPosition(roi.minAsLongArray());
    if (!flat) {
      access.setPosition(roi.min(along) + slice, along);
    }
    SliceMask mask =
        SliceMask.of(
            width,
            height,
            i -> {
              access.setPosition(roi.min(u) + i % width, u);
              access.setPosition(roi.min(v) + i / width, v);
              return access.get().get();
            });
    return Interaction.mask(object, axis, slice, mask);
  }
}
