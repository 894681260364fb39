package org.mem3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Volumes over a rule or a reader of slices, bulk reads of masks, boxes, and DICOM's words. */
class PixelStoresTest {
  private static final int SIZE_X = 5;
  private static final int SIZE_Y = 4;
  private static final int SIZE_Z = 3;

  private static float value(int x, int y, int z) {
    return x + 10 * y + 100 * z;
  }

  private static final Volume ARRAY =
      Volume.ofFloats(array(), SIZE_X, SIZE_Y, SIZE_Z, Geometry.UNIT);

  private static float[] array() {
    float[] voxels = new float[SIZE_X * SIZE_Y * SIZE_Z];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] =
          value(i % SIZE_X, Math.floorDiv(i, SIZE_X) % SIZE_Y, Math.floorDiv(i, SIZE_X * SIZE_Y));
    }
    return voxels;
  }

  private static void requireSame(Volume volume) {
    for (Axis axis : Axis.values()) {
      for (int index = 0; index < volume.size(axis); index++) {
        float[] expected = new float[ARRAY.sliceSize(axis)];
        float[] actual = new float[expected.length];
        ARRAY.readSlice(axis, index, expected);
        volume.readSlice(axis, index, actual);
        assertThat(actual).as(axis + "=" + index).isEqualTo(expected);
      }
      assertThatThrownBy(() -> volume.readSlice(axis, volume.size(axis), new float[99]))
          .isInstanceOf(VolumeException.class);
      assertThatThrownBy(() -> volume.readSlice(axis, 0, new float[3]))
          .isInstanceOf(VolumeException.class);
    }
  }

  @Test
  void aRuleForVoxels() {
    requireSame(Volume.of(PixelStoresTest::value, SIZE_X, SIZE_Y, SIZE_Z, Geometry.UNIT));
  }

  @Test
  void slicesAlongZAlone() {
    requireSame(
        Volume.ofSlices(
            (z, slice) -> System.arraycopy(array(), z * 20, slice, 0, 20),
            SIZE_X,
            SIZE_Y,
            SIZE_Z,
            Geometry.UNIT));
  }

  @Test
  void storesThatCannotBe() {
    assertThatThrownBy(() -> Volume.of((x, y, z) -> 0, 3, 0, 3, Geometry.UNIT))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("3x0x3");
    assertThatThrownBy(() -> Volume.ofSlices((z, slice) -> {}, 3, 3, -1, Geometry.UNIT))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("3x3x-1");
    assertThatThrownBy(() -> Volume.of(null, 3, 3, 3, Geometry.UNIT))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("rule");
    assertThatThrownBy(() -> Volume.ofSlices(null, 3, 3, 3, Geometry.UNIT))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("slices");
    assertThatThrownBy(() -> Volume.of((x, y, z) -> 0, 3, 3, 3, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("geometry");
  }

  @Test
  void masksAreReadInBulk() {
    byte[] labels = new byte[SIZE_X * SIZE_Y * SIZE_Z];
    new Random(5).nextBytes(labels);
    Mask mask = new Mask(SIZE_X, SIZE_Y, SIZE_Z, Geometry.UNIT, labels);
    for (Axis axis : Axis.values()) {
      int sizeU = mask.asVolume().size(axis.u());
      for (int index = 0; index < mask.asVolume().size(axis); index++) {
        byte[] slice = new byte[mask.asVolume().sliceSize(axis)];
        mask.readSlice(axis, index, slice);
        for (int i = 0; i < slice.length; i++) {
          int u = i % sizeU;
          int v = Math.floorDiv(i, sizeU);
          int label =
              switch (axis) {
                case X -> mask.label(index, u, v);
                case Y -> mask.label(u, index, v);
                case Z -> mask.label(u, v, index);
              };
          assertThat(slice[i] & 0xff).isEqualTo(label);
          assertThat(mask.slice(label, axis, index).contains(u, v)).isTrue();
        }
      }
    }
    byte[] box = new byte[8];
    mask.readBox(new Box(3, 2, 1, 4, 3, 2), box);
    for (int i = 0; i < box.length; i++) {
      assertThat(box[i] & 0xff)
          .isEqualTo(mask.label(3 + i % 2, 2 + Math.floorDiv(i, 2) % 2, 1 + Math.floorDiv(i, 4)));
    }
    byte[] all = new byte[labels.length];
    mask.readBox(Box.EVERYWHERE, all);
    assertThat(all).isEqualTo(labels);
    assertThatThrownBy(() -> mask.readBox(Box.EVERYWHERE, new byte[59]))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("60", "59");
    assertThatThrownBy(() -> mask.readBox(Box.ofSlices(Axis.Z, 3, 9), all))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("outside");
    assertThatThrownBy(() -> mask.readSlice(Axis.X, 5, all))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("X=5");
  }

  @Test
  void boxesThatCannotBe() {
    assertThatThrownBy(() -> new Box(0, 0, 5, 9, 9, 4))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("0,0,5 to 9,9,4");
    assertThatThrownBy(() -> Box.ofSlices(Axis.Y, -1, 4)).isInstanceOf(VolumeException.class);
    assertThat(Box.ofSlices(Axis.Y, 2, 4).contains(999, 4, 999)).isTrue();
    assertThat(Box.ofSlices(Axis.Y, 2, 4).contains(0, 5, 0)).isFalse();
  }

  @Test
  void dicomSaysWhereVoxelsAreInLps() {
    // Axial slices of a supine patient: rows go to the left, columns to the back.
    Geometry axial =
        Geometry.ofDicom(
            new double[] {-100, -80, 50},
            new double[] {1, 0, 0, 0, 1, 0},
            new double[] {0.8, 0.5},
            3);
    assertThat(axial.toWorld(0, 0, 0)).containsExactly(new double[] {100, 80, 50}, within(1e-9));
    assertThat(axial.toWorld(10, 20, 2)).containsExactly(new double[] {95, 64, 56}, within(1e-9));
    assertThat(axial.spacing(Axis.X)).isEqualTo(0.5, within(1e-9));
    assertThat(axial.spacing(Axis.Y)).isEqualTo(0.8, within(1e-9));
    // Sagittal slices: rows to the back, columns down, and slices, against the product, to the
    // left.
    Geometry sagittal =
        Geometry.ofDicom(
            new double[] {7, -90, 120}, new double[] {0, 1, 0, 0, 0, -1}, new double[] {1, 1}, -4);
    assertThat(sagittal.toWorld(0, 0, 1))
        .containsExactly(new double[] {-11, 90, 120}, within(1e-9));
    assertThat(sagittal.toWorld(5, 6, 0)).containsExactly(new double[] {-7, 85, 114}, within(1e-9));
  }

  @Test
  void dicomThatCannotBe() {
    double[] position = {0, 0, 0};
    double[] orientation = {1, 0, 0, 0, 1, 0};
    double[] spacing = {1, 1};
    for (double[] odd :
        new double[][] {{1, 0, 0}, {2, 0, 0, 0, 1, 0}, {1, 0, 0, 1, 0, 0}, new double[6]}) {
      assertThatThrownBy(() -> Geometry.ofDicom(position, odd, spacing, 1))
          .as(Arrays.toString(odd))
          .isInstanceOf(VolumeException.class);
    }
    assertThatThrownBy(() -> Geometry.ofDicom(position, orientation, new double[] {1, 0}, 1))
        .isInstanceOf(VolumeException.class);
    assertThatThrownBy(() -> Geometry.ofDicom(position, orientation, spacing, 0))
        .isInstanceOf(VolumeException.class);
    assertThatThrownBy(
            () -> Geometry.ofDicom(new double[] {Double.NaN, 0, 0}, orientation, spacing, 1))
        .isInstanceOf(VolumeException.class);
  }
}
