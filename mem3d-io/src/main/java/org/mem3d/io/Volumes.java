package org.mem3d.io;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.mem3d.Grid;
import org.mem3d.GridCheck;
import org.mem3d.GridException;
import org.mem3d.Mask;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/**
 * Opens and writes volumes and masks. Formats are told by what a file holds, not by its name: NIfTI
 * today (.nii, .nii.gz, pairs of .hdr and .img).
 */
public final class Volumes {
  private Volumes() {}

  /**
   * Opens a file that holds one volume. The whole of it is read; the file may then change.
   *
   * @throws VolumeException if the file is missing, unreadable, damaged, in another format, or
   *     holds several volumes
   */
  public static Volume open(Path path) {
    return NiftiReader.read(path);
  }

  /**
   * Opens one volume of a file of several.
   *
   * @param frame index in the file's fourth dimension, 0 for the first
   * @throws VolumeException as {@link #open(Path)}, or if there is no such frame
   */
  public static Volume open(Path path, int frame) {
    return NiftiReader.read(path, frame);
  }

  /**
   * Opens a file that holds one volume to be used for another, such as a probability: in the order
   * and at the exact place of that one's grid.
   *
   * @throws VolumeException as {@link #open(Path)}
   * @throws GridException if the check finds another grid; the message tells both
   */
  public static Volume open(Path path, Grid grid, GridCheck check) {
    Volume volume = open(path);
    return named(path, () -> volume.onGrid(grid, check));
  }

  /**
   * Opens a file of labels for a volume: in the order and at the exact place of its grid.
   *
   * @throws VolumeException as {@link #readLabels(Path)}
   * @throws GridException if the check finds another grid; the message tells both
   */
  public static LabelVolume readLabels(Path path, Grid grid, GridCheck check) {
    LabelVolume labels = readLabels(path);
    return named(path, () -> labels.onGrid(grid, check));
  }

  private static <T> T named(Path path, Supplier<T> step) {
    try {
      return step.get();
    } catch (GridException e) {
      throw new GridException(path + " " + e.getMessage(), e);
    }
  }

  /**
   * Opens a file of labels, rounding its values to whole numbers; values that are not finite are
   * background.
   *
   * @throws VolumeException as {@link #open(Path)}, or if a value is negative or too large
   */
  public static LabelVolume readLabels(Path path) {
    return NiftiReader.readLabels(path);
  }

  /**
   * Writes a volume, such as a probability, as 32-bit floats.
   *
   * @param path ends in .nii or .nii.gz; a file that is there is replaced
   * @throws VolumeException if the file cannot be written; a file that was there is then unchanged
   */
  public static void write(Path path, Volume volume) {
    write(path, volume, VoxelType.FLOAT32);
  }

  /**
   * Writes a volume; integer types round.
   *
   * @param path ends in .nii or .nii.gz; a file that is there is replaced
   * @throws VolumeException if the type cannot hold a value or the file cannot be written; a file
   *     that was there is then unchanged
   */
  public static void write(Path path, Volume volume, VoxelType type) {
    NiftiWriter.of(type).write(path, volume);
  }

  /** Writes a mask, one unsigned byte a voxel, else as {@link #write(Path, Volume)}. */
  public static void write(Path path, Mask mask) {
    write(path, mask.asVolume(), VoxelType.UINT8);
  }

  /**
   * Writes labels, exactly, in the smallest integer type that holds them, else as {@link
   * #write(Path, Volume)}.
   */
  public static void write(Path path, LabelVolume labels) {
    NiftiWriter.of(VoxelType.forLabels(labels.largest())).write(path, labels);
  }
}
