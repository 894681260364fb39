package org.mem3d.core.interaction;

import java.util.List;
import org.mem3d.Interaction;
import org.mem3d.SliceMask;
import org.mem3d.core.region.EuclideanDistance;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
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
    Box box = Box.around(before, answer, inside, outside, sizeU, sizeV);
    boolean[] wrong = new boolean[box.width * box.height];
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] = (box.in(before, i) ? outside : inside).contains(box.u(i), box.v(i));
    }
    boolean[] open = new boolean[wrong.length];
    for (int i = 0; i < open.length; i++) {
      open[i] = wrong[i] || box.in(before, i) != box.in(answer, i);
    }
    float[] intensities = reader.mended(mark.slice(), box.lowU, box.lowV, box.width, box.height);
    boolean[] changed = GeodesicReach.of(reaches(wrong, before, box), open, intensities, box.width);
    return before.exchanged((u, v) -> box.holds(u, v) && changed[box.index(u, v)], answer);
  }

  /** The part of a slice that can change, with a rim in which the masks' outlines end. */
  private record Box(int lowU, int lowV, int width, int height) {
    static Box around(
        SlicePatch before,
        SlicePatch answer,
        SliceMask inside,
        SliceMask outside,
        int sizeU,
        int sizeV) {
      int[] corners =
          Window.union(
              Window.union(before.bounds(), answer.bounds()),
              Window.union(inside.bounds(), outside.bounds()));
      int lowU = Math.max(0, corners[0] - 1);
      int lowV = Math.max(0, corners[1] - 1);
      int width = Math.min(sizeU, corners[2] + 2) - lowU;
      int height = Math.min(sizeV, corners[3] + 2) - lowV;
      return new Box(lowU, lowV, width, height);
    }

    int u(int index) {
      return lowU + index % width;
    }

    int v(int index) {
      return lowV + index / width;
    }

    int index(int u, int v) {
      return (v - lowV) * width + u - lowU;
    }

    boolean holds(int u, int v) {
      return u >= lowU && u < lowU + width && v >= lowV && v < lowV + height;
    }

    boolean in(SlicePatch patch, int index) {
      return patch.contains(u(index), v(index));
    }
  }

  /** Returns how far each voxel of what is wrong reaches; 0 elsewhere. */
  private static float[] reaches(boolean[] wrong, SlicePatch before, Box box) {
    double[] depths =
        EuclideanDistance.depths(
            i -> box.in(before, i), new int[] {box.width, box.height}, new double[] {1, 1});
    float[] reaches = new float[wrong.length];
    for (int i = 0; i < wrong.length; i++) {
      // A depth ends half-way to the nearest voxel across the outline.
      double reach = Math.max(LEAST_REACH, DEPTHS * (Math.abs(depths[i]) + 0.5));
      reaches[i] = wrong[i] ? (float) reach : 0;
    }
    return reaches;
  }
}
