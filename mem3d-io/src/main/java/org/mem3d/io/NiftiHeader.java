package org.mem3d.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.VolumeException;

/**
 * What the header of a NIfTI file says, checked. Immutable.
 *
 * @param version 1 or 2
 * @param byteOrder byte order of header and voxels
 * @param paired whether the voxels lie in an .img file of their own
 * @param type number type of the stored voxels
 * @param sizeX voxels along x
 * @param sizeY voxels along y
 * @param sizeZ voxels along z; 1 in a file of two dimensions
 * @param frames volumes in the file, one behind the other (its fourth dimension); usually 1
 * @param voxelOffset bytes before the first voxel, header and extensions
 * @param slope factor of the stored values; 1 where the file has none
 * @param intercept what is added to them after that
 * @param geometry where the voxels lie, in millimetres: sform before qform before spacing alone; a
 *     form whose numbers make no grid counts as absent. It carries the header's own words ({@link
 *     Geometry#stored})
 */
public record NiftiHeader(
    int version,
    ByteOrder byteOrder,
    boolean paired,
    VoxelType type,
    int sizeX,
    int sizeY,
    int sizeZ,
    int frames,
    long voxelOffset,
    double slope,
    double intercept,
    Geometry geometry) {

  /**
   * Reads the header of a file, plain or compressed; of a pair either file may be named.
   *
   * @throws VolumeException if the file cannot be read, is no NIfTI file, or promises more than it
   *     or an array can hold
   */
  public static NiftiHeader read(Path path) {
    try (NiftiFile file = NiftiFile.open(path)) {
      return file.header();
    }
  }

  /** Returns sizes and geometry of one frame. */
  public Grid grid() {
    return new Grid(sizeX, sizeY, sizeZ, geometry);
  }

  /** Returns the number of voxels of one frame. */
  public long voxels() {
    return (long) sizeX * sizeY * sizeZ;
  }

  /** Returns whether stored values are mapped by slope and intercept. */
  public boolean isScaled() {
    return slope != 1 || intercept != 0;
  }

  /** Returns the bytes of one frame. */
  long frameBytes() {
    return voxels() * type.bytes();
  }

  /** Returns whether bytes begin as those of a NIfTI file do. */
  static boolean begins(byte[] start) {
    if (start.length < 4) {
      return false;
    }
    int little = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    int big = Integer.reverseBytes(little);
    return little == NiftiFields.SIZE_1
        || little == NiftiFields.SIZE_2
        || big == NiftiFields.SIZE_1
        || big == NiftiFields.SIZE_2;
  }

  /**
   * Understands the first bytes of a file.
   *
   * @throws VolumeException without the file's name, if they are no NIfTI header or a wrong one
   */
  static NiftiHeader parse(byte[] start) {
    ByteBuffer buffer = ByteBuffer.wrap(start);
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      int size = start.length < 4 ? 0 : buffer.order(order).getInt(0);
      if (size == NiftiFields.SIZE_1 || size == NiftiFields.SIZE_2) {
        int version = size == NiftiFields.SIZE_1 ? 1 : 2;
        if (start.length < size) {
          throw new VolumeException(
              "ends after "
                  + start.length
                  + " bytes, inside its header of "
                  + size
                  + ": it is truncated, copy it again");
        }
        requireMagic(version, buffer);
        return of(NiftiFields.read(version, buffer), order);
      }
    }
    throw new VolumeException(
        "is not a NIfTI file: it begins with "
            + hex(start)
            + ", not with a header size of 348 or 540; give a .nii, .nii.gz or .hdr file");
  }

  private static void requireMagic(int version, ByteBuffer buffer) {
    byte[] magic = new byte[version == 1 ? 4 : 8];
    buffer.get(version == 1 ? 344 : 4, magic);
    for (boolean paired : new boolean[] {false, true}) {
      if (Arrays.equals(magic, NiftiFields.magic(version, paired))) {
        return;
      }
    }
    throw new VolumeException(
        "is not a NIfTI file: its magic is "
            + hex(magic)
            + " (ANALYZE files have none, and leave the orientation open); convert it to NIfTI");
  }

  private static NiftiHeader of(NiftiFields fields, ByteOrder order) {
    long[] dim = fields.dim;
    if (dim[0] < 1 || dim[0] > 7) {
      throw new VolumeException(
          "has " + dim[0] + " dimensions (dim[0]): a NIfTI file has 1 to 7; the header is damaged");
    }
    String shown = Arrays.toString(Arrays.copyOfRange(dim, 1, (int) dim[0] + 1));
    long[] sizes = new long[7];
    Arrays.fill(sizes, 1);
    for (int i = 0; i < dim[0]; i++) {
      sizes[i] = dim[i + 1];
      if (sizes[i] == 0 && i >= 2) {
        sizes[i] = 1; // as some programs write the dimensions that they do not use
      }
      if (sizes[i] < 1) {
        throw new VolumeException(
            "has the sizes " + shown + ": each must be positive; the header is damaged");
      }
    }
    if (sizes[4] > 1 || sizes[5] > 1 || sizes[6] > 1) {
      throw new VolumeException(
          "has the sizes "
              + shown
              + ": a volume has three dimensions and at most a fourth, its frames; extract one");
    }
    StoredVoxels.requireSlices(sizes[0], sizes[1], sizes[2], shown);
    if (sizes[3] > Integer.MAX_VALUE) {
      throw new VolumeException(
          "has the sizes "
              + shown
              + ": more than "
              + Integer.MAX_VALUE
              + " frames are not read; extract those that are wanted");
    }
    VoxelType type = NiftiDatatype.ofCode(fields.datatype);
    boolean scaled = fields.sclSlope != 0 && Double.isFinite(fields.sclSlope);
    if (scaled && !Double.isFinite(fields.sclInter)) {
      throw new VolumeException(
          "scales by scl_slope "
              + fields.sclSlope
              + " and scl_inter "
              + fields.sclInter
              + ": both must be finite; set scl_slope to 0 for no scaling");
    }
    return new NiftiHeader(
        fields.version,
        order,
        fields.paired,
        type,
        (int) sizes[0],
        (int) sizes[1],
        (int) sizes[2],
        (int) sizes[3],
        voxelOffset(fields),
        scaled ? fields.sclSlope : 1,
        scaled ? fields.sclInter : 0,
        NiftiGrid.geometry(fields));
  }

  private static long voxelOffset(NiftiFields fields) {
    double offset = fields.voxOffset;
    // Programs that know of no extensions leave it at 0, or let the voxels follow the header.
    if (offset == 0) {
      return fields.paired ? 0 : fields.size() + 4;
    }
    int least = fields.paired ? 0 : fields.size();
    if (!(offset >= least) || offset > 0x1p53) {
      throw new VolumeException(
          "puts its first voxel at byte "
              + offset
              + " (vox_offset): it must be at least "
              + least
              + "; the header is damaged");
    }
    return (long) offset;
  }

  /** Returns the first bytes in hexadecimal digits. */
  static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(bytes.length, 8); i++) {
      text.append(i == 0 ? "" : " ").append(Character.forDigit((bytes[i] >> 4) & 15, 16));
      text.append(Character.forDigit(bytes[i] & 15, 16));
    }
    return text.isEmpty() ? "nothing" : text.toString();
  }
}
