package org.mem3d.core.interaction;

import java.util.List;
import org.mem3d.Interaction;
import org.mem3d.SliceMask;
import org.mem3d.core.region.EuclideanDistance;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.core.region.SliceRectangle;
import org.mem3d.core.region.Window;

/**
 * Corrects a mask that did not come from the slice's own marks: it was given or carried there, and
 * is taken to be right but for what a mark contradicts. Of what the network would change, only the
 * pieces that the contradicting part of the mark touches are changed, and of these only what is
 * near it and looks like it ({@link GeodesicReach}). How far a voxel of the mark reaches follows
 * from its depth: one far from the outline means a large error. Chosen on the evaluation's objects
 * ({@code docs/sessions.md}). Stateless.
 */
public final class Repair {
  /** How far from a contradicting voxel the mask changes, in its distances from the outline. */
  private static final double DEPTHS = 1.25;

  /** The least reach, in voxels. */
  private static final double LEAST_REACH = 3;

  private Repair() {}

  /**
   * Returns a mask with what a mark corrects.
   *
   * @param before the mask so far
   * @param answer the mask that the network would like
   * @param mark a scribble, a click or a lasso; any other says where the whole object is, and the
   *     answer is taken as it is
   * @param reader of the slices along the mark's axis
   */
  public static SlicePatch of(
      SlicePatch before, SlicePatch answer, Interaction mark, SliceReader reader) {
    int sizeU = reader.sizeU();
    int sizeV = reader.sizeV();
    SliceMask inside = MarkGeometry.voxels(List.of(mark), true, sizeU, sizeV);
    SliceMask outside = MarkGeometry.voxels(List.of(mark), false, sizeU, sizeV);
    if (inside.isEmpty() && outside.isEmpty()) {
      return answer;
    }
    int[] masks = Window.union(before.bounds(), answer.bounds());
    int[] marked = Window.union(inside.bounds(), outside.bounds());
    // With a rim in which the masks' outlines end.
    SliceRectangle part =
        SliceRectangle.around(Window.union(masks, marked), 1).within(sizeU, sizeV);
    boolean[] wrong = new boolean[part.voxels()];
    boolean[] open = new boolean[part.voxels()];
    for (int i = 0; i < wrong.length; i++) {
      int u = part.u(i);
      int v = part.v(i);
      boolean was = before.contains(u, v);
      wrong[i] = (was ? outside : inside).contains(u, v);
      open[i] = wrong[i] || was != answer.contains(u, v);
    }
    float[] intensities = reader.mended(mark.slice(), part);
    boolean[] changed =
        GeodesicReach.of(reaches(wrong, before, part), open, intensities, part.width());
    return before.exchanged((u, v) -> part.voxel(u, v) >= 0 && changed[part.voxel(u, v)], answer);
  }

  /** Returns how far each voxel of what is wrong reaches; 0 elsewhere. */
  private static float[] reaches(boolean[] wrong, SlicePatch before, SliceRectangle part) {
    double[] depths =
        EuclideanDistance.depths(
            i -> before.contains(part.u(i), part.v(i)), part.sizes(), new double[] {1, 1});
    float[] reaches = new float[wrong.length];
    for (int i = 0; i < wrong.length; i++) {
      // A depth ends half-way to the nearest voxel across the outline.
      double reach = Math.max(LEAST_REACH, DEPTHS * (Math.abs(depths[i]) + 0.5));
      reaches[i] = wrong[i] ? (float) reach : 0;
    }
    return reaches;
  }
}
