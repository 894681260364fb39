package org.mem3d.io;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/**
 * Reads NIfTI-1 and NIfTI-2: .nii, .nii.gz and pairs of .hdr and .img, in either byte order, of
 * every integer and floating-point type up to 64 bits.
 *
 * <p>Voxels of one and two bytes stay as they are stored and are scaled as slices are read. Wider
 * ones become floats as they are read (scaled in double precision first), since a volume gives
 * nothing else; so a volume never takes more memory than its file, uncompressed.
 */
public final class NiftiReader {
  private NiftiReader() {}

  /**
   * Reads a file that holds one volume.
   *
   * @throws VolumeException if the file holds several frames, or is wrong in any other way
   */
  public static Volume read(Path path) {
    return read(path, OptionalInt.empty());
  }

  /**
   * Reads one frame of a file.
   *
   * @param frame index in the file's fourth dimension, 0 for the first
   * @throws VolumeException if there is no such frame, or the file is wrong in any other way
   */
  public static Volume read(Path path, int frame) {
    return read(path, OptionalInt.of(frame));
  }

  /**
   * Reads a file of labels: its values, scaled as the header says and rounded to whole numbers.
   * Values that are not finite become background.
   *
   * @throws VolumeException if a value is negative or above 2147483647, or the file is wrong in any
   *     other way
   */
  public static LabelVolume readLabels(Path path) {
    try (NiftiFile file = NiftiFile.open(path)) {
      return file.labels();
    }
  }

  private static Volume read(Path path, OptionalInt frame) {
    try (NiftiFile file = NiftiFile.open(path)) {
      return file.volume(frame);
    }
  }
}
