package org.mem3d.train.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.mem3d.train.volume.LabelledVolume;

/** The voxels that a training sample is to find: one object of a volume. Immutable. */
final class Target {
  /** The pixels that an object has on one of its slices at least. */
  static final int LEAST_AREA = 60;

  private static final double BACKGROUND = 0.15;
  private static final double WITH_CHILDREN = 0.4;
  private static final double ONE_PART = 0.5;
  private static final double ONE_PART_OF_BACKGROUND = 0.9;

  private final LabelledVolume volume;
  private final boolean[] voxels;
  private final int[] areas;

  private Target(LabelledVolume volume, boolean[] voxels) {
    this.volume = volume;
    this.voxels = voxels;
    this.areas = new int[volume.slices()];
    for (int slice = 0; slice < areas.length; slice++) {
      for (int i = 0; i < volume.sliceSize(); i++) {
        areas[slice] += voxels[volume.index(slice, i)] ? 1 : 0;
      }
    }
  }

  /** Draws an object of a volume; null if it has none of the size wanted. */
  static @Nullable Target draw(LabelledVolume volume, SplittableRandom random) {
    int[] largest = volume.largestAreas();
    List<Integer> shapes = new ArrayList<>();
    List<Integer> backgrounds = new ArrayList<>();
    for (int label = 1; label < largest.length; label++) {
      if (largest[label] >= LEAST_AREA) {
        (label <= volume.backgrounds() ? backgrounds : shapes).add(label);
      }
    }
    boolean background =
        !backgrounds.isEmpty() && (shapes.isEmpty() || random.nextDouble() < BACKGROUND);
    List<Integer> candidates = background ? backgrounds : shapes;
    if (candidates.isEmpty()) {
      return null;
    }
    int chosen = candidates.get(random.nextInt(candidates.size()));
    boolean children = random.nextDouble() < WITH_CHILDREN;
    boolean[] counts = new boolean[largest.length];
    for (int label = 1; label < counts.length; label++) {
      counts[label] = label == chosen || (children && counts[volume.parents()[label]]);
    }
    short[] labels = volume.labels();
    boolean[] voxels = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      voxels[i] = counts[labels[i]];
    }
    if (random.nextDouble() < (background ? ONE_PART_OF_BACKGROUND : ONE_PART)) {
      voxels = part(volume, voxels, random);
    }
    Target target = new Target(volume, voxels);
    for (int area : target.areas) {
      if (area >= LEAST_AREA) {
        return target;
      }
    }
    return null;
  }

  /** Returns the connected part around a random voxel. */
  private static boolean[] part(LabelledVolume volume, boolean[] whole, SplittableRandom random) {
    int sizeX = volume.image().sizeX();
    int sizeY = volume.image().sizeY();
    int sizeZ = volume.image().sizeZ();
    int start = random.nextInt(whole.length);
    while (!whole[start]) {
      start = start + 1 == whole.length ? 0 : start + 1;
    }
    boolean[] part = new boolean[whole.length];
    int[] open = new int[whole.length];
    int count = 1;
    open[0] = start;
    part[start] = true;
    int plane = sizeX * sizeY;
    for (int next = 0; next < count; next++) {
      int voxel = open[next];
      int x = voxel % sizeX;
      int y = voxel / sizeX % sizeY;
      int z = voxel / plane;
      int[] beside = {
        x > 0 ? voxel - 1 : -1,
        x + 1 < sizeX ? voxel + 1 : -1,
        y > 0 ? voxel - sizeX : -1,
        y + 1 < sizeY ? voxel + sizeX : -1,
        z > 0 ? voxel - plane : -1,
        z + 1 < sizeZ ? voxel + plane : -1
      };
      for (int other : beside) {
        if (other >= 0 && whole[other] && !part[other]) {
          part[other] = true;
          open[count++] = other;
        }
      }
    }
    return part;
  }

  LabelledVolume volume() {
    return volume;
  }

  int area(int slice) {
    return areas[slice];
  }

  /** Returns a slice as 1 inside, 0 outside, u fastest. */
  float[] plane(int slice) {
    float[] plane = new float[volume.sliceSize()];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = voxels[volume.index(slice, i)] ? 1 : 0;
    }
    return plane;
  }

  /** Returns whether a slice's pixel is of the object. */
  boolean contains(int slice, int pixel) {
    return voxels[volume.index(slice, pixel)];
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
    int sizeU = volume.image().size(volume.axis().u());
    int[] box = {Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1};
    for (int i = 0; i < volume.sliceSize(); i++) {
      if (contains(slice, i)) {
        box[0] = Math.min(box[0], i % sizeU);
        box[1] = Math.min(box[1], i / sizeU);
        box[2] = Math.max(box[2], i % sizeU);
        box[3] = Math.max(box[3], i / sizeU);
      }
    }
    return box;
  }
}
