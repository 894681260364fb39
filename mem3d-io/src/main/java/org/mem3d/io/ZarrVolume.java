package org.mem3d.io;

import java.nio.ByteBuffer;
import java.util.Map;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.Volume;
import org.mem3d.io.zarr.ZarrArray;

/** One channel at one time of an array; its chunks are read when they are needed. */
final class ZarrVolume implements Volume {
  private final ZarrArray array;
  private final VoxelType type;
  private final Grid grid;

  /** The array's axis of each of the volume's; none of z in a picture. */
  private final Map<Axis, Integer> axes;

  private final int[] fixed;
  private final ChunkCache chunks;

  /**
   * Makes a volume.
   *
   * @param type of the array's elements
   * @param axes the array's axis of each of the volume's that it has
   * @param fixed where the volume lies along the other axes
   * @param cacheBytes of chunks to keep
   */
  ZarrVolume(
      ZarrArray array,
      VoxelType type,
      Grid grid,
      Map<Axis, Integer> axes,
      int[] fixed,
      long cacheBytes) {
    this.array = array;
    this.type = type;
    this.grid = grid;
    this.axes = Map.copyOf(axes);
    this.fixed = fixed.clone();
    chunks = new ChunkCache(array, cacheBytes);
  }

  @Override
  public int sizeX() {
    return grid.sizeX();
  }

  @Override
  public int sizeY() {
    return grid.sizeY();
  }

  @Override
  public int sizeZ() {
    return grid.sizeZ();
  }

  @Override
  public Geometry geometry() {
    return grid.geometry();
  }

  @Override
  public void readSlice(Axis axis, int index, float[] slice) {
    requireSlice(axis, index, slice);
    read(axis, index, (at, value) -> slice[at] = (float) value);
  }

  /** Returns the values in double precision, which holds labels of 32 bits. */
  SliceValues values() {
    return new SliceValues() {
      @Override
      public Grid grid() {
        return grid;
      }

      @Override
      public void read(int z, double[] slice) {
        ZarrVolume.this.read(Axis.Z, z, (at, value) -> slice[at] = value);
      }
    };
  }

  /** Takes values of a slice in any order. */
  @FunctionalInterface
  interface Values {
    void put(int at, double value);
  }

  /** Reads a slice, u fastest. */
  void read(Axis axis, int index, Values to) {
    int[] at = fixed.clone();
    set(at, axis, index);
    int[] chunk = new int[at.length];
    for (int d = 0; d < at.length; d++) {
      chunk[d] = at[d] / array.chunkSize(d);
    }
    int stepU = chunkSize(axis.u());
    int stepV = chunkSize(axis.v());
    for (int v = 0; v < size(axis.v()); v += stepV) {
      for (int u = 0; u < size(axis.u()); u += stepU) {
        set(chunk, axis.u(), u / stepU);
        set(chunk, axis.v(), v / stepV);
        copy(chunks.get(chunk), start(at, axis), axis, u, v, to);
      }
    }
  }

  /** Copies what a chunk has of a slice, from a position of the slice on. */
  private void copy(ByteBuffer chunk, int start, Axis axis, int fromU, int fromV, Values to) {
    int sizeU = size(axis.u());
    int endU = Math.min(sizeU, fromU + chunkSize(axis.u()));
    int endV = Math.min(size(axis.v()), fromV + chunkSize(axis.v()));
    int strideU = stride(axis.u()) * type.bytes();
    int strideV = stride(axis.v()) * type.bytes();
    boolean absent = chunk.capacity() == 0;
    for (int v = fromV; v < endV; v++) {
      int from = start * type.bytes() + (v - fromV) * strideV;
      for (int u = fromU; u < endU; u++, from += strideU) {
        to.put(v * sizeU + u, absent ? array.fill() : type.get(chunk, from));
      }
    }
  }

  /** Returns the first element of a slice in its chunks. */
  private int start(int[] at, Axis axis) {
    int start = 0;
    for (int d = 0; d < at.length; d++) {
      boolean along = d == of(axis.u()) || d == of(axis.v());
      start += along ? 0 : at[d] % array.chunkSize(d) * array.stride(d);
    }
    return start;
  }

  /** Returns the array's axis of one of the volume's; -1 if it has none. */
  private int of(Axis axis) {
    return axes.getOrDefault(axis, -1);
  }

  private void set(int[] index, Axis axis, int value) {
    if (of(axis) >= 0) {
      index[of(axis)] = value;
    }
  }

  private int chunkSize(Axis axis) {
    return of(axis) < 0 ? 1 : array.chunkSize(of(axis));
  }

  private int stride(Axis axis) {
    return of(axis) < 0 ? 0 : array.stride(of(axis));
  }
}
