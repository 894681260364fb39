package org.mem3d.io;

import org.mem3d.VolumeException;

/** The numbers that stand for types in a NIfTI header's {@code datatype}. Stateless. */
final class NiftiDatatype {
  private NiftiDatatype() {}

  /** Returns the number of a type. */
  static int code(VoxelType type) {
    return switch (type) {
      case UINT8 -> 2;
      case INT8 -> 256;
      case INT16 -> 4;
      case UINT16 -> 512;
      case INT32 -> 8;
      case UINT32 -> 768;
      case INT64 -> 1024;
      case UINT64 -> 1280;
      case FLOAT32 -> 16;
      case FLOAT64 -> 64;
    };
  }

  /**
   * Returns the type of a number.
   *
   * @throws VolumeException if the number is unknown or its values are not single real numbers
   */
  static VoxelType ofCode(int code) {
    for (VoxelType type : VoxelType.values()) {
      if (code(type) == code) {
        return type;
      }
    }
    String name =
        switch (code) {
          case 1 -> "binary";
          case 32 -> "complex64";
          case 128 -> "RGB24";
          case 1536 -> "float128";
          case 1792 -> "complex128";
          case 2048 -> "complex256";
          case 2304 -> "RGBA32";
          default -> "unknown";
        };
    throw new VolumeException(
        "has voxels of datatype "
            + code
            + " ("
            + name
            + "), which are not read: convert the file to a real number type such as float32");
  }
}
