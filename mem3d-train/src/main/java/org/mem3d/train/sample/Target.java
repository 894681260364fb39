package org.mem3d.train.sample;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.mem3d.SliceMask;
import org.mem3d.core.region.IntensityRange;
import org.mem3d.train.volume.PartSlices;
import org.mem3d.train.volume.Parts;
import org.mem3d.train.volume.TrainingVolume;

/** The voxels that a training sample is to find: one object of a volume. Immutable. */
final class Target {
  /** The pixels that an object has on one of its slices at least. */
  static final int LEAST_AREA = 60;

  /** Says which pixels inside the box of a slice are of the object. */
  @FunctionalInterface
  interface Inside {
    boolean holds(int slice, int u, int v);
  }

  /** The share of an outline along which there must be a step. */
  private static final double LEAST_SEEN = 0.5;

  /** The least step, in the volume's range. */
  private static final double LEAST_STEP = 0.015;

  private final TrainingVolume volume;
  private final @Nullable Pasted pasted;
  private final Inside inside;
  private final int[] areas;
  private final int[][] boxes;
  private final int sizeU;
  private final int sizeV;

  /**
   * Makes a target.
   *
   * @param pasted the shape that is put into the volume; null if the object is its own
   * @param boxes the box on each slice, inclusive corners; null where the object is not
   */
  Target(
      TrainingVolume volume, @Nullable Pasted pasted, Inside inside, int[] areas, int[][] boxes) {
    this.volume = volume;
    this.pasted = pasted;
    this.inside = inside;
    this.areas = areas;
    this.boxes = boxes;
    this.sizeU = volume.image().size(volume.axis().u());
    this.sizeV = volume.image().size(volume.axis().v());
  }

  /** Draws an object of a volume; null if the one drawn is not of the size wanted. */
  static @Nullable Target draw(TrainingVolume volume, SplittableRandom random) {
    Target target =
        volume.shapes() != null
            ? Pasted.target(volume, volume.shapes(), random)
            : ofParts(volume, volume.objects().draw(random));
    if (target != null) {
      for (int area : target.areas) {
        if (area >= LEAST_AREA) {
          return target;
        }
      }
    }
    return null;
  }

  private static Target ofParts(TrainingVolume volume, boolean[] chosen) {
    int[] areas = new int[volume.slices()];
    int[][] boxes = new int[areas.length][];
    Parts parts = volume.parts();
    PartSlices slices = parts.along(volume.axis());
    for (int part = 1; part < chosen.length; part++) {
      if (chosen[part]) {
        for (int entry = slices.first(part); entry < slices.first(part + 1); entry++) {
          int slice = slices.slice(entry);
          areas[slice] += slices.area(entry);
          int[] box = boxes[slice];
          if (box == null) {
            box = new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1};
            boxes[slice] = box;
          }
          box[0] = Math.min(box[0], slices.bound(entry, 0));
          box[1] = Math.min(box[1], slices.bound(entry, 1));
          box[2] = Math.max(box[2], slices.bound(entry, 2));
          box[3] = Math.max(box[3], slices.bound(entry, 3));
        }
      }
    }
    int stepU = parts.step(volume.axis().u());
    int stepV = parts.step(volume.axis().v());
    int stepSlice = parts.step(volume.axis());
    Inside inside = (slice, u, v) -> chosen[parts.at(slice * stepSlice + v * stepV + u * stepU)];
    return new Target(volume, null, inside, areas, boxes);
  }

  TrainingVolume volume() {
    return volume;
  }

  /** Returns the shape that is put into the volume; null if the object is its own. */
  @Nullable Pasted pasted() {
    return pasted;
  }

  /** Returns whether the object is one, not a region of an image that nobody chose. */
  boolean isSure() {
    return pasted != null || volume.objects().isSure();
  }

  int area(int slice) {
    return areas[slice];
  }

  boolean isOn(int slice) {
    return boxes[slice] != null;
  }

  /**
   * Returns whether there is an edge along the object's outline on a slice. Regions that nobody
   * chose may end where nothing is to be seen; others are what they are.
   */
  boolean hasEdge(int slice) {
    if (isSure() || !isOn(slice)) {
      return true;
    }
    float[] values = new float[sizeU * sizeV];
    volume.image().readSlice(volume.axis(), slice, values);
    boolean[] pixels = pixels(slice);
    int[] box = bounds(slice);
    double within = 0;
    int pairs = 0;
    for (int v = box[1]; v < box[3]; v++) {
      for (int u = box[0]; u < box[2]; u++) {
        int i = v * sizeU + u;
        for (int next = i + 1; next <= i + sizeU; next += sizeU - 1) {
          if (pixels[i] && pixels[next]) {
            within += Math.abs(values[i] - values[next]);
            pairs++;
          }
        }
      }
    }
    IntensityRange range = volume.reader().range();
    double step = Math.max(LEAST_STEP * (range.high() - range.low()), within / Math.max(1, pairs));
    int crossed = 0;
    int seen = 0;
    for (int v = Math.max(0, box[1] - 1); v <= Math.min(sizeV - 2, box[3]); v++) {
      for (int u = Math.max(0, box[0] - 1); u <= Math.min(sizeU - 2, box[2]); u++) {
        int i = v * sizeU + u;
        for (int next = i + 1; next <= i + sizeU; next += sizeU - 1) {
          if (pixels[i] != pixels[next]) {
            crossed++;
            seen += Math.abs(values[i] - values[next]) > step ? 1 : 0;
          }
        }
      }
    }
    return seen >= LEAST_SEEN * crossed;
  }

  /** Returns the mask on a slice. */
  SliceMask mask(int slice) {
    return isOn(slice) ? SliceMask.of(sizeU, sizeV, pixels(slice)) : SliceMask.empty(sizeU, sizeV);
  }

  private boolean[] pixels(int slice) {
    boolean[] pixels = new boolean[sizeU * sizeV];
    int[] box = bounds(slice);
    for (int v = box[1]; v <= box[3]; v++) {
      for (int u = box[0]; u <= box[2]; u++) {
        pixels[v * sizeU + u] = inside.holds(slice, u, v);
      }
    }
    return pixels;
  }

  /** Returns a slice as 1 inside, 0 outside, u fastest. */
  float[] plane(int slice) {
    float[] plane = new float[sizeU * sizeV];
    if (isOn(slice)) {
      boolean[] pixels = pixels(slice);
      for (int i = 0; i < plane.length; i++) {
        plane[i] = pixels[i] ? 1 : 0;
      }
    }
    return plane;
  }

  /** Draws a slice on which the object is: mostly by its area there. */
  int drawSlice(int least, SplittableRandom random) {
    boolean byArea = random.nextDouble() < 0.7;
    double total = 0;
    for (int area : areas) {
      total += area < least ? 0 : byArea ? area : 1;
    }
    double left = random.nextDouble() * total;
    int last = 0;
    for (int slice = 0; slice < areas.length; slice++) {
      if (areas[slice] >= least) {
        last = slice;
        left -= byArea ? areas[slice] : 1;
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }

  /** Returns the box around the object on all its slices, inclusive corners. */
  int[] bounds() {
    int[] all = {sizeU - 1, sizeV - 1, 0, 0};
    for (int[] box : boxes) {
      if (box != null) {
        all[0] = Math.min(all[0], box[0]);
        all[1] = Math.min(all[1], box[1]);
        all[2] = Math.max(all[2], box[2]);
        all[3] = Math.max(all[3], box[3]);
      }
    }
    return all;
  }

  /** Returns the box around the object on a slice where it is, inclusive corners. */
  int[] bounds(int slice) {
    int[] box = boxes[slice];
    if (box == null) {
      throw new IllegalArgumentException("the object is not on slice " + slice);
    }
    return box.clone();
  }
}
