package org.mem3d.train.volume;

import java.util.Arrays;
import org.mem3d.Axis;
import org.mem3d.Volume;
import org.mem3d.core.region.SliceReader;

/** A volume with an object's number for each voxel. Immutable, thread-safe. */
public final class LabelledVolume {
  private final Volume image;
  private final Axis axis;
  private final SliceReader reader;
  private final short[] labels;
  private final short[] parents;
  private final int backgrounds;

  /**
   * Makes a volume.
   *
   * @param image the intensities
   * @param axis the axis along which masks are carried
   * @param labels number of each voxel, x fastest, 0 being nothing; taken, not copied
   * @param parents for each number the object in which it lies, 0 if none; taken, not copied
   * @param backgrounds how many of the numbers, from 1 on, are regions of the background
   */
  public LabelledVolume(Volume image, Axis axis, short[] labels, short[] parents, int backgrounds) {
    this.image = image;
    this.axis = axis;
    this.reader = new SliceReader(image, axis);
    this.labels = labels;
    this.parents = parents;
    this.backgrounds = backgrounds;
  }

  /** Returns the intensities. */
  public Volume image() {
    return image;
  }

  /** Returns the axis along which masks are carried. */
  public Axis axis() {
    return axis;
  }

  /** Returns what reads the intensities along that axis, as the engine reads them. */
  public SliceReader reader() {
    return reader;
  }

  /** Returns the number of each voxel, x fastest; shared, not to be changed. */
  public short[] labels() {
    return labels;
  }

  /** Returns for each number the object in which it lies, 0 if none; not to be changed. */
  public short[] parents() {
    return parents;
  }

  /** Returns how many of the numbers, from 1 on, are regions of the background. */
  public int backgrounds() {
    return backgrounds;
  }

  /** Returns the voxels of a slice along the axis. */
  public int sliceSize() {
    return image.sliceSize(axis);
  }

  /** Returns the number of slices along the axis. */
  public int slices() {
    return image.size(axis);
  }

  /** Returns for each number the most voxels that it has on one slice. */
  public int[] largestAreas() {
    int[] largest = new int[parents.length];
    int[] areas = new int[parents.length];
    for (int slice = 0; slice < slices(); slice++) {
      Arrays.fill(areas, 0);
      for (int i = 0; i < sliceSize(); i++) {
        areas[labels[index(slice, i)]]++;
      }
      for (int label = 0; label < areas.length; label++) {
        largest[label] = Math.max(largest[label], areas[label]);
      }
    }
    return largest;
  }

  /** Returns the place in {@link #labels} of a slice's pixel, u fastest. */
  public int index(int slice, int pixel) {
    int sizeX = image.sizeX();
    int sizeY = image.sizeY();
    int sizeU = image.size(axis.u());
    int u = pixel % sizeU;
    int v = pixel / sizeU;
    return switch (axis) {
      case X -> slice + sizeX * (u + sizeY * v);
      case Y -> u + sizeX * (slice + sizeY * v);
      case Z -> u + sizeX * (v + sizeY * slice);
    };
  }

  /** Returns size and number of labels. */
  @Override
  public String toString() {
    return image.sizeX()
        + "x"
        + image.sizeY()
        + "x"
        + image.sizeZ()
        + " with "
        + (parents.length - 1)
        + " labels";
  }
}
