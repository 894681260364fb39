package org.mem3d.train.volume;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;

/** An object's shape without its image: to be put into another volume. Immutable. */
public final class Shape {
  private final Parts parts;
  private final boolean[] chosen;

  /** First x, y, z, last x, y, z. */
  private final int[] box;

  private final double[] spacings;

  private Shape(Parts parts, boolean[] chosen, int[] box, double[] spacings) {
    this.parts = parts;
    this.chosen = chosen;
    this.box = box;
    this.spacings = spacings;
  }

  /**
   * Draws a shape.
   *
   * @param spacings of the voxels along x, y and z
   * @return null if there is none
   */
  static @Nullable Shape draw(
      Parts parts, ObjectChoice objects, double[] spacings, SplittableRandom random) {
    boolean[] chosen = objects.draw(random);
    PartSlices slices = parts.along(Axis.Z);
    int[] box = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1, -1};
    for (int part = 1; part < chosen.length; part++) {
      if (chosen[part]) {
        for (int entry = slices.first(part); entry < slices.first(part + 1); entry++) {
          box[0] = Math.min(box[0], slices.bound(entry, 0));
          box[1] = Math.min(box[1], slices.bound(entry, 1));
          box[2] = Math.min(box[2], slices.slice(entry));
          box[3] = Math.max(box[3], slices.bound(entry, 2));
          box[4] = Math.max(box[4], slices.bound(entry, 3));
          box[5] = Math.max(box[5], slices.slice(entry));
        }
      }
    }
    return box[3] < 0 ? null : new Shape(parts, chosen, box, spacings.clone());
  }

  /** Returns the length of the box along an axis, in millimetres. */
  public double length(Axis axis) {
    int d = axis == Axis.X ? 0 : axis == Axis.Y ? 1 : 2;
    return (box[d + 3] - box[d] + 1) * spacings[d];
  }

  /**
   * Returns whether a point is in the shape.
   *
   * @param x millimetres from the middle of the box along x
   * @param y along y
   * @param z along z
   */
  public boolean holds(double x, double y, double z) {
    int voxel = 0;
    for (int d = 2; d >= 0; d--) {
      double from = d == 0 ? x : d == 1 ? y : z;
      double at = from / spacings[d] + 0.5 * (box[d] + box[d + 3]);
      int index = (int) Math.rint(at);
      if (index < box[d] || index > box[d + 3]) {
        return false;
      }
      voxel += index * parts.step(d == 0 ? Axis.X : d == 1 ? Axis.Y : Axis.Z);
    }
    return chosen[parts.at(voxel)];
  }
}
