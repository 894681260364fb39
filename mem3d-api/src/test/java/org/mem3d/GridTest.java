package org.mem3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A volume is used for another where it lies at the same place, however it is stored. */
class GridTest {
  private static final int[] SIZES = {5, 4, 3};
  private static final Geometry OBLIQUE =
      Geometry.ofAffine(0.72, -0.48, 0, -30, 0.54, 0.64, 0, 20, 0, 0.2, 3, 5);
  private static final Grid IMAGE = new Grid(5, 4, 3, OBLIQUE);

  /** Words of a file that says nothing of its place, or two places. */
  private record Words(boolean isPlaced, List<Geometry> alternatives) implements StoredGrid {}

  @Test
  void everyOrderOfTheAxesIsBroughtBack() {
    float[] values = new float[60];
    for (int i = 0; i < 60; i++) {
      values[i] = i;
    }
    Volume image = Volume.ofFloats(values, 5, 4, 3, OBLIQUE);
    int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (int[] order : orders) {
      for (int turned = 0; turned < 8; turned++) {
        Volume stored = stored(values, order, turned);
        Volume back = stored.onGrid(image.grid(), GridCheck.PLACE);
        assertThat(back.grid()).isEqualTo(image.grid());
        for (Axis axis : Axis.values()) {
          for (int slice = 0; slice < image.size(axis); slice++) {
            float[] expected = new float[image.sliceSize(axis)];
            float[] found = new float[image.sliceSize(axis)];
            image.readSlice(axis, slice, expected);
            back.readSlice(axis, slice, found);
            assertThat(found).as("%s, turned %d", List.of(order), turned).containsExactly(expected);
          }
        }
        boolean usual = order[0] == 0 && order[1] == 1 && turned == 0;
        assertThat(stored.grid().orderOn(image.grid(), GridCheck.PLACE).isSame()).isEqualTo(usual);
        byte[] labels = new byte[60];
        for (int i = 0; i < 60; i++) {
          labels[i] = (byte) flat(stored)[i];
        }
        Mask mask =
            new Mask(stored.sizeX(), stored.sizeY(), stored.sizeZ(), stored.geometry(), labels)
                .onGrid(image.grid(), GridCheck.PLACE);
        for (int i = 0; i < 60; i++) {
          assertThat(mask.label(i % 5, i / 5 % 4, i / 20)).isEqualTo(i);
        }
      }
    }
  }

  private static float[] flat(Volume volume) {
    float[] all = new float[60];
    float[] slice = new float[volume.sliceSize(Axis.Z)];
    for (int z = 0; z < volume.sizeZ(); z++) {
      volume.readSlice(Axis.Z, z, slice);
      System.arraycopy(slice, 0, all, z * slice.length, slice.length);
    }
    return all;
  }

  /** Stores the image so that its new axis i is the old one order[i], turned round by a bit. */
  private static Volume stored(float[] values, int[] order, int turned) {
    int[] size = {SIZES[order[0]], SIZES[order[1]], SIZES[order[2]]};
    double[] affine = OBLIQUE.affine();
    double[] rows = new double[12];
    for (int row = 0; row < 3; row++) {
      rows[4 * row + 3] = affine[4 * row + 3];
      for (int i = 0; i < 3; i++) {
        double step = affine[4 * row + order[i]];
        boolean turn = (turned >> i & 1) == 1;
        rows[4 * row + i] = turn ? -step : step;
        rows[4 * row + 3] += turn ? step * (size[i] - 1) : 0;
      }
    }
    float[] to = new float[60];
    for (int i = 0; i < 60; i++) {
      int[] at = {i % size[0], i / size[0] % size[1], i / size[0] / size[1]};
      int[] old = new int[3];
      for (int k = 0; k < 3; k++) {
        old[order[k]] = (turned >> k & 1) == 1 ? size[k] - 1 - at[k] : at[k];
      }
      to[i] = values[old[0] + 5 * (old[1] + 4 * old[2])];
    }
    return Volume.ofFloats(to, size[0], size[1], size[2], Geometry.ofAffine(rows));
  }

  @Test
  void anotherPlaceIsRefusedWithBothGrids() {
    double[] moved = OBLIQUE.affine();
    moved[3] += 200;
    assertThatThrownBy(() -> on(IMAGE, Geometry.ofAffine(moved)))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("200 mm apart", "(170, 20, 5)", "(-30, 20, 5)", "5x4x3", "along");
    assertThatThrownBy(() -> new Grid(5, 4, 2, OBLIQUE).orderOn(IMAGE, GridCheck.PLACE))
        .hasMessageContainingAll("5x4x2", "5x4x3");
    assertThatThrownBy(() -> new Grid(4, 5, 3, OBLIQUE).orderOn(IMAGE, GridCheck.SIZES))
        .hasMessageContainingAll("other sizes", "4x5x3", "5x4x3");
    assertThat(new Grid(5, 4, 3, Geometry.UNIT).orderOn(IMAGE, GridCheck.SIZES).isSame()).isTrue();
  }

  @Test
  void roundedHeadersPassAndHalfVoxelsDoNot() {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    System.out.println("GridTest seed " + seed);
    Random random = new Random(seed);
    Grid large = new Grid(512, 512, 300, OBLIQUE);
    for (int round = 0; round < 100; round++) {
      double[] affine = OBLIQUE.affine();
      for (int i = 0; i < 12; i++) {
        affine[i] = (float) affine[i] * (1 + 1e-6f * (random.nextFloat() - 0.5f));
      }
      assertThat(on(large, Geometry.ofAffine(affine)).isSame()).isTrue();
      Axis axis = Axis.values()[random.nextInt(3)];
      double[] direction = OBLIQUE.direction(axis);
      for (int row = 0; row < 3; row++) {
        affine[4 * row + 3] += 0.5 * OBLIQUE.spacing(axis) * direction[row];
      }
      assertThatThrownBy(() -> on(large, Geometry.ofAffine(affine)))
          .isInstanceOf(VolumeException.class);
    }
    // A spacing wrong by a thousandth adds up to half a voxel over 512.
    double[] scaled = OBLIQUE.affine();
    scaled[0] *= 1.001;
    scaled[4] *= 1.001;
    assertThatThrownBy(() -> on(large, Geometry.ofAffine(scaled)))
        .isInstanceOf(VolumeException.class);
  }

  private static VoxelOrder on(Grid image, Geometry geometry) {
    return new Grid(image.sizeX(), image.sizeY(), image.sizeZ(), geometry)
        .orderOn(image, GridCheck.PLACE);
  }

  @Test
  void aFileWithoutAPlaceHasSizesAndSpacingCompared() {
    Geometry spaced = Geometry.ofSpacing(0.9, 0.8, Math.hypot(0.2, 3));
    StoredGrid none = new Words(false, List.of());
    assertThat(on(IMAGE, spaced.withStored(none)).isSame()).isTrue();
    assertThat(on(IMAGE, Geometry.UNIT.withStored(none)).isSame()).isTrue();
    assertThat(on(new Grid(5, 4, 3, Geometry.UNIT.withStored(none)), OBLIQUE).isSame()).isTrue();
    assertThatThrownBy(() -> on(IMAGE, Geometry.ofSpacing(3, 0.8, 0.9).withStored(none)))
        .hasMessageContainingAll("spacings", "3x0.8x0.9");
    assertThatThrownBy(
            () -> new Grid(4, 5, 3, Geometry.UNIT.withStored(none)).orderOn(IMAGE, GridCheck.PLACE))
        .hasMessageContaining("4x5x3");
    assertThatThrownBy(() -> on(IMAGE, Geometry.UNIT)).hasMessageContaining("elsewhere");
  }

  @Test
  void eitherOfTwoPlacesCounts() {
    Geometry other = Geometry.ofSpacing(0.9, 0.8, 3);
    Grid image = new Grid(5, 4, 3, OBLIQUE.withStored(new Words(true, List.of(other))));
    assertThat(on(image, other).isSame()).isTrue();
    assertThat(on(image, OBLIQUE).isSame()).isTrue();
    assertThat(image.orderOn(new Grid(5, 4, 3, other), GridCheck.PLACE).isSame()).isTrue();
    assertThatThrownBy(() -> on(image, Geometry.UNIT)).isInstanceOf(VolumeException.class);
  }

  @Test
  void oneSlice() {
    Grid slice = IMAGE.slice(Axis.Y, 2);
    assertThat(slice.sizeY()).isEqualTo(1);
    assertThat(slice.geometry().origin()).containsExactly(OBLIQUE.toWorld(0, 2, 0));
    // The thickness of a single slice does not count, its place does.
    double[] affine = slice.geometry().affine();
    affine[1] = 9;
    affine[5] = 0;
    Grid thick = new Grid(5, 1, 3, Geometry.ofAffine(affine));
    assertThat(thick.orderOn(slice, GridCheck.PLACE).isSame()).isTrue();
    assertThatThrownBy(() -> thick.orderOn(IMAGE.slice(Axis.Y, 1), GridCheck.PLACE))
        .hasMessageContaining("elsewhere");
    assertThatThrownBy(() -> IMAGE.slice(Axis.Y, 4)).hasMessageContaining("0..3");
  }
}
