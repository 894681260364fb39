package org.mem3d.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.Volume;

/**
 * Voxels that stay in their file, x fastest and not packed; a slice is read when it is asked for.
 * The file is open only while it is read. Thread-safe.
 *
 * @param offset of the first voxel, in bytes
 * @param slope factor of the stored values
 * @param intercept what is added to them after that
 */
record FileVoxels(
    Path path,
    long offset,
    VoxelType type,
    ByteOrder order,
    Grid grid,
    double slope,
    double intercept)
    implements Volume {
  /** What a read into the heap passes through is kept by each thread, and so is small. */
  private static final int PIECE_BYTES = 1 << 16;

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
    long plane = (long) sizeX() * sizeY();
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      switch (axis) {
        case Z -> read(file, index * plane, slice, 0, sliceSize(axis));
        case Y -> {
          for (int z = 0; z < sizeZ(); z++) {
            read(file, z * plane + (long) index * sizeX(), slice, z * sizeX(), sizeX());
          }
        }
        case X -> {
          for (int at = 0; at < sliceSize(axis); at++) {
            read(file, (long) at * sizeX() + index, slice, at, 1);
          }
        }
      }
    } catch (IOException e) {
      throw ReadFailure.of(path, e);
    }
  }

  /** Reads voxels that follow each other. */
  private void read(FileChannel file, long voxel, float[] to, int at, int count)
      throws IOException {
    int bytes = type.bytes();
    ByteBuffer piece =
        ByteBuffer.allocate((int) Math.min(PIECE_BYTES, (long) count * bytes)).order(order);
    int end = at + count;
    for (long place = offset + voxel * bytes; at < end; place += piece.limit()) {
      piece.clear().limit((int) Math.min(piece.capacity(), (long) (end - at) * bytes));
      while (piece.hasRemaining()) {
        if (file.read(piece, place + piece.position()) < 0) {
          throw new EOFException();
        }
      }
      piece.flip();
      while (piece.hasRemaining()) {
        to[at++] = (float) (slope * type.get(piece) + intercept);
      }
    }
  }
}
