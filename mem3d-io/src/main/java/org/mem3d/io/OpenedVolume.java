package org.mem3d.io;

import java.util.OptionalInt;
import org.mem3d.Grid;
import org.mem3d.GridCheck;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/** A file whose header is read and checked; its voxels can be read once. */
interface OpenedVolume extends AutoCloseable {
  /** Returns what the header says. */
  VolumeHeader summary();

  /**
   * Reads a volume.
   *
   * @param frame which of several; empty for the only one
   * @throws VolumeException if there are several and none is chosen, or there is no such one
   */
  Volume volume(OptionalInt frame);

  /**
   * Leaves a volume's voxels in the file, whose slices are then read when they are asked for.
   *
   * @param frame which of several; empty for the only one
   * @throws VolumeException as {@link #volume}, or if the voxels are packed, or not on a disk
   */
  default Volume onDisk(OptionalInt frame) {
    throw new VolumeException(
        summary().format()
            + " files are read as a whole: write an uncompressed NIfTI, NRRD or MetaImage");
  }

  /** Reads the only volume as labels. */
  LabelVolume labels();

  /**
   * Reads the only volume as labels for the images of a grid.
   *
   * @throws org.mem3d.GridException if they lie elsewhere
   */
  default LabelVolume labels(Grid grid, GridCheck check) {
    return labels().onGrid(grid, check);
  }

  @Override
  void close();
}
