package org.mem3d.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.mem3d.Grid;
import org.mem3d.GridCheck;
import org.mem3d.GridException;
import org.mem3d.Mask;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/**
 * Opens and writes volumes and masks: NIfTI (.nii, .nii.gz, and to be read pairs of .hdr and .img),
 * NRRD (.nrrd, .nhdr) and MetaImage (.mha, .mhd); to be read DICOM, a folder of slices ({@link
 * org.mem3d.io.dicom.DicomFolder}) or one file, with Jackson on the class path the folder of an
 * OME-Zarr image or of one of its levels ({@link OmeZarr}), and with ImageJ TIFF stacks. A file
 * that is read is told by what it holds, and where that says nothing by its name; a file that is
 * written by its name.
 *
 * <p>What is written on the geometry of a file of the same format says of its place what that file
 * does, field by field.
 */
public final class Volumes {
  private Volumes() {}

  /**
   * Opens a file that holds one volume, a folder of DICOM slices of one series, or the folder of an
   * OME-Zarr image, of which the finest level is taken. The whole of it is read, and the file may
   * then change; of OME-Zarr alone, chunks are read when slices are.
   *
   * @throws VolumeException if the file is missing, unreadable, damaged, in another format, or
   *     holds several volumes
   */
  public static Volume open(Path path) {
    return open(path, OptionalInt.empty());
  }

  /**
   * Opens one volume of a file of several.
   *
   * @param frame index in a NIfTI file's fourth dimension, among a DICOM series' times, or among
   *     channels and times of TIFF and OME-Zarr, channels first; 0 for the first
   * @throws VolumeException as {@link #open(Path)}, or if there is no such frame
   */
  public static Volume open(Path path, int frame) {
    return open(path, OptionalInt.of(frame));
  }

  private static Volume open(Path path, OptionalInt frame) {
    try (OpenedVolume file = FormatDetection.open(path)) {
      return file.volume(frame);
    }
  }

  /**
   * Opens a volume that stays in its file: each slice is read when it is asked for, and nothing is
   * kept. For volumes larger than memory, or of more voxels than an array can hold; along x a slice
   * takes a look at every row of the file. The file must not change while the volume is used; if it
   * becomes shorter or goes, reading throws a {@link VolumeException}. Nothing is to be closed.
   *
   * @param path of a NIfTI, NRRD or MetaImage file on a disk that is not compressed
   * @throws VolumeException as {@link #open(Path)}, or if the file is of another kind
   */
  public static Volume openOnDisk(Path path) {
    return openOnDisk(path, OptionalInt.empty());
  }

  /** Opens one volume of a file of several, else as {@link #openOnDisk(Path)}. */
  public static Volume openOnDisk(Path path, int frame) {
    return openOnDisk(path, OptionalInt.of(frame));
  }

  private static Volume openOnDisk(Path path, OptionalInt frame) {
    try (OpenedVolume file = FormatDetection.open(path)) {
      return file.onDisk(frame);
    }
  }

  /**
   * Reads what is known of a file's volumes before their voxels are read. What can be read but once
   * (a pipe) is then gone.
   *
   * @throws VolumeException as {@link #open(Path)}, but for several volumes
   */
  public static VolumeHeader header(Path path) {
    try (OpenedVolume file = FormatDetection.open(path)) {
      return file.summary();
    }
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
    try (OpenedVolume file = FormatDetection.open(path)) {
      return named(path, () -> file.labels(grid, check));
    }
  }

  private static <T> T named(Path path, Supplier<T> step) {
    try {
      return step.get();
    } catch (GridException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(path.toString()) ? e : new GridException(path + " " + message, e);
    }
  }

  /**
   * Opens a file of labels, rounding its values to whole numbers; values that are not finite are
   * background.
   *
   * @throws VolumeException as {@link #open(Path)}, or if a value is negative or too large
   */
  public static LabelVolume readLabels(Path path) {
    try (OpenedVolume file = FormatDetection.open(path)) {
      return file.labels();
    }
  }

  /**
   * Writes a volume, such as a probability, as 32-bit floats.
   *
   * @param path ends as files of a {@link VolumeFormat} do; a file that is there is replaced
   * @throws VolumeException if the file cannot be written; a file that was there is then unchanged
   */
  public static void write(Path path, Volume volume) {
    write(path, volume, VoxelType.FLOAT32);
  }

  /**
   * Writes a volume; integer types round.
   *
   * @param path ends as files of a {@link VolumeFormat} do; a file that is there is replaced
   * @throws VolumeException if the type cannot hold a value or the file cannot be written; a file
   *     that was there is then unchanged
   */
  public static void write(Path path, Volume volume, VoxelType type) {
    write(path, type, SliceValues.of(volume));
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
    write(path, VoxelType.forLabels(labels.largest()), SliceValues.of(labels));
  }

  /**
   * Returns the files that a volume of this name is written into: the one that is named, and for
   * .nhdr and .mhd the file of voxels beside it.
   */
  public static List<Path> filesOf(Path path) {
    String ending = VolumeFormat.ofName(path).flatMap(f -> f.endingOf(path)).orElse("");
    return switch (ending.toLowerCase(Locale.ROOT)) {
      case ".nhdr" -> List.of(path, DetachedFile.beside(path, ending, ".raw.gz"));
      case ".mhd" -> List.of(path, DetachedFile.beside(path, ending, ".zraw"));
      default -> List.of(path);
    };
  }

  private static void write(Path path, VoxelType type, SliceValues values) {
    VolumeFormat format =
        VolumeFormat.ofName(path)
            .orElseThrow(
                () ->
                    new VolumeException(
                        path
                            + " is no name to write: it must end in "
                            + VolumeFormat.allEndings()));
    switch (format) {
      case NIFTI -> NiftiWriter.of(type).write(path, values);
      case NRRD -> NrrdWriter.of(type).write(path, values);
      case META_IMAGE -> MetaImageWriter.of(type).write(path, values);
      case DICOM, TIFF, OME_ZARR -> throw new VolumeException(path + " is no name to write");
    }
  }
}
