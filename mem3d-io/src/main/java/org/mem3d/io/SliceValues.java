package org.mem3d.io;

import org.mem3d.Axis;
import org.mem3d.Grid;
import org.mem3d.Volume;

/** The values that are to be written: a grid, and its slices along z in double precision. */
interface SliceValues {
  /** Returns sizes and geometry. */
  Grid grid();

  /** Reads the values of a slice along z, x fastest. */
  void read(int z, double[] slice);

  /** Returns the values of a volume. */
  static SliceValues of(Volume volume) {
    Grid grid = volume.grid();
    float[] values = new float[volume.sliceSize(Axis.Z)];
    return new SliceValues() {
      @Override
      public Grid grid() {
        return grid;
      }

      @Override
      public void read(int z, double[] slice) {
        volume.readSlice(Axis.Z, z, values);
        for (int i = 0; i < values.length; i++) {
          slice[i] = values[i];
        }
      }
    };
  }

  /** Returns labels, exactly. */
  static SliceValues of(LabelVolume labels) {
    int[] values = new int[Math.multiplyExact(labels.sizeX(), labels.sizeY())];
    return new SliceValues() {
      @Override
      public Grid grid() {
        return labels.grid();
      }

      @Override
      public void read(int z, double[] slice) {
        labels.readSlice(Axis.Z, z, values);
        for (int i = 0; i < values.length; i++) {
          slice[i] = values[i];
        }
      }
    };
  }
}
