package org.mem3d.train.region;

/** A volume's regions at every scale: the finest ones, and the order in which they merge. */
public final class Regions {
  /** Regions that are kept apart at most; more would be noise. */
  static final int MOST = 3000;

  /** A small region's share of the volume. */
  private static final double SMALL = 1.0 / 4000;

  private static final double SMALLEST = 30;

  private final int[] numbers;
  private final MergeTree tree;

  private Regions(int[] numbers, MergeTree tree) {
    this.numbers = numbers;
    this.tree = tree;
  }

  /**
   * Cuts a volume along its edges.
   *
   * @param sigma deviation of the Gaussian before the gradient, in the finest spacings
   */
  public static Regions of(IntensityGrid grid, double sigma) {
    float[] strengths = EdgeStrength.of(grid, sigma);
    Watershed.Basins basins = Watershed.flood(strengths, grid.sizes());
    int[] voxels = new int[basins.count()];
    for (int number : basins.numbers()) {
      voxels[number]++;
    }
    double[] inside = new double[basins.count()];
    for (int i = 0; i < strengths.length; i++) {
      int number = basins.numbers()[i];
      inside[number] += strengths[i] / voxels[number];
    }
    Boundaries boundaries =
        new Boundaries(basins.numbers(), basins.count(), strengths, grid.sizes());
    double small = Math.max(SMALLEST, SMALL * strengths.length);
    MergeTree whole = MergeTree.of(boundaries, voxels, inside, small);
    int[] region = whole.cut(MOST);
    int[] numbers = new int[strengths.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = region[basins.numbers()[i]];
    }
    return new Regions(numbers, whole.above(MOST, region));
  }

  /**
   * Returns the finest region of each voxel, x fastest, 0 to {@code tree().leaves() - 1}; shared,
   * not to be changed.
   */
  public int[] numbers() {
    return numbers;
  }

  /** Returns how they merge. */
  public MergeTree tree() {
    return tree;
  }
}
