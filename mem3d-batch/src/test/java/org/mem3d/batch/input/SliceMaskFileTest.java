package org.mem3d.batch.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.GridCheck;
import org.mem3d.GridException;
import org.mem3d.InteractionException;
import org.mem3d.Mem3dException;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.io.NiftiWriter;
import org.mem3d.io.Volumes;
import org.mem3d.io.VoxelType;

/** Masks of slices in NIfTI files as people store them: whole or one slice, turned, of any type. */
class SliceMaskFileTest {
  private static final int X = 7;
  private static final int Y = 5;
  private static final int Z = 4;
  private static final Geometry PLACE =
      Geometry.ofAffine(0, 0.8, 0, -10, 0.9, 0, 0, 20, 0, 0, 3, 5);

  @TempDir Path directory = Path.of(".");

  private static boolean inside(int x, int y, int z) {
    return x >= 2 && x <= 4 + z && x < X && y >= 1 && y <= z;
  }

  /** Returns the object of value {@code inside} on {@code outside}, x fastest. */
  private static float[] object(float inside, float outside) {
    float[] values = new float[X * Y * Z];
    for (int i = 0; i < values.length; i++) {
      boolean in = inside(i % X, Math.floorDiv(i, X) % Y, Math.floorDiv(i, X * Y));
      values[i] = in ? inside : outside;
    }
    return values;
  }

  private static SliceMask expected(Axis axis, int index) {
    Volume volume = Volume.ofFloats(object(1, 0), X, Y, Z, PLACE);
    float[] slice = new float[volume.sliceSize(axis)];
    volume.readSlice(axis, index, slice);
    return SliceMask.of(volume.size(axis.u()), volume.size(axis.v()), i -> slice[i] == 1);
  }

  private static SliceMask read(Path file, Axis axis, int index, GridCheck check) {
    return new SliceMaskFile(() -> new Grid(X, Y, Z, PLACE), check).read(file, axis, index);
  }

  private Path written(Volume volume, NiftiWriter writer) {
    Path file = directory.resolve("mask.nii.gz");
    writer.write(file, volume);
    return file;
  }

  private Path written(float[] values, Geometry geometry) {
    return written(Volume.ofFloats(values, X, Y, Z, geometry), NiftiWriter.of(VoxelType.FLOAT32));
  }

  @Test
  void valuesAboveZeroAreTheObject() {
    float[][] pairs = {
      {1, 0},
      {0.25f, 0},
      {1, Float.NaN},
      {255, 0},
      {3, -1},
      {1, -1024},
      {1, Float.NEGATIVE_INFINITY}
    };
    for (float[] pair : pairs) {
      Path file = written(object(pair[0], pair[1]), PLACE);
      for (Axis axis : Axis.values()) {
        assertThat(read(file, axis, 3, GridCheck.PLACE))
            .as("%s", Arrays.toString(pair))
            .isEqualTo(expected(axis, 3));
      }
    }
  }

  @Test
  void everyTypeAndScaling() {
    for (VoxelType type : VoxelType.values()) {
      Volume volume = Volume.ofFloats(object(2, 0), X, Y, Z, PLACE);
      Path file = written(volume, NiftiWriter.of(type));
      assertThat(read(file, Axis.Z, 2, GridCheck.PLACE)).isEqualTo(expected(Axis.Z, 2));
      // Stored 1 and 5 mean 0 and 2.
      file = written(volume, NiftiWriter.of(type).withScaling(0.5, -0.5));
      assertThat(read(file, Axis.Z, 2, GridCheck.PLACE))
          .as("scaled %s", type)
          .isEqualTo(expected(Axis.Z, 2));
    }
  }

  @Test
  void aTurnedFileIsReorderedAndOneElsewhereRefused() {
    double[] turned = PLACE.affine();
    float[] values = object(1, 0);
    float[] stored = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      stored[i - i % X + (X - 1 - i % X)] = values[i];
    }
    turned[4] = -0.9;
    turned[7] = 20 + 0.9 * (X - 1);
    Path file = written(stored, Geometry.ofAffine(turned));
    for (Axis axis : Axis.values()) {
      assertThat(read(file, axis, 2, GridCheck.PLACE)).isEqualTo(expected(axis, 2));
    }
    assertThat(read(file, Axis.Z, 2, GridCheck.SIZES)).isNotEqualTo(expected(Axis.Z, 2));
    double[] moved = PLACE.affine();
    moved[3] += 200;
    Path elsewhere = written(values, Geometry.ofAffine(moved));
    assertThatThrownBy(() -> read(elsewhere, Axis.Z, 2, GridCheck.PLACE))
        .isInstanceOfSatisfying(
            GridException.class, refusal -> assertThat(refusal.sizesFit()).isTrue())
        .hasMessageContainingAll("mask.nii.gz", "200 mm apart", "(190, 20, 5)", "(-10, 20, 5)");
    assertThat(read(elsewhere, Axis.Z, 2, GridCheck.SIZES)).isEqualTo(expected(Axis.Z, 2));
  }

  @Test
  void oneSliceAtItsPlaceOrWithTheAffineOfTheWhole() {
    Grid image = new Grid(X, Y, Z, PLACE);
    for (Axis axis : Axis.values()) {
      SliceMask mask = expected(axis, 2);
      for (int place : new int[] {2, 0}) {
        Path file = slice(mask, axis, image.slice(axis, place).geometry());
        assertThat(read(file, axis, 2, GridCheck.PLACE)).as("%s", axis).isEqualTo(mask);
      }
      Path other = slice(mask, axis, image.slice(axis, 3).geometry());
      assertThatThrownBy(() -> read(other, axis, 2, GridCheck.PLACE))
          .isInstanceOf(Mem3dException.class)
          .hasMessageContaining("elsewhere");
      assertThat(read(other, axis, 2, GridCheck.SIZES)).isEqualTo(mask);
    }
  }

  @Test
  void aPlaneOfUAndVWithoutAPlace() throws IOException {
    for (Axis axis : Axis.values()) {
      SliceMask mask = expected(axis, 3);
      Path file = directory.resolve("plane.nii");
      byte[] labels = new byte[mask.width() * mask.height()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (byte) (mask.contains(i) ? 1 : 0);
      }
      Volumes.write(
          file,
          Volume.ofUnsignedBytes(labels, mask.width(), mask.height(), 1, Geometry.UNIT),
          VoxelType.UINT8);
      byte[] bytes = Files.readAllBytes(file);
      bytes[40] = 2; // dim[0]
      bytes[252] = 0; // qform_code
      bytes[254] = 0; // sform_code
      Files.write(file, bytes);
      assertThat(read(file, axis, 3, GridCheck.PLACE)).as("%s", axis).isEqualTo(mask);
    }
  }

  @Test
  void aSliceTheImageDoesNotHave() {
    Path file = written(object(1, 0), PLACE);
    assertThatThrownBy(() -> read(file, Axis.Z, Z, GridCheck.PLACE))
        .isInstanceOf(InteractionException.class)
        .hasMessageContainingAll("4 slices along Z", "index 4");
  }

  private Path slice(SliceMask mask, Axis axis, Geometry geometry) {
    float[] values = new float[mask.width() * mask.height()];
    for (int i = 0; i < values.length; i++) {
      values[i] = mask.contains(i) ? 1 : 0;
    }
    return written(
        Volume.ofFloats(
            values,
            axis == Axis.X ? 1 : X,
            axis == Axis.Y ? 1 : Y,
            axis == Axis.Z ? 1 : Z,
            geometry),
        NiftiWriter.of(VoxelType.FLOAT32));
  }
}
