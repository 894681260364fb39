package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;

/** What a header means: orientation, units, scaling, sizes. */
class NiftiHeaderTest {
  private static NiftiHeader parse(NiftiFields fields) {
    return NiftiHeader.parse(fields.toBytes(ByteOrder.BIG_ENDIAN));
  }

  @Test
  void sformComesBeforeQformBeforeSpacing() {
    NiftiFields fields = TestVolumes.fields(2, VoxelType.INT16);
    NiftiOrientation.write(Geometry.ofSpacing(2, 3, 4), fields);
    fields.sform[3] = 11;
    fields.qform[3] = 22;
    assertThat(parse(fields).geometry().affine()[3]).isEqualTo(11);
    fields.sformCode = 0;
    assertThat(parse(fields).geometry().affine()[3]).isEqualTo(22);
    fields.qformCode = -1;
    assertThat(parse(fields).geometry()).isEqualTo(Geometry.ofSpacing(2, 3, 4));
  }

  @Test
  void aRotationComesBackThroughTheQform() {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    System.out.println("NiftiHeaderTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      double[] q = new double[4];
      double norm = 0;
      for (int k = 0; k < 4; k++) {
        // Now and then a half turn, whose a is 0.
        q[k] = k == 0 && i % 5 == 0 ? 0 : random.nextGaussian();
        norm += q[k] * q[k];
      }
      double[] spacing = {0.5 + random.nextDouble(), 1 + random.nextDouble(), 5};
      double flip = random.nextBoolean() ? 1 : -1;
      double[] affine = new double[12];
      double[][] r = rotation(q, Math.sqrt(norm));
      for (int row = 0; row < 3; row++) {
        for (int column = 0; column < 3; column++) {
          affine[4 * row + column] = r[row][column] * spacing[column] * (column == 2 ? flip : 1);
        }
        affine[4 * row + 3] = random.nextGaussian() * 100;
      }
      NiftiFields fields = TestVolumes.fields(2, VoxelType.INT16);
      NiftiOrientation.write(Geometry.ofAffine(affine), fields);
      assertThat(fields.qformCode).isEqualTo(1);
      fields.sformCode = 0;
      double[] read = parse(fields).geometry().affine();
      for (int k = 0; k < 12; k++) {
        assertThat(read[k]).isCloseTo(affine[k], within(1e-6));
      }
    }
  }

  // Rotates the unit vectors by q v q*, multiplied out as quaternions.
  private static double[][] rotation(double[] q, double norm) {
    double[][] columns = new double[3][];
    for (int axis = 0; axis < 3; axis++) {
      double[] v = new double[4];
      v[axis + 1] = 1;
      double[] unit = {q[0] / norm, q[1] / norm, q[2] / norm, q[3] / norm};
      double[] inverse = {unit[0], -unit[1], -unit[2], -unit[3]};
      columns[axis] = times(times(unit, v), inverse);
    }
    double[][] rows = new double[3][3];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        rows[row][column] = columns[column][row + 1];
      }
    }
    return rows;
  }

  private static double[] times(double[] a, double[] b) {
    return new double[] {
      a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3],
      a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
      a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1],
      a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0]
    };
  }

  @Test
  void aShearedGeometryHasNoQform() {
    NiftiFields fields = TestVolumes.fields(2, VoxelType.INT16);
    fields.qformCode = 0;
    Geometry sheared = Geometry.ofAffine(1, 0.2, 0, 5, 0, 1, 0, 6, 0, 0, 2, 7);
    NiftiOrientation.write(sheared, fields);
    assertThat(fields.qformCode).isZero();
    assertThat(parse(fields).geometry()).isEqualTo(sheared);
  }

  @Test
  void unitsBecomeMillimetres() {
    NiftiFields fields = TestVolumes.fields(2, VoxelType.INT16);
    NiftiOrientation.write(Geometry.ofSpacing(1, 2, 4), fields);
    fields.xyztUnits = 1 | 8; // metres and seconds
    assertThat(parse(fields).geometry()).isEqualTo(Geometry.ofSpacing(1000, 2000, 4000));
    fields.xyztUnits = 3;
    assertThat(parse(fields).geometry().spacing(Axis.Z)).isEqualTo(0.004);
    fields.xyztUnits = 0;
    assertThat(parse(fields).geometry()).isEqualTo(Geometry.ofSpacing(1, 2, 4));
  }

  @Test
  void aSlopeOfZeroOrNoNumberScalesNothing() {
    NiftiFields fields = TestVolumes.fields(1, VoxelType.INT16);
    for (double slope : new double[] {0, Double.NaN, Double.POSITIVE_INFINITY}) {
      fields.sclSlope = slope;
      fields.sclInter = 7;
      assertThat(parse(fields).isScaled()).isFalse();
    }
    fields.sclSlope = 1;
    assertThat(parse(fields).isScaled()).isTrue();
    assertThat(parse(fields).intercept()).isEqualTo(7);
  }

  @Test
  void dimensionsBehindTheLastDoNotCount() {
    NiftiFields fields = TestVolumes.fields(1, VoxelType.INT16);
    fields.dim[0] = 2;
    fields.dim[3] = 0;
    fields.dim[4] = -1;
    fields.dim[5] = 9;
    NiftiHeader header = parse(fields);
    assertThat(header.sizeZ()).isEqualTo(1);
    assertThat(header.voxels()).isEqualTo(35);
    assertThat(header.frames()).isEqualTo(1);
  }

  @Test
  void aVoxelOffsetOfZeroMeansBehindTheHeader() {
    NiftiFields fields = TestVolumes.fields(1, VoxelType.INT16);
    fields.voxOffset = 0;
    assertThat(parse(fields).voxelOffset()).isEqualTo(352);
    fields.voxOffset = 1000;
    assertThat(parse(fields).voxelOffset()).isEqualTo(1000);
  }
}
