package org.mem3d.train.cases;

import java.util.ArrayList;
import java.util.List;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Volume;

/** A part of a volume's grid. Immutable. */
final class Block {
  private final int[] low;
  private final int[] sizes;

  private Block(int[] low, int[] sizes) {
    this.low = low;
    this.sizes = sizes;
  }

  /** Cuts a grid into blocks of about equal size, none longer than a limit. */
  static List<Block> of(Volume grid, int longest) {
    int[] whole = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
    int[] counts = new int[3];
    for (int d = 0; d < 3; d++) {
      counts[d] = (whole[d] + longest - 1) / longest;
    }
    List<Block> blocks = new ArrayList<>();
    for (int k = 0; k < counts[2]; k++) {
      for (int j = 0; j < counts[1]; j++) {
        for (int i = 0; i < counts[0]; i++) {
          int[] at = {i, j, k};
          int[] low = new int[3];
          int[] sizes = new int[3];
          for (int d = 0; d < 3; d++) {
            low[d] = at[d] * whole[d] / counts[d];
            sizes[d] = (at[d] + 1) * whole[d] / counts[d] - low[d];
          }
          blocks.add(new Block(low, sizes));
        }
      }
    }
    return blocks;
  }

  /** Returns this part of a volume, read once; the volume itself if the block is all of it. */
  Volume of(Volume volume) {
    if (sizes[0] == volume.sizeX() && sizes[1] == volume.sizeY() && sizes[2] == volume.sizeZ()) {
      return volume;
    }
    float[] values = new float[sizes[0] * sizes[1] * sizes[2]];
    float[] slice = new float[volume.sliceSize(Axis.Z)];
    for (int z = 0; z < sizes[2]; z++) {
      volume.readSlice(Axis.Z, low[2] + z, slice);
      for (int y = 0; y < sizes[1]; y++) {
        System.arraycopy(
            slice,
            (low[1] + y) * volume.sizeX() + low[0],
            values,
            (z * sizes[1] + y) * sizes[0],
            sizes[0]);
      }
    }
    Geometry geometry = volume.geometry();
    return Volume.ofFloats(
        values,
        sizes[0],
        sizes[1],
        sizes[2],
        Geometry.ofSpacing(
            geometry.spacing(Axis.X), geometry.spacing(Axis.Y), geometry.spacing(Axis.Z)));
  }
}
