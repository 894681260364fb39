package org.mem3d.core.propagation.result;

import java.util.List;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;

/**
 * What speaks for a slice's refined mask, from which {@link DiceCalibration} predicts its Dice.
 * Immutable.
 *
 * @param head the Dice that the network's quality head predicts
 * @param expected the Dice of the mask if each voxel were of the object with its refined
 *     probability: {@code 2 sum of p inside / (area + sum of p)}
 * @param distance to the nearest annotated slice with the object, in roots of the area of the
 *     largest annotated mask: millimetres over millimetres
 * @param area of the mask, in areas of the largest annotated one
 * @param enclosed whether there are annotated slices on both sides
 * @param between whether the object is on both the nearest of them
 */
public record QualityFeatures(
    double head, double expected, double distance, double area, boolean enclosed, boolean between) {
  private static final double FARTHEST = 3;
  private static final double LARGEST = 1.5;
  private static final double LEAST = 0.05;
  private static final double SOFT = 0.02;

  public static QualityFeatures of(
      SliceReader reader,
      List<AnnotatedMask> annotatedMasks,
      int slice,
      float head,
      SlicePatch patch) {
    AnnotatedMask low = null;
    AnnotatedMask high = null;
    double largest = 0;
    double slices = Double.POSITIVE_INFINITY;
    for (AnnotatedMask annotatedMask : annotatedMasks) {
      if (annotatedMask.slice() < slice) {
        low = annotatedMask;
      } else if (high == null) {
        high = annotatedMask;
      }
      largest = Math.max(largest, annotatedMask.patch().area());
      if (AnnotatedMask.present(annotatedMask)) {
        slices = Math.min(slices, Math.abs(annotatedMask.slice() - slice));
      }
    }
    double[] spacings = reader.spacings();
    return new QualityFeatures(
        head,
        patch.expectedDice(),
        slices * spacings[2] / Math.sqrt(largest * spacings[0] * spacings[1]),
        patch.area() / largest,
        low != null && high != null,
        AnnotatedMask.present(low) && AnnotatedMask.present(high));
  }

  /** Returns the terms that are weighted and added up; the last is 1. */
  double[] terms() {
    return new double[] {
      odds(head),
      odds(expected),
      Math.log(LEAST + Math.min(FARTHEST, distance)),
      Math.log(LEAST + Math.min(LARGEST, area)),
      enclosed ? 1 : 0,
      between ? 1 : 0,
      1
    };
  }

  private static double odds(double dice) {
    double bounded = Math.max(0, Math.min(1, dice));
    return Math.log((bounded + SOFT) / (1 - bounded + SOFT));
  }
}
