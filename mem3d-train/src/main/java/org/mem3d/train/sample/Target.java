package org.mem3d.train.sample;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.SliceMask;
import org.mem3d.train.volume.PartSlices;
import org.mem3d.train.volume.Parts;
import org.mem3d.train.volume.TrainingVolume;

/** The voxels that a training sample is to find: one object of a volume. Immutable. */
final class Target {
  /** The pixels that an object has on one of its slices at least. */
  static final int LEAST_AREA = 60;

  private final TrainingVolume volume;
  private final boolean[] chosen;
  private final int[] areas;
  private final int[][] boxes;
  private final int sizeU;
  private final int sizeV;
  private final int stepU;
  private final int stepV;
  private final int stepSlice;

  private Target(TrainingVolume volume, boolean[] chosen) {
    this.volume = volume;
    this.chosen = chosen;
    Axis axis = volume.axis();
    sizeU = volume.image().size(axis.u());
    sizeV = volume.image().size(axis.v());
    stepU = volume.parts().step(axis.u());
    stepV = volume.parts().step(axis.v());
    stepSlice = volume.parts().step(axis);
    areas = new int[volume.slices()];
    boxes = new int[areas.length][];
    PartSlices slices = volume.parts().along(axis);
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
  }

  /** Draws an object of a volume; null if the one drawn is not of the size wanted. */
  static @Nullable Target draw(TrainingVolume volume, SplittableRandom random) {
    Target target = new Target(volume, volume.objects().draw(random));
    for (int area : target.areas) {
      if (area >= LEAST_AREA) {
        return target;
      }
    }
    return null;
  }

  TrainingVolume volume() {
    return volume;
  }

  int area(int slice) {
    return areas[slice];
  }

  /** Returns the mask on a slice. */
  SliceMask mask(int slice) {
    boolean[] pixels = new boolean[sizeU * sizeV];
    int[] box = boxes[slice];
    if (box == null) {
      return SliceMask.empty(sizeU, sizeV);
    }
    Parts parts = volume.parts();
    for (int v = box[1]; v <= box[3]; v++) {
      int voxel = slice * stepSlice + v * stepV + box[0] * stepU;
      for (int u = box[0]; u <= box[2]; u++, voxel += stepU) {
        pixels[v * sizeU + u] = chosen[parts.at(voxel)];
      }
    }
    return SliceMask.of(sizeU, sizeV, pixels);
  }

  /** Returns a slice as 1 inside, 0 outside, u fastest. */
  float[] plane(int slice) {
    float[] plane = new float[sizeU * sizeV];
    int[] box = boxes[slice];
    if (box == null) {
      return plane;
    }
    Parts parts = volume.parts();
    for (int v = box[1]; v <= box[3]; v++) {
      int voxel = slice * stepSlice + v * stepV + box[0] * stepU;
      for (int u = box[0]; u <= box[2]; u++, voxel += stepU) {
        plane[v * sizeU + u] = chosen[parts.at(voxel)] ? 1 : 0;
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

  /** Returns the box around the object on a slice where it is, inclusive corners. */
  int[] bounds(int slice) {
    int[] box = boxes[slice];
    if (box == null) {
      throw new IllegalArgumentException("the object is not on slice " + slice);
    }
    return box.clone();
  }
}
