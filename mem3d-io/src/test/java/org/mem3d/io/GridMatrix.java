package org.mem3d.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Headers of every combination of codes, units and forms, of numbers that floats hold. */
final class GridMatrix {
  /** How the forms of a header lie to each other. */
  enum Forms {
    EQUAL,
    DISAGREE,
    SHEARED
  }

  /** A header of the matrix. */
  record Combination(int version, Forms forms, int qform, int sform, int space, int time) {
    NiftiFields fields() {
      NiftiFields fields = disagreeing(version);
      if (forms == Forms.EQUAL) {
        System.arraycopy(qformAffine(), 0, fields.sform, 0, 12);
      } else if (forms == Forms.SHEARED) {
        System.arraycopy(SHEARED, 0, fields.sform, 0, 12);
      }
      fields.qformCode = qform;
      fields.sformCode = sform;
      fields.xyztUnits = space | time;
      return fields;
    }

    /** Returns the affine that counts, in millimetres. */
    double[] millimetres() {
      double[] affine =
          sform > 0
              ? fields().sform.clone()
              : qform > 0 ? qformAffine() : new double[] {0.75, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 3, 0};
      for (int i = 0; i < 12; i++) {
        affine[i] *= space == 1 ? 1000 : space == 3 ? 0.001 : 1;
      }
      return affine;
    }

    String fileName() {
      return "v%d-%s-q%d-s%d-u%d".formatted(version, forms, qform, sform, space | time);
    }
  }

  // A quarter turn about z, mirrored by qfac -1.
  private static double[] qformAffine() {
    return new double[] {0, -0.5, 0, 1.5, 0.75, 0, 0, -2.25, 0, 0, -3, 3.125};
  }

  private static final double[] SFORM = {0, 0.5, 0, -30, -0.75, 0, 0, 20, 0, 0, 3, 5};
  private static final double[] SHEARED = {0.75, 0, 0, 0, 0, 0.5, 1.125, 0, 0, 0, 3, 0};

  private GridMatrix() {}

  static List<Combination> all() {
    List<Combination> all = new ArrayList<>();
    for (int version = 1; version <= 2; version++) {
      for (Forms forms : Forms.values()) {
        for (int code = 0; code < 36; code++) {
          for (int space = 0; space < 4; space++) {
            for (int time = 0; time < 32; time += 8) {
              all.add(new Combination(version, forms, code / 6, code % 6, space, time));
            }
          }
        }
      }
    }
    return all;
  }

  /** Returns the header of 7x5x3 shorts whose two forms lie at different places. */
  static NiftiFields disagreeing(int version) {
    NiftiFields fields = TestVolumes.fields(version, VoxelType.INT16);
    double half = (float) Math.sqrt(0.5);
    double[] pixdim = {-1, 0.75, 0.5, 3, 2.5, 0, 0, 0};
    System.arraycopy(pixdim, 0, fields.pixdim, 0, 8);
    double[] qform = {0, 0, half, 1.5, -2.25, 3.125};
    System.arraycopy(qform, 0, fields.qform, 0, 6);
    System.arraycopy(SFORM, 0, fields.sform, 0, 12);
    fields.qformCode = 1;
    fields.sformCode = 2;
    fields.xyztUnits = 2 | 8;
    fields.dimInfo = 1 | 2 << 2 | 3 << 4;
    return fields;
  }

  /** Returns a file of that header whose voxels count up from 0. */
  static byte[] file(NiftiFields fields, ByteOrder order) {
    byte[] header = fields.toBytes(order);
    int voxels = 1;
    for (int i = 1; i <= fields.dim[0]; i++) {
      voxels *= (int) Math.max(1, fields.dim[i]);
    }
    ByteBuffer file = ByteBuffer.allocate(header.length + 2 * voxels).order(order).put(header);
    for (int i = 0; i < voxels; i++) {
      file.putShort((short) i);
    }
    return file.array();
  }
}
