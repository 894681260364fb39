package org.mem3d.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Volume;

/** Volumes and files that several tests share. */
final class TestVolumes {
  static final int X = 7;
  static final int Y = 5;
  static final int Z = 3;

  /** An oblique, left-handed, anisotropic geometry of numbers that floats hold. */
  static final Geometry OBLIQUE =
      Geometry.ofAffine(0, -2, 0, 10.5, 0.5, 0, 0, -20.25, 0, 0, 3.5, 7.125);

  private TestVolumes() {}

  /** Returns the values that a type and a float both hold, from end to end of its range. */
  static float[] values(VoxelType type, long seed) {
    Random random = new Random(seed);
    float[] values = new float[X * Y * Z];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case UINT8 -> random.nextInt(256);
            case INT8 -> random.nextInt(256) - 128;
            case INT16 -> random.nextInt(65536) - 32768;
            case UINT16 -> random.nextInt(65536);
            case INT32 -> (float) (random.nextInt() & ~255);
            case UINT32 -> (float) ((random.nextInt() & ~255) & 0xffffffffL);
            case INT64 -> (float) (random.nextInt() & ~255) * 0x1p31f;
            case UINT64 -> (float) ((random.nextInt() & ~255) & 0xffffffffL) * 0x1p32f;
            case FLOAT32, FLOAT64 -> (float) (random.nextGaussian() * 1000);
          };
    }
    if (!type.isInteger()) {
      values[0] = Float.NaN;
      values[1] = Float.POSITIVE_INFINITY;
      values[2] = Float.NEGATIVE_INFINITY;
    }
    return values;
  }

  static Volume volume(VoxelType type, long seed) {
    return Volume.ofFloats(values(type, seed), X, Y, Z, OBLIQUE);
  }

  /** Returns all values, x fastest, read along z. */
  static float[] read(Volume volume) {
    float[] all = new float[volume.sizeX() * volume.sizeY() * volume.sizeZ()];
    float[] slice = new float[volume.sliceSize(Axis.Z)];
    for (int z = 0; z < volume.sizeZ(); z++) {
      volume.readSlice(Axis.Z, z, slice);
      System.arraycopy(slice, 0, all, z * slice.length, slice.length);
    }
    return all;
  }

  /** Returns a correct header of 7x5x3 voxels, to be spoilt. */
  static NiftiFields fields(int version, VoxelType type) {
    NiftiFields fields = new NiftiFields(version);
    fields.dim[0] = 3;
    fields.dim[1] = X;
    fields.dim[2] = Y;
    fields.dim[3] = Z;
    for (int i = 4; i < 8; i++) {
      fields.dim[i] = 1;
    }
    fields.datatype = NiftiDatatype.code(type);
    fields.bitpix = 8 * type.bytes();
    fields.voxOffset = fields.size() + 4;
    NiftiOrientation.write(OBLIQUE, fields);
    return fields;
  }

  /** Returns a file of that header and these many bytes, which count up. */
  static byte[] file(NiftiFields fields, int bytes) {
    byte[] header = fields.toBytes(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer file = ByteBuffer.allocate(header.length + bytes).put(header);
    for (int i = 0; i < bytes; i++) {
      file.put((byte) i);
    }
    return file.array();
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  static byte[] gunzip(byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }
}
