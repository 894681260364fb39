package org.mem3d.io;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.mem3d.Geometry;
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
      toFrame(file, OptionalInt.empty());
      NiftiHeader header = file.header();
      return switch (header.isScaled() ? NiftiType.FLOAT32 : header.type()) {
        case UINT8 -> LabelVolume.of(header.grid(), bytes(file));
        case UINT16 -> LabelVolume.of(header.grid(), shorts(file));
        default -> LabelVolume.of(header.grid(), labels(file));
      };
    }
  }

  private static Volume read(Path path, OptionalInt frame) {
    try (NiftiFile file = NiftiFile.open(path)) {
      toFrame(file, frame);
      NiftiHeader header = file.header();
      int x = header.sizeX();
      int y = header.sizeY();
      int z = header.sizeZ();
      Geometry geometry = header.geometry();
      return switch (header.type()) {
        case UINT8 -> scaled(Volume.ofUnsignedBytes(bytes(file), x, y, z, geometry), header);
        case INT8 -> scaled(Volume.ofBytes(bytes(file), x, y, z, geometry), header);
        case INT16 -> scaled(Volume.ofShorts(shorts(file), x, y, z, geometry), header);
        case UINT16 -> scaled(Volume.ofUnsignedShorts(shorts(file), x, y, z, geometry), header);
        default -> Volume.ofFloats(scaledFloats(file), x, y, z, geometry);
      };
    }
  }

  private static void toFrame(NiftiFile file, OptionalInt frame) {
    int frames = file.header().frames();
    if (frame.isEmpty() && frames > 1) {
      throw new VolumeException(
          file.path()
              + " holds "
              + frames
              + " frames: choose one of 0.."
              + (frames - 1)
              + " with Volumes.open(path, frame), or extract it into a file");
    }
    file.toFrame(frame.orElse(0));
  }

  private static Volume scaled(Volume stored, NiftiHeader header) {
    return header.isScaled() ? stored.rescaled(header.slope(), header.intercept()) : stored;
  }

  private static byte[] bytes(NiftiFile file) {
    byte[] voxels = allocate(file, 1, byte[]::new);
    file.readFully(voxels, voxels.length);
    return voxels;
  }

  private static short[] shorts(NiftiFile file) {
    short[] voxels = allocate(file, 2, short[]::new);
    int at = 0;
    for (ByteBuffer piece = file.next(); piece.hasRemaining(); piece = file.next()) {
      int count = piece.remaining() / 2;
      piece.asShortBuffer().get(voxels, at, count);
      at += count;
    }
    return voxels;
  }

  private static float[] scaledFloats(NiftiFile file) {
    NiftiHeader header = file.header();
    NiftiType type = header.type();
    double slope = header.slope();
    double intercept = header.intercept();
    float[] voxels = allocate(file, 4, float[]::new);
    int at = 0;
    for (ByteBuffer piece = file.next(); piece.hasRemaining(); piece = file.next()) {
      while (piece.hasRemaining()) {
        double value = type.get(piece);
        voxels[at++] = (float) (header.isScaled() ? slope * value + intercept : value);
      }
    }
    return voxels;
  }

  private static int[] labels(NiftiFile file) {
    NiftiHeader header = file.header();
    int[] labels = allocate(file, 4, int[]::new);
    int at = 0;
    for (ByteBuffer piece = file.next(); piece.hasRemaining(); piece = file.next()) {
      while (piece.hasRemaining()) {
        double value = header.slope() * header.type().get(piece) + header.intercept();
        double label = Double.isFinite(value) ? Math.rint(value) : 0;
        if (label < 0 || label > Integer.MAX_VALUE) {
          throw new VolumeException(
              file.path()
                  + " has the value "
                  + value
                  + " at voxel "
                  + at % header.sizeX()
                  + ","
                  + at / header.sizeX() % header.sizeY()
                  + ","
                  + at / header.sizeX() / header.sizeY()
                  + ": labels are 0..2147483647; is it an image?");
        }
        labels[at++] = (int) label;
      }
    }
    return labels;
  }

  private static <T> T allocate(NiftiFile file, int bytes, IntFunction<T> array) {
    int voxels = file.header().voxels();
    try {
      return array.apply(voxels);
    } catch (OutOfMemoryError e) {
      throw new VolumeException(
          file.path()
              + " needs "
              + (((long) voxels * bytes) >> 20)
              + " MB in one piece, more than is free of the "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB that the virtual machine may use: raise -Xmx",
          e);
    }
  }
}
