package org.mem3d.io;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.mem3d.Grid;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
import org.mem3d.file.FileException;
import org.mem3d.file.WholeFile;

/**
 * Writes a volume as NIfTI: .nii, or .nii.gz if the file's name ends so. Immutable; the {@code
 * with} methods return changed copies.
 *
 * <p>Slices are read and written one by one, into a file beside the target that takes its place
 * when it is whole. Where a volume's geometry came from a NIfTI file, its header says of the place
 * what that file's did, field by field: both forms and codes, spacing, units, roles of the axes,
 * and whether a single slice has two dimensions or three. Of a geometry that a program made,
 * spacing, sform and, if the axes are orthogonal, qform are written, in millimetres, with the code
 * 1. NIfTI-1 holds these as 32-bit floats, NIfTI-2 as doubles.
 */
public final class NiftiWriter {
  private static final int LARGEST_SIZE_1 = Short.MAX_VALUE;

  private final VoxelType type;
  private final int version;
  private final ByteOrder byteOrder;
  private final double slope;
  private final double intercept;

  private NiftiWriter(
      VoxelType type, int version, ByteOrder byteOrder, double slope, double intercept) {
    this.type = type;
    this.version = version;
    this.byteOrder = byteOrder;
    this.slope = slope;
    this.intercept = intercept;
  }

  /**
   * Returns a writer of voxels of a type: little-endian, not scaled; in the version of the file
   * that the volume's geometry came from, else NIfTI-1 unless a size above 32767 needs NIfTI-2.
   */
  public static NiftiWriter of(VoxelType type) {
    return new NiftiWriter(type, 0, ByteOrder.LITTLE_ENDIAN, 1, 0);
  }

  /**
   * Returns a writer of this version of the format.
   *
   * @param version 1 or 2
   */
  public NiftiWriter withVersion(int version) {
    if (version != 1 && version != 2) {
      throw new VolumeException("NIfTI has the versions 1 and 2, not " + version);
    }
    return new NiftiWriter(type, version, byteOrder, slope, intercept);
  }

  /** Returns a writer of this byte order. */
  public NiftiWriter withByteOrder(ByteOrder byteOrder) {
    return new NiftiWriter(type, version, byteOrder, slope, intercept);
  }

  /**
   * Returns a writer that stores {@code (value - intercept) / slope}, for readers to turn back.
   *
   * @throws VolumeException if slope is 0 or either is not finite
   */
  public NiftiWriter withScaling(double slope, double intercept) {
    if (slope == 0 || !Double.isFinite(slope) || !Double.isFinite(intercept)) {
      throw new VolumeException(
          "scaling needs a finite slope other than 0 and a finite intercept, not "
              + slope
              + " and "
              + intercept);
    }
    return new NiftiWriter(type, version, byteOrder, slope, intercept);
  }

  /**
   * Writes a volume. Integer types round to the nearest whole number, halves to the even one.
   *
   * @param path ends in .nii or .nii.gz; a file that is there is replaced
   * @throws VolumeException if the name ends otherwise, the type or the version cannot hold the
   *     volume, or the file cannot be written; the target is then as it was
   */
  public void write(Path path, Volume volume) {
    write(path, SliceValues.of(volume));
  }

  /** Writes labels exactly, else as {@link #write(Path, Volume)}. */
  public void write(Path path, LabelVolume labels) {
    write(path, SliceValues.of(labels));
  }

  void write(Path path, SliceValues values) {
    String name = String.valueOf(path.getFileName());
    boolean compressed = name.regionMatches(true, name.length() - 7, ".nii.gz", 0, 7);
    if (!compressed && !name.regionMatches(true, name.length() - 4, ".nii", 0, 4)) {
      throw new VolumeException(path + " is no name to write: it must end in .nii or .nii.gz");
    }
    NiftiFields fields = header(path, values.grid());
    try {
      WholeFile.write(
          path,
          file -> {
            try (OutputStream out =
                compressed
                    ? new GZIPOutputStream(file, 1 << 16)
                    : new BufferedOutputStream(file, 1 << 16)) {
              out.write(fields.toBytes(byteOrder));
              new VoxelWriter(type, byteOrder, slope, intercept).write(path, values, out);
            }
          });
    } catch (FileException e) {
      throw new VolumeException(e.getMessage(), e);
    }
  }

  NiftiFields header(Path path, Grid volume) {
    int largest = Math.max(volume.sizeX(), Math.max(volume.sizeY(), volume.sizeZ()));
    if (version == 1 && largest > LARGEST_SIZE_1) {
      throw new VolumeException(
          path
              + " cannot be NIfTI-1: the size "
              + largest
              + " is above "
              + LARGEST_SIZE_1
              + "; write version 2");
    }
    int own = largest > LARGEST_SIZE_1 ? 2 : NiftiGrid.version(volume.geometry());
    NiftiFields fields = new NiftiFields(version == 0 ? own : version);
    fields.dim[0] = 3;
    fields.dim[1] = volume.sizeX();
    fields.dim[2] = volume.sizeY();
    fields.dim[3] = volume.sizeZ();
    for (int i = 4; i < 8; i++) {
      fields.dim[i] = 1;
      fields.pixdim[i] = 1;
    }
    fields.datatype = NiftiDatatype.code(type);
    fields.bitpix = 8 * type.bytes();
    fields.voxOffset = fields.size() + 4;
    fields.sclSlope = slope;
    fields.sclInter = intercept;
    NiftiGrid.write(volume.geometry(), fields);
    return fields;
  }
}
