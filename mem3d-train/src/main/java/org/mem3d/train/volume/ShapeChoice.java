package org.mem3d.train.volume;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;

/** Shapes that can be put into other volumes: those of one volume with labels. Immutable. */
public final class ShapeChoice {
  private final Parts parts;
  private final ObjectChoice objects;
  private final double[] spacings;

  /**
   * Makes a choice.
   *
   * @param spacings of the voxels along x, y and z
   */
  public ShapeChoice(Parts parts, ObjectChoice objects, double[] spacings) {
    this.parts = parts;
    this.objects = objects;
    this.spacings = spacings.clone();
  }

  /** Makes one of a volume's objects. */
  public static ShapeChoice of(TrainingVolume volume) {
    double[] spacings = new double[3];
    for (int d = 0; d < 3; d++) {
      spacings[d] = volume.image().geometry().spacing(d == 0 ? Axis.X : d == 1 ? Axis.Y : Axis.Z);
    }
    return new ShapeChoice(volume.parts(), volume.objects(), spacings);
  }

  /** Draws a shape; null if the object drawn has no voxel. */
  public @Nullable Shape draw(SplittableRandom random) {
    return Shape.draw(parts, objects, spacings, random);
  }
}
