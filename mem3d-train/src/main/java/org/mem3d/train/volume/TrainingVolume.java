package org.mem3d.train.volume;

import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Volume;
import org.mem3d.core.region.SliceReader;

/**
 * What training samples are drawn from: intensities, the axis along which masks are carried, the
 * pieces of which objects are made, and which make one. Immutable, thread-safe.
 *
 * @param name what errors and pictures call it
 * @param shapes which shapes are put into the volume as objects; null for objects of its own
 * @param reader reads the intensities along the axis, as the engine reads them
 */
public record TrainingVolume(
    String name,
    Volume image,
    Axis axis,
    SliceReader reader,
    Parts parts,
    ObjectChoice objects,
    @Nullable ShapeChoice shapes) {
  /** Makes one with objects of its own. */
  public TrainingVolume(
      String name, Volume image, Axis axis, SliceReader reader, Parts parts, ObjectChoice objects) {
    this(name, image, axis, reader, parts, objects, null);
  }

  /** Returns this volume with objects that are shapes put into it. */
  public TrainingVolume withShapes(ShapeChoice others) {
    return new TrainingVolume(name, image, axis, reader, parts, objects, others);
  }

  /** Makes one of a volume with labels. */
  public static TrainingVolume of(String name, LabelledVolume labelled) {
    Volume image = labelled.image();
    ConnectedParts connected =
        ConnectedParts.of(
            labelled.labels(), new int[] {image.sizeX(), image.sizeY(), image.sizeZ()});
    return new TrainingVolume(
        name,
        image,
        labelled.axis(),
        labelled.reader(),
        connected.parts(),
        new LabelledObjects(
            connected.parts(), connected.labels(), labelled.parents(), labelled.backgrounds()));
  }

  /** Returns the number of slices along the axis. */
  public int slices() {
    return image.size(axis);
  }

  /** Returns the piece of each pixel of a slice, u fastest, 0 for none. */
  public int[] parts(int slice) {
    int sizeU = image.size(axis.u());
    int[] found = new int[image.sliceSize(axis)];
    for (int i = 0; i < found.length; i++) {
      found[i] =
          parts.at(
              slice * parts.step(axis)
                  + i % sizeU * parts.step(axis.u())
                  + i / sizeU * parts.step(axis.v()));
    }
    return found;
  }

  /** Returns size and name. */
  @Override
  public String toString() {
    return name + ", " + image.sizeX() + "x" + image.sizeY() + "x" + image.sizeZ();
  }
}
