package org.mem3d.viewer.slice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.Mask;
import org.mem3d.SliceMask;

class ShownMaskTest {
  private static final Grid GRID = new Grid(5, 6, 7, Geometry.UNIT);

  /** What newer slices show is what a mask with these slices would, from each direction. */
  @RepeatedTest(5)
  void newerSlicesAreSeenInAllThreePlanes() {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    byte[] labels = new byte[5 * 6 * 7];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) random.nextInt(3);
    }
    Mask before = new Mask(5, 6, 7, Geometry.UNIT, labels.clone());
    Axis axis = Axis.values()[random.nextInt(3)];
    int slice = random.nextInt(GRID.size(axis));
    SliceMask pixels =
        SliceMask.of(GRID.size(axis.u()), GRID.size(axis.v()), i -> random.nextBoolean());
    ShownMask shown = ShownMask.of(before).with(2, axis, slice, pixels);
    for (int z = 0; z < 7; z++) {
      for (int y = 0; y < 6; y++) {
        for (int x = 0; x < 5; x++) {
          Voxel voxel = new Voxel(x, y, z);
          int at = x + 5 * (y + 6 * z);
          if (voxel.at(axis) == slice) {
            boolean inside = pixels.contains(voxel.at(axis.u()), voxel.at(axis.v()));
            if (inside) {
              labels[at] = 2;
            } else if (labels[at] == 2) {
              labels[at] = 0;
            }
          }
        }
      }
    }
    Mask expected = new Mask(5, 6, 7, Geometry.UNIT, labels);
    for (Axis each : Axis.values()) {
      byte[] found = new byte[GRID.size(each.u()) * GRID.size(each.v())];
      byte[] wanted = found.clone();
      for (int index = 0; index < GRID.size(each); index++) {
        shown.readSlice(GRID, each, index, found);
        expected.readSlice(each, index, wanted);
        assertThat(found).as("seed %d, %s=%d", seed, each, index).isEqualTo(wanted);
      }
    }
  }

  @Test
  void aLaterSliceReplacesAnEarlierOne() {
    ShownMask shown =
        ShownMask.NONE
            .with(1, Axis.Z, 3, SliceMask.of(5, 6, i -> true))
            .with(1, Axis.Z, 3, SliceMask.of(5, 6, i -> i == 4));
    byte[] labels = new byte[30];
    shown.readSlice(GRID, Axis.Z, 3, labels);
    for (int i = 0; i < 30; i++) {
      assertThat(labels[i]).isEqualTo((byte) (i == 4 ? 1 : 0));
    }
  }
}
