package org.mem3d.eval.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.SliceMask;
import org.mem3d.core.region.OutlineBlend;

/**
 * Shapes carried from annotated slices, the image unseen. Stateless.
 *
 * <p>Interpolation (Raya and Udupa 1990) blends signed distances from the outlines of the two
 * annotated slices around a slice. Two cases the paper leaves open:
 *
 * <ul>
 *   <li>Next to a slice without the object, the outline moves inwards evenly and closes on that
 *       slice.
 *   <li>Beyond the outermost annotated slices the object closes as a ball does that has the
 *       outline's area: at a distance z of the radius L of a disc of that area, what is left lies
 *       deeper than {@code R (1 - sqrt(1 - (z / L)^2))}, where R is the largest depth. From a disc
 *       this makes an exact ball; to copy the outline to the volume's ends would be far worse.
 * </ul>
 */
final class ShapeBaselines {
  private ShapeBaselines() {}

  /** Copies the nearest annotated slice. */
  static List<SliceMask> copy(AnnotatedVolume volume) {
    List<SliceMask> masks = new ArrayList<>();
    for (int slice = 0; slice < volume.image().size(volume.axis()); slice++) {
      Integer below = volume.slices().floorKey(slice);
      Integer above = volume.slices().ceilingKey(slice);
      boolean useBelow = above == null || (below != null && slice - below <= above - slice);
      masks.add(volume.mask(useBelow ? below : above));
    }
    return masks;
  }

  /** Interpolates between annotated slices, and closes the object beyond them. */
  static List<SliceMask> interpolate(AnnotatedVolume volume) {
    List<SliceMask> masks = new ArrayList<>();
    double[] spacings = volume.spacings();
    for (int slice = 0; slice < volume.image().size(volume.axis()); slice++) {
      masks.add(volume.nothing());
    }
    @Nullable Outline below = null;
    int from = 0;
    for (int slice : volume.slices().keySet()) {
      Outline here = Outline.of(volume.mask(slice), spacings);
      if (below == null) {
        for (int i = slice - 1; i >= 0; i--) {
          masks.set(i, here.closing((slice - i) * spacings[2]));
        }
      } else {
        for (int i = from + 1; i < slice; i++) {
          masks.set(i, below.blend(here, (double) (i - from) / (slice - from)));
        }
      }
      masks.set(slice, here.mask);
      below = here;
      from = slice;
    }
    for (int i = from + 1; below != null && i < masks.size(); i++) {
      masks.set(i, below.closing((i - from) * spacings[2]));
    }
    return masks;
  }

  /** A mask with the signed distances of its pixels from its outline, in millimetres. */
  private static final class Outline {
    private final SliceMask mask;
    private final double[] depths;
    private final double deepest;
    private final double radius;

    private Outline(SliceMask mask, double[] depths, double deepest, double radius) {
      this.mask = mask;
      this.depths = depths;
      this.deepest = deepest;
      this.radius = radius;
    }

    static Outline of(SliceMask mask, double[] spacings) {
      double[] depths =
          OutlineBlend.depths(
              mask::contains, mask.width(), mask.height(), spacings[0], spacings[1]);
      double deepest = Arrays.stream(depths).reduce(0, Math::max);
      double radius = Math.sqrt(mask.area() * spacings[0] * spacings[1] / Math.PI);
      return new Outline(mask, depths, deepest, radius);
    }

    /** Returns the shape at a share, above 0 and below 1, of the way to another outline. */
    SliceMask blend(Outline other, double share) {
      if (mask.isEmpty()) {
        return other.mask.isEmpty() ? mask : other.deeperThan((1 - share) * other.deepest);
      }
      if (other.mask.isEmpty()) {
        return deeperThan(share * deepest);
      }
      int width = mask.width();
      OutlineBlend between = new OutlineBlend(width, mask.height(), depths, other.depths, 0, 0);
      return SliceMask.of(
          width, mask.height(), i -> between.depth(share, i % width, Math.floorDiv(i, width)) > 0);
    }

    /** Returns what is left at a distance, above 0, from the slice. */
    SliceMask closing(double distance) {
      return distance >= radius
          ? deeperThan(deepest)
          : deeperThan(deepest * (1 - Math.sqrt(1 - distance * distance / (radius * radius))));
    }

    private SliceMask deeperThan(double depth) {
      return SliceMask.of(mask.width(), mask.height(), i -> depths[i] > depth);
    }
  }
}
