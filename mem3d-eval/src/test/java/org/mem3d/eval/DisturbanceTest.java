package org.mem3d.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Volume;

class DisturbanceTest {
  private static final int SIDE = 20;
  private static final int SLICES = 8;

  private final float[] voxels = new float[SIDE * SIDE * SLICES];
  private final float[] labels = new float[SIDE * SIDE * SLICES];
  private final List<Truth> objects;

  DisturbanceTest() {
    for (int i = 0; i < voxels.length; i++) {
      int u = i % SIDE;
      int v = Math.floorMod(Math.floorDiv(i, SIDE), SIDE);
      boolean inside = Math.hypot(u - 9.5, v - 9.5) < 5;
      voxels[i] = inside ? 100 : 10;
      labels[i] = inside ? 1 : 0;
    }
    objects = Truth.all(volume(labels), Axis.Z);
  }

  private static Volume volume(float[] voxels) {
    return Volume.ofFloats(voxels, SIDE, SIDE, SLICES, Geometry.UNIT);
  }

  private float[] slice(String disturbance, int index) {
    float[] slice = new float[SIDE * SIDE];
    Disturbance.parse(disturbance)
        .of(volume(voxels), objects, objects.get(0))
        .readSlice(Axis.Z, index, slice);
    return slice;
  }

  private static long count(float[] values, float value) {
    long count = 0;
    for (float each : values) {
      count += each == value ? 1 : 0;
    }
    return count;
  }

  @Test
  void offsetsAndScalesReachEveryVoxel() {
    assertThat(slice("offset=-30000", 3)).contains(-29900, -29990).hasSize(400);
    assertThat(slice("scale=0.5", 3)).containsOnly(50, 5);
  }

  @Test
  void paddingLeavesAllLabelsAlone() {
    float[] slice = slice("padding=-3024", 0);
    assertThat(count(slice, -3024)).isBetween(110L, 130L);
    assertThat(slice[0]).isEqualTo(-3024);
    assertThat(count(slice, 100)).isEqualTo(count(slice("offset=0", 0), 100));
  }

  @Test
  void hotVoxelsAreRareAndTheSameEveryTime() {
    long hot = 0;
    for (int index = 0; index < SLICES; index++) {
      hot += count(slice("hot=30000", index), 30000);
      assertThat(slice("hot=30000", index)).isEqualTo(slice("hot=30000", index));
    }
    assertThat(hot).isBetween(1L, 8L);
  }

  @Test
  void metalLiesAtTheObjectsCornerOnItsMiddleSlices() {
    assertThat(count(slice("metal=3000", 4), 3000)).isEqualTo(16);
    assertThat(count(slice("metal=3000", 0), 3000)).isZero();
    float[] alongX = new float[SIDE * SLICES];
    Disturbance.parse("metal=3000")
        .of(volume(voxels), objects, objects.get(0))
        .readSlice(Axis.X, 14, alongX);
    assertThat(count(alongX, 3000)).as("the same voxels along x").isEqualTo(4 * 6);
  }

  @Test
  void rimsAreTwoVoxelsWide() {
    assertThat(count(slice("rim=4095", 2), 4095)).isEqualTo(400 - 16 * 16);
  }

  @Test
  void otherTextsAreRefused() {
    for (String text : List.of("", "offset", "offset=", "offset=x", "=3", "blur=3")) {
      assertThatThrownBy(() -> Disturbance.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("offset=N");
    }
    assertThat(Disturbance.parse("padding=NaN").value()).isNaN();
    assertThat(Disturbance.parse("rim=4095")).hasToString("rim=4095.0");
  }
}
