package org.mem3d.io.zarr;

import org.jspecify.annotations.Nullable;

/** Where the packed chunks of an array lie. Several threads may read at once. */
@FunctionalInterface
interface ChunkStore {
  /**
   * Returns a chunk's bytes as they are stored.
   *
   * @param index of the chunk along each axis
   * @return null where there is no such chunk: its elements are fill values
   * @throws org.mem3d.VolumeException if they cannot be read
   */
  byte @Nullable [] read(int[] index);
}
