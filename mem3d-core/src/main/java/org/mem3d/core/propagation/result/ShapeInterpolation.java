package org.mem3d.core.propagation.result;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.OutlineBlend;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceRectangle;

/**
 * The shapes between two annotated slices, without looking at the image: signed distances from both
 * outlines, shifted so that their centres of gravity lie on a straight line, weighted by nearness
 * (shape-based interpolation, Raya and Udupa 1990). Joined with what the network says, it holds
 * back leaks; the less the two outlines have in common, the less it counts. Immutable.
 */
public final class ShapeInterpolation {
  /** The weight of a shape between equal outlines, against 1 for shape and network together. */
  private static final double MOST_TRUST = 0.5;

  /** A shape of less weight is not computed: it would hardly change a mask. */
  private static final double LEAST_TRUST = 0.02;

  /** Over how many voxels a shape's edge rises from 0.27 to 0.73, halved. */
  private static final double SOFTNESS = 2;

  /** At this depth the softened edge is 0 or 1 to the last of a patch's 256 steps. */
  private static final double CERTAIN = 6 * SOFTNESS;

  private final int first;
  private final int last;
  private final SliceRectangle part;
  private final OutlineBlend blend;

  /**
   * Joins predictions with the shapes between annotated slices on which the object is.
   *
   * @param annotatedMasks in the order of their slices
   * @param predictions by slice, null where there is none; modified
   * @param sizeU voxels of a slice along u
   * @param sizeV voxels of a slice along v
   * @param workers share the work
   * @param check called between pieces of this work, by any thread; ends the work by throwing
   */
  public static void join(
      List<AnnotatedMask> annotatedMasks,
      @Nullable SlicePrediction[] predictions,
      int sizeU,
      int sizeV,
      WorkerPool workers,
      Runnable check) {
    for (int interval = 1; interval < annotatedMasks.size(); interval++) {
      AnnotatedMask low = annotatedMasks.get(interval - 1);
      AnnotatedMask high = annotatedMasks.get(interval);
      boolean between = high.slice() - low.slice() > 1;
      if (!between || !AnnotatedMask.present(low) || !AnnotatedMask.present(high)) {
        continue;
      }
      check.run();
      ShapeInterpolation shape = new ShapeInterpolation(low, high, workers);
      float trust = (float) (MOST_TRUST * shape.agreement());
      if (trust < LEAST_TRUST) {
        continue;
      }
      int from = low.slice() + 1;
      workers.run(
          high.slice() - from,
          i -> {
            check.run();
            int slice = from + i;
            SlicePrediction prediction = predictions[slice];
            if (prediction != null) {
              SlicePatch joined =
                  SlicePatch.blend(
                      prediction.patch(), 1 - trust, shape.at(slice, sizeU, sizeV), trust);
              predictions[slice] = new SlicePrediction(joined, prediction.predictedDice());
            }
          });
    }
  }

  /** Makes the shapes between two slices on which the object is. */
  ShapeInterpolation(AnnotatedMask from, AnnotatedMask to, WorkerPool workers) {
    SlicePatch low = from.patch();
    SlicePatch high = to.patch();
    first = from.slice();
    last = to.slice();
    double[] centreLow = centre(low);
    double[] centreHigh = centre(high);
    double shiftU = centreHigh[0] - centreLow[0];
    double shiftV = centreHigh[1] - centreLow[1];
    int margin = 2 + (int) Math.ceil(Math.max(Math.abs(shiftU), Math.abs(shiftV)));
    int[] box = {
      Math.min(low.lowU(), high.lowU()),
      Math.min(low.lowV(), high.lowV()),
      Math.max(low.lowU() + low.width(), high.lowU() + high.width()) - 1,
      Math.max(low.lowV() + low.height(), high.lowV() + high.height()) - 1
    };
    part = SliceRectangle.around(box, margin);
    double[][] depths = new double[2][];
    workers.run(2, i -> depths[i] = depths(i == 0 ? low : high));
    blend = new OutlineBlend(part.width(), part.height(), depths[0], depths[1], shiftU, shiftV);
  }

  private static double[] centre(SlicePatch patch) {
    double sumU = 0;
    double sumV = 0;
    for (int v = patch.lowV(); v < patch.lowV() + patch.height(); v++) {
      for (int u = patch.lowU(); u < patch.lowU() + patch.width(); u++) {
        if (patch.contains(u, v)) {
          sumU += u;
          sumV += v;
        }
      }
    }
    return new double[] {sumU / patch.area(), sumV / patch.area()};
  }

  /** Measures how deep the voxels around both masks lie in one of them, in voxels. */
  private double[] depths(SlicePatch patch) {
    return OutlineBlend.depths(
        i -> patch.contains(part.u(i), part.v(i)), part.width(), part.height(), 1, 1);
  }

  /** Returns how much of the two outlines is the same once their centres agree: their Dice. */
  double agreement() {
    return blend.agreement();
  }

  /**
   * Returns the shape on a slice between the two, with soft edges.
   *
   * @param sizeU voxels of the slice along u
   * @param sizeV voxels of the slice along v
   */
  SlicePatch at(int slice, int sizeU, int sizeV) {
    double share = (double) (slice - first) / (last - first);
    SliceRectangle seen = part.within(sizeU, sizeV);
    float[] probability = new float[seen.voxels()];
    int fromU = seen.lowU() - part.lowU();
    int fromV = seen.lowV() - part.lowV();
    int end = fromU + seen.width();
    int i = 0;
    for (int v = fromV; v < fromV + seen.height(); v++) {
      for (int u = fromU; u < end; ) {
        double depth = blend.depth(share, u, v);
        double beyond = Math.abs(depth) - CERTAIN;
        if (beyond < 0) {
          probability[i++] = (float) (1 / (1 + Math.exp(-depth / SOFTNESS)));
          u++;
        } else {
          // From voxel to voxel a depth changes by one at most.
          int run = Math.min(end - u, 1 + (int) beyond);
          Arrays.fill(probability, i, i + run, depth > 0 ? 1 : 0);
          i += run;
          u += run;
        }
      }
    }
    return SlicePatch.ofRectangle(
        seen.lowU(), seen.lowV(), seen.width(), seen.height(), probability);
  }
}
