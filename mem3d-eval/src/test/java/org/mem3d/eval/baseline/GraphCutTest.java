package org.mem3d.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GraphCutTest {
  /** Without a difference to see, the cut is where it is free: at the weakest link, the edge. */
  @Test
  void theCutIsAtTheEdge() {
    SeededGrid grid = Grids.row(0, 1, "o.....b", 0, 0, 0, 0, 0, 1, 1);
    assertThat(Grids.text(GraphCut.segment(grid), 7)).isEqualTo("ooooo..");
  }

  /** A voxel as bright as the object, but apart from it, is no part of it. */
  @Test
  void whatIsNotJoinedToTheObjectIsLeftOut() {
    float[] intensities = new float[60];
    Arrays.fill(intensities, 0.1f);
    byte[] seeds = new byte[60];
    for (int i = 0; i < 20; i++) {
      intensities[i] = 0.9f;
      seeds[i] = i < 15 ? SeededGrid.OBJECT : 0;
      seeds[25 + i] = i < 10 ? SeededGrid.BACKGROUND : 0;
      intensities[40 + i] = 0.9f;
    }
    SeededGrid grid =
        new SeededGrid(new int[] {60, 1, 1}, new double[] {1, 1, 1}, intensities, seeds);
    assertThat(Grids.text(GraphCut.segment(grid), 60)).isEqualTo("o".repeat(20) + ".".repeat(40));
  }

  @Test
  void frequenciesAreOnesThatAddUpAndNoneIsZero() {
    SeededGrid grid = Grids.row(0, 1, "oob", 0.5f, 0.5f, 0);
    double[] object = GraphCut.frequencies(grid, SeededGrid.OBJECT);
    assertThat(Arrays.stream(object).sum()).isCloseTo(1, within(0.01));
    assertThat(object[32]).isGreaterThan(0.2);
    assertThat(object[0]).isCloseTo(0.01 / 64, within(1e-6));
    double[] nothing = GraphCut.frequencies(Grids.row(0, 1, "b", 0), SeededGrid.OBJECT);
    assertThat(nothing[5]).as("as likely as any").isCloseTo(1.0 / 64, within(1e-9));
  }
}
