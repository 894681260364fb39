package org.mem3d.train.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Made-up volumes whose regions are known. */
class RegionsTest {
  private static final double[] CUBES = {1, 1, 1};

  /** Boxes of 12 x 12 x 12 voxels, neighbours of different intensity. */
  private static int[] boxes(int[] sizes) {
    int[] truth = new int[sizes[0] * sizes[1] * sizes[2]];
    int perRow = sizes[0] / 12;
    for (int i = 0; i < truth.length; i++) {
      int x = i % sizes[0] / 12;
      int y = i / sizes[0] % sizes[1] / 12;
      int z = i / (sizes[0] * sizes[1]) / 12;
      truth[i] = (z * (sizes[1] / 12) + y) * perRow + x;
    }
    return truth;
  }

  /** Neighbouring boxes differ by at least 30. */
  private static float[] intensities(int[] truth, double noise, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[truth.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (30 * (truth[i] * 7 % 11) + noise * random.nextGaussian());
    }
    return values;
  }

  /** Returns the share of voxels that lie in the box of which most of their region is. */
  private static double purity(int[] region, int[] truth) {
    Map<Integer, Map<Integer, Integer>> counts = new HashMap<>();
    for (int i = 0; i < truth.length; i++) {
      counts.computeIfAbsent(region[i], key -> new HashMap<>()).merge(truth[i], 1, Integer::sum);
    }
    int right = 0;
    for (Map<Integer, Integer> each : counts.values()) {
      right += each.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }
    return (double) right / truth.length;
  }

  private static int[] regionOfVoxels(Regions regions, int wanted) {
    int[] region = regions.tree().cut(wanted);
    int[] voxels = new int[regions.numbers().length];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = region[regions.numbers()[i]];
    }
    return voxels;
  }

  @Test
  void boxesAreFoundUnderNoiseWhenTheTreeIsCutAtTheirNumber() {
    int[] sizes = {48, 36, 24};
    int[] truth = boxes(sizes);
    for (long seed = 0; seed < 4; seed++) {
      IntensityGrid grid = new IntensityGrid(intensities(truth, 3, seed), sizes, CUBES);
      Regions regions = Regions.of(grid, 1);
      int[] found = regionOfVoxels(regions, 24);
      assertThat(purity(found, truth)).as("seed %d", seed).isGreaterThan(0.9);
      assertThat(purity(truth, found)).as("boxes in one piece, seed %d", seed).isGreaterThan(0.9);
    }
  }

  @Test
  void everyCutHasTheNumberWantedAndNoRegionIsEmpty() {
    int[] sizes = {40, 30, 20};
    int[] truth = boxes(new int[] {48, 36, 24});
    float[] values = new float[40 * 30 * 20];
    float[] whole = intensities(truth, 25, 5);
    System.arraycopy(whole, 0, values, 0, values.length);
    Regions regions = Regions.of(new IntensityGrid(values, sizes, CUBES), 1);
    assertThat(regions.tree().leaves()).isGreaterThan(100);
    assertThat(regions.tree().fewest()).isEqualTo(1);
    for (int wanted : new int[] {1, 2, 12, 57, 100}) {
      Set<Integer> met = new HashSet<>();
      for (int number : regionOfVoxels(regions, wanted)) {
        met.add(number);
      }
      assertThat(met).hasSize(wanted).allMatch(number -> number >= 0 && number < wanted);
    }
  }

  /** A coarser cut only joins regions of a finer one. */
  @Test
  void cutsAreNested() {
    int[] sizes = {48, 36, 24};
    IntensityGrid grid = new IntensityGrid(intensities(boxes(sizes), 20, 8), sizes, CUBES);
    Regions regions = Regions.of(grid, 1);
    int[] fine = regionOfVoxels(regions, 90);
    int[] coarse = regionOfVoxels(regions, 20);
    Map<Integer, Integer> above = new HashMap<>();
    for (int i = 0; i < fine.length; i++) {
      Integer known = above.putIfAbsent(fine[i], coarse[i]);
      assertThat(known == null || known == coarse[i]).isTrue();
    }
  }

  @Test
  void sameIntensitiesGiveTheSameTree() {
    int[] sizes = {48, 36, 24};
    float[] values = intensities(boxes(sizes), 12, 3);
    Regions one = Regions.of(new IntensityGrid(values, sizes, CUBES), 1);
    Regions again = Regions.of(new IntensityGrid(values.clone(), sizes, CUBES), 1);
    assertThat(again.numbers()).isEqualTo(one.numbers());
    assertThat(again.tree().kept()).isEqualTo(one.tree().kept());
    assertThat(again.tree().lost()).isEqualTo(one.tree().lost());
  }

  @Test
  void aVolumeWithoutEdgesIsOneRegion() {
    IntensityGrid flat = new IntensityGrid(new float[20 * 20 * 3], new int[] {20, 20, 3}, CUBES);
    Regions regions = Regions.of(flat, 1);
    assertThat(regions.tree().leaves()).isEqualTo(1);
    assertThat(regions.tree().cut(12)).containsExactly(0);
  }

  /** Basins of two valleys with a ridge between them, to the voxel. */
  @Test
  void floodsMeetOnTheRidge() {
    float[] heights = {3, 1, 0, 2, 6, 4, 1, 2, 5};
    Watershed.Basins basins = Watershed.flood(heights, new int[] {9, 1, 1});
    assertThat(basins.count()).isEqualTo(2);
    assertThat(basins.numbers()).containsExactly(0, 0, 0, 0, basins.numbers()[4], 1, 1, 1, 1);
  }

  /** Slices far apart are not smoothed over, those close together are. */
  @Test
  void smoothingKnowsTheDistanceOfSlices() {
    int[] sizes = {16, 16, 12};
    float[] values = new float[16 * 16 * 12];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 256 < 6 ? 0 : 100;
    }
    float[] near = EdgeStrength.of(new IntensityGrid(values, sizes, CUBES), 2);
    float[] far = EdgeStrength.of(new IntensityGrid(values, sizes, new double[] {1, 1, 8}), 2);
    int beyond = 3 * 256 + 8 * 16 + 8;
    assertThat(near[beyond]).isGreaterThan(1);
    assertThat(far[beyond]).isLessThan(1e-3f);
    int at = 5 * 256 + 8 * 16 + 8;
    assertThat(far[at]).isGreaterThan(10);
  }
}
