package org.mem3d.eval.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

/**
 * The part of a volume in which an object is looked for. Immutable.
 *
 * <p>It reaches beyond the object's seeds as {@link SeedBox} says. Intensities go from 0, the
 * percentile 1 of the region, to 1, its percentile 99. Faces of the region that lie inside the
 * volume are taken for background, as nothing else would hold the object together.
 */
final class Region {
  private final AnnotatedVolume source;
  private final int[] origin;
  private final SeededGrid grid;

  private Region(AnnotatedVolume source, int[] origin, SeededGrid grid) {
    this.source = source;
    this.origin = origin;
    this.grid = grid;
  }

  /** Cuts out what lies around the seeds. */
  static Region around(AnnotatedVolume source) {
    int[] box = box(source);
    int[] origin = {box[0], box[1], box[2]};
    int[] sizes = {box[3] - box[0] + 1, box[4] - box[1] + 1, box[5] - box[2] + 1};
    float[] intensities = intensities(source, origin, sizes);
    scale(intensities);
    byte[] seeds = new byte[intensities.length];
    closeFaces(source, origin, sizes, seeds);
    for (Map.Entry<Integer, Seeds> slice : source.slices().entrySet()) {
      int s = slice.getKey() - origin[2];
      if (s < 0 || s >= sizes[2]) {
        continue;
      }
      int i = s * sizes[0] * sizes[1];
      for (int v = 0; v < sizes[1]; v++) {
        for (int u = 0; u < sizes[0]; u++, i++) {
          if (slice.getValue().object().contains(u + origin[0], v + origin[1])) {
            seeds[i] = SeededGrid.OBJECT;
          } else if (slice.getValue().background().contains(u + origin[0], v + origin[1])) {
            seeds[i] = SeededGrid.BACKGROUND;
          }
        }
      }
    }
    return new Region(source, origin, new SeededGrid(sizes, source.spacings(), intensities, seeds));
  }

  /** Returns the region's intensities and seeds. */
  SeededGrid grid() {
    return grid;
  }

  /**
   * Returns a mask for each slice of the whole volume. Wholly known slices are as they were given,
   * also where they reach beyond the region.
   */
  List<SliceMask> toMasks(BitSet inside) {
    List<SliceMask> masks = new ArrayList<>();
    int[] sizes = grid.sizes;
    SliceMask nothing = source.nothing();
    int width = nothing.width();
    for (int slice = 0; slice < source.image().size(source.axis()); slice++) {
      Seeds known = source.slices().get(slice);
      int s = slice - origin[2];
      if (known != null && known.isComplete()) {
        masks.add(known.object());
      } else if (s < 0 || s >= sizes[2]) {
        masks.add(nothing);
      } else {
        boolean[] pixels = new boolean[width * nothing.height()];
        int first = s * sizes[0] * sizes[1];
        int last = first + sizes[0] * sizes[1];
        for (int i = inside.nextSetBit(first); i >= 0 && i < last; i = inside.nextSetBit(i + 1)) {
          int u = (i - first) % sizes[0] + origin[0];
          int v = (i - first) / sizes[0] + origin[1];
          pixels[v * width + u] = true;
        }
        masks.add(SliceMask.of(width, nothing.height(), pixels));
      }
    }
    return masks;
  }

  /** Returns first and last u, v and slice. */
  private static int[] box(AnnotatedVolume source) {
    SeedBox seeds = SeedBox.of(source);
    if (seeds == null) {
      int slice = source.slices().firstKey();
      return new int[] {0, 0, slice, 0, 0, slice};
    }
    Volume image = source.image();
    return new int[] {
      Math.max(0, seeds.low[0] - seeds.margin),
      Math.max(0, seeds.low[1] - seeds.margin),
      Math.max(0, seeds.low[2] - seeds.along),
      Math.min(image.size(source.axis().u()) - 1, seeds.high[0] + seeds.margin),
      Math.min(image.size(source.axis().v()) - 1, seeds.high[1] + seeds.margin),
      Math.min(image.size(source.axis()) - 1, seeds.high[2] + seeds.along)
    };
  }

  private static float[] intensities(AnnotatedVolume source, int[] origin, int[] sizes) {
    float[] slice = new float[source.image().sliceSize(source.axis())];
    int width = source.image().size(source.axis().u());
    float[] intensities =
        new float[Math.multiplyExact(Math.multiplyExact(sizes[0], sizes[1]), sizes[2])];
    int to = 0;
    for (int s = 0; s < sizes[2]; s++) {
      source.image().readSlice(source.axis(), s + origin[2], slice);
      for (int v = 0; v < sizes[1]; v++, to += sizes[0]) {
        int from = (v + origin[1]) * width + origin[0];
        System.arraycopy(slice, from, intensities, to, sizes[0]);
      }
    }
    return intensities;
  }

  /** Maps the percentiles 1 and 99 to 0 and 1; what is no number becomes 0. */
  private static void scale(float[] intensities) {
    float[] sorted = new float[intensities.length];
    int count = 0;
    for (float value : intensities) {
      if (Float.isFinite(value)) {
        sorted[count++] = value;
      }
    }
    if (count == 0) {
      Arrays.fill(intensities, 0);
      return;
    }
    Arrays.sort(sorted, 0, count);
    float low = sorted[(int) (0.01 * (count - 1))];
    float high = sorted[(int) Math.ceil(0.99 * (count - 1))];
    float range = high > low ? high - low : 1;
    for (int i = 0; i < intensities.length; i++) {
      float value = (intensities[i] - low) / range;
      intensities[i] = Float.isNaN(value) ? 0 : Math.max(0, Math.min(1, value));
    }
  }

  private static void closeFaces(AnnotatedVolume source, int[] origin, int[] sizes, byte[] seeds) {
    int[] whole = {
      source.image().size(source.axis().u()),
      source.image().size(source.axis().v()),
      source.image().size(source.axis())
    };
    boolean[] low = new boolean[3];
    boolean[] high = new boolean[3];
    for (int d = 0; d < 3; d++) {
      low[d] = origin[d] > 0;
      high[d] = origin[d] + sizes[d] < whole[d];
    }
    int i = 0;
    for (int s = 0; s < sizes[2]; s++) {
      for (int v = 0; v < sizes[1]; v++) {
        for (int u = 0; u < sizes[0]; u++, i++) {
          boolean closed =
              (u == 0 && low[0])
                  || (u == sizes[0] - 1 && high[0])
                  || (v == 0 && low[1])
                  || (v == sizes[1] - 1 && high[1])
                  || (s == 0 && low[2])
                  || (s == sizes[2] - 1 && high[2]);
          seeds[i] = closed ? SeededGrid.BACKGROUND : 0;
        }
      }
    }
  }
}
