package org.mem3d.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeodesicTest {
  /** Voxels 1 and 2 are nearer to the object's seed at 0, voxels 4 to 5 to the one at 6. */
  @ParameterizedTest(name = "direction {0}")
  @ValueSource(ints = {0, 1, 2})
  void withoutEdgesTheNearerSeedWins(int direction) {
    SeededGrid grid = Grids.row(direction, 2.5, "o....b", 0, 0, 0, 0, 0, 0);
    assertThat(Grids.text(Geodesic.segment(grid), 6)).isEqualTo("ooo...");
  }

  /** To cross the edge costs more than all the millimetres. */
  @Test
  void anEdgeIsFartherThanManyVoxels() {
    SeededGrid grid = Grids.row(0, 1, "o.....b", 0, 0, 0, 0, 0, 1, 1);
    assertThat(Grids.text(Geodesic.segment(grid), 7)).isEqualTo("ooooo..");
  }

  /**
   * In the plane between u and slices, slices 3 mm apart: the voxel at u = 2 in the object's slice
   * is 2 mm from it, and 3 mm from the background below.
   */
  @Test
  void distancesAreInMillimetres() {
    byte[] seeds = new byte[6];
    seeds[0] = SeededGrid.OBJECT;
    seeds[5] = SeededGrid.BACKGROUND;
    SeededGrid near =
        new SeededGrid(new int[] {3, 1, 2}, new double[] {1, 1, 3}, new float[6], seeds);
    assertThat(Grids.text(Geodesic.segment(near), 6)).isEqualTo("ooo...");
    SeededGrid far =
        new SeededGrid(new int[] {3, 1, 2}, new double[] {3, 1, 1}, new float[6], seeds);
    assertThat(Grids.text(Geodesic.segment(far), 6))
        .as("at u = 1 3 mm against sqrt(10)")
        .isEqualTo("oo.o..");
  }

  /** A diagonal step is sqrt(2), shorter than round the corner: 1.41 + 1 against 3. */
  @Test
  void waysLeadOverCorners() {
    byte[] seeds = new byte[9];
    seeds[0] = SeededGrid.OBJECT;
    seeds[2] = SeededGrid.BACKGROUND;
    float[] intensities = {0, 1, 0, 1, 0, 1, 1, 1, 0};
    SeededGrid grid =
        new SeededGrid(new int[] {3, 3, 1}, new double[] {1, 1, 1}, intensities, seeds);
    assertThat(Geodesic.segment(grid).get(8)).as("along the dark diagonal").isTrue();
  }
}
