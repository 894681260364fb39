package org.mem3d.eval;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Grid;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.io.LabelVolume;

/**
 * One object's true masks on all slices along an axis. Immutable.
 *
 * @param label the object's value in the label volume
 * @param slices one mask for each slice
 */
public record Truth(int label, Axis axis, List<SliceMask> slices) {
  /** Copies the list. */
  public Truth {
    slices = List.copyOf(slices);
  }

  /**
   * Reads every object of a volume of labels, whole numbers of which 0 is background; those above
   * 16777216 are told apart in a {@link LabelVolume} alone.
   *
   * @return the objects by rising label
   */
  public static List<Truth> all(Volume labels, Axis axis) {
    float[] values = new float[labels.sliceSize(axis)];
    return all(
        labels.grid(),
        axis,
        (slice, rounded) -> {
          labels.readSlice(axis, slice, values);
          for (int i = 0; i < values.length; i++) {
            rounded[i] = Math.round(values[i]);
          }
        });
  }

  /** Reads every object of a volume of labels, as {@link #all(Volume, Axis)}. */
  public static List<Truth> all(LabelVolume labels, Axis axis) {
    return all(labels.grid(), axis, (slice, values) -> labels.readSlice(axis, slice, values));
  }

  @FunctionalInterface
  private interface Slices {
    void read(int slice, int[] labels);
  }

  private static List<Truth> all(Grid grid, Axis axis, Slices labels) {
    int width = grid.size(axis.u());
    int height = grid.size(axis.v());
    int count = grid.size(axis);
    int[] values = new int[width * height];
    Map<Integer, BitSet[]> objects = new TreeMap<>();
    for (int slice = 0; slice < count; slice++) {
      labels.read(slice, values);
      for (int i = 0; i < values.length; i++) {
        int label = values[i];
        if (label != 0) {
          BitSet[] object = objects.computeIfAbsent(label, key -> new BitSet[count]);
          if (object[slice] == null) {
            object[slice] = new BitSet(values.length);
          }
          object[slice].set(i);
        }
      }
    }
    List<Truth> truths = new ArrayList<>();
    objects.forEach(
        (label, object) -> {
          List<SliceMask> slices = new ArrayList<>();
          for (BitSet pixels : object) {
            slices.add(
                pixels == null
                    ? SliceMask.empty(width, height)
                    : SliceMask.of(width, height, pixels::get));
          }
          truths.add(new Truth(label, axis, slices));
        });
    return truths;
  }

  /** Returns the number of voxels. */
  public long voxels() {
    return slices.stream().mapToLong(SliceMask::area).sum();
  }

  /** Returns the number of slices with at least one voxel. */
  public int extent() {
    return (int) slices.stream().filter(slice -> !slice.isEmpty()).count();
  }

  /** Returns the index of the first slice with a voxel. */
  public int firstSlice() {
    int slice = 0;
    while (slices.get(slice).isEmpty()) {
      slice++;
    }
    return slice;
  }

  /** Returns the index of the last slice with a voxel. */
  public int lastSlice() {
    int slice = slices.size() - 1;
    while (slices.get(slice).isEmpty()) {
      slice--;
    }
    return slice;
  }

  /** Returns the slices from the first with a voxel to the last. */
  Box ends() {
    return Box.ofSlices(axis, firstSlice(), lastSlice());
  }

  /** Returns the index of the slice with the most voxels, the first of equal ones. */
  public int largestSlice() {
    int best = 0;
    for (int i = 1; i < slices.size(); i++) {
      if (slices.get(i).area() > slices.get(best).area()) {
        best = i;
      }
    }
    return best;
  }
}
