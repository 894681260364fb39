package org.mem3d.core.refinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;

/** The random walker against lines that can be solved by hand, and against its own equations. */
class RandomWalkerTest {
  private static CellGrid grid(float[] voxels, int sizeX, int sizeY, int sizeZ, double spacingZ) {
    Volume volume =
        Volume.ofFloats(voxels, sizeX, sizeY, sizeZ, Geometry.ofSpacing(1, 1, spacingZ));
    SlicePatch all = SlicePatch.of(SliceMask.of(sizeX, sizeY, i -> true));
    return CellGrid.around(
        new SliceReader(volume, Axis.Z),
        Map.of(0, all),
        0,
        0,
        sizeZ,
        Refinement.MOST_CELLS,
        WorkerPool.CALLING_THREAD,
        () -> {});
  }

  @Test
  void onAnEvenLineTheProbabilityFallsEvenly() {
    CellGrid grid = grid(new float[5], 1, 1, 5, 1);
    float[] solved =
        new RandomWalker(grid, new float[] {-1, 0, 0, 0, -1}, WorkerPool.CALLING_THREAD)
            .solve(new float[] {1, 0, 0, 0, 0});
    for (int i = 0; i < 5; i++) {
      assertThat((double) solved[i]).isCloseTo(1 - i / 4.0, within(0.01));
    }
  }

  @Test
  void allOfTheFallIsAtAnEdge() {
    CellGrid grid = grid(new float[] {0, 0, 0, 9, 9, 9}, 1, 1, 6, 1);
    float[] solved =
        new RandomWalker(grid, new float[] {-1, 0, 0, 0, 0, -1}, WorkerPool.CALLING_THREAD)
            .solve(new float[] {1, 0, 0, 0, 0, 0});
    assertThat(solved).containsExactly(new float[] {1, 1, 1, 0, 0, 0}, within(0.02f));
  }

  @Test
  void aTrustedPriorStays() {
    CellGrid grid = grid(new float[3], 1, 1, 3, 1);
    float[] solved =
        new RandomWalker(grid, new float[] {-1, 1000, -1}, WorkerPool.CALLING_THREAD)
            .solve(new float[] {1, 0.2f, 1});
    // (1 + 1 + 1000 * 0.2) / (1 + 1 + 1000)
    assertThat((double) solved[1]).isCloseTo(202 / 1002.0, within(1e-3));
  }

  @Test
  void slicesFarApartSayLess() {
    CellGrid grid = grid(new float[12], 2, 2, 3, 4);
    float[] trust = new float[12];
    float[] prior = new float[12];
    for (int i = 0; i < 12; i++) {
      trust[i] = i < 4 ? -1 : 0.5f;
      prior[i] = i < 4 ? 1 : 0;
    }
    float[] solved = new RandomWalker(grid, trust, WorkerPool.CALLING_THREAD).solve(prior);
    // x1 (0.25 + 0.25 + 0.5) = 0.25 + 0.25 x2 and x2 (0.25 + 0.5) = 0.25 x1: x1 = 3 / 11.
    assertThat((double) solved[4]).isCloseTo(3 / 11.0, within(0.01));
    assertThat((double) solved[8]).isCloseTo(1 / 11.0, within(0.01));
  }

  @Test
  void slabsOfSlicesAreJoined() {
    int slices = 40;
    CellGrid grid = grid(new float[slices], 1, 1, slices, 1);
    float[] trust = new float[slices];
    float[] prior = new float[slices];
    trust[0] = RandomWalker.KNOWN;
    trust[slices - 1] = RandomWalker.KNOWN;
    prior[0] = 1;
    float[] solved =
        new RandomWalker(grid, trust, WorkerPool.CALLING_THREAD).solve(prior, 1e-5, 200, () -> {});
    for (int i = 0; i < slices; i++) {
      double share = (double) i / (slices - 1);
      assertThat((double) solved[i]).as("slice %d", i).isCloseTo(1 - share, within(0.01));
    }
  }

  @Test
  void solvesItsEquations() {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    Random random = new Random(seed);
    int side = 9;
    int cells = side * side * side;
    float[] voxels = new float[cells];
    float[] trust = new float[cells];
    float[] prior = new float[cells];
    for (int i = 0; i < cells; i++) {
      voxels[i] = i % side + 2 * random.nextFloat();
      trust[i] = random.nextInt(10) == 0 ? -1 : 0.05f * random.nextFloat();
      prior[i] = trust[i] < 0 ? random.nextInt(2) : random.nextFloat();
    }
    CellGrid grid = grid(voxels, side, side, side, 1);
    float[] solved =
        new RandomWalker(grid, trust, WorkerPool.CALLING_THREAD).solve(prior, 1e-5, 200, () -> {});
    double[] relaxed = relaxed(grid, trust, prior);
    for (int i = 0; i < cells; i++) {
      assertThat((double) solved[i])
          .as("cell %d, seed %d", i, seed)
          .isCloseTo(relaxed[i], within(0.02));
    }
  }

  /** Solves the same system by Gauss-Seidel. */
  private static double[] relaxed(CellGrid grid, float[] trust, float[] prior) {
    int side = grid.sizes[0];
    int[] steps = {1, side, side * side};
    double[] x = new double[prior.length];
    Arrays.setAll(x, i -> prior[i]);
    for (int sweep = 0; sweep < 3000; sweep++) {
      for (int i = 0; i < x.length; i++) {
        if (trust[i] < 0) {
          continue;
        }
        double sum = trust[i] * prior[i];
        double weights = trust[i];
        for (int step : steps) {
          int place = i / step % side;
          for (int way = -1; way <= 1; way += 2) {
            if (place + way < 0 || place + way >= side) {
              continue;
            }
            int other = i + way * step;
            double difference = grid.intensities[i] - grid.intensities[other];
            double weight = Math.exp(-200 * difference * difference) + 1e-6;
            sum += weight * x[other];
            weights += weight;
          }
        }
        x[i] = sum / weights;
      }
    }
    return x;
  }
}
