package org.mem3d.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.mem3d.Grid;
import org.mem3d.VolumeException;

/**
 * How voxels are stored: {@code (value - intercept) / slope} in a type and a byte order.
 *
 * @param slope not 0
 */
record VoxelWriter(VoxelType type, ByteOrder byteOrder, double slope, double intercept) {
  /** Voxels that are not scaled. */
  VoxelWriter(VoxelType type, ByteOrder byteOrder) {
    this(type, byteOrder, 1, 0);
  }

  /**
   * Writes all values, slice by slice; integer types round, halves to the even one.
   *
   * @param path for messages
   * @throws VolumeException if the type cannot hold a value
   */
  void write(Path path, SliceValues values, OutputStream out) throws IOException {
    Grid grid = values.grid();
    double[] slice = new double[Math.multiplyExact(grid.sizeX(), grid.sizeY())];
    int rowBytes = Math.multiplyExact(grid.sizeX(), type.bytes());
    ByteBuffer row = ByteBuffer.allocate(rowBytes).order(byteOrder);
    boolean scaled = slope != 1 || intercept != 0;
    for (int z = 0; z < grid.sizeZ(); z++) {
      values.read(z, slice);
      for (int y = 0, from = 0; y < grid.sizeY(); y++) {
        row.clear();
        for (int x = 0; x < grid.sizeX(); x++) {
          double value = slice[from++];
          double stored = scaled ? (value - intercept) / slope : value;
          if (!type.holds(stored)) {
            throw new VolumeException(
                path
                    + " was not written: "
                    + type
                    + " cannot hold "
                    + stored
                    + " at voxel "
                    + x
                    + ","
                    + y
                    + ","
                    + z
                    + "; choose a wider type, or float32");
          }
          type.put(row, stored);
        }
        out.write(row.array(), 0, rowBytes);
      }
    }
  }
}
