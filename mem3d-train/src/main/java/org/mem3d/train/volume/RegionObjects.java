package org.mem3d.train.volume;

import java.util.SplittableRandom;
import org.mem3d.Axis;
import org.mem3d.train.region.MergeTree;

/**
 * Objects of an unlabelled volume: its regions at a scale that is drawn anew for each, or such a
 * region with some that touch it. Immutable.
 */
public final class RegionObjects implements ObjectChoice {
  private static final int FEWEST = 12;
  private static final int MOST = 200;

  /** The finest regions of which one of those drawn is made at least, in the mean. */
  private static final int LEAVES_A_REGION = 3;

  private static final double UNION = 0.25;
  private static final double MORE = 0.5;
  private static final int MOST_JOINED = 4;

  /** An object of more than this share of the volume is what surrounds the others. */
  private static final double LARGEST = 0.5;

  private static final int TRIES = 20;

  /** How strongly larger regions are preferred. */
  private static final double BY_SIZE = 0.33;

  private final Parts parts;
  private final MergeTree tree;
  private final int[] voxels;
  private final long total;

  /**
   * Makes a choice.
   *
   * @param parts the finest regions, each a leaf of the tree and 1
   */
  public RegionObjects(Parts parts, MergeTree tree) {
    this.parts = parts;
    this.tree = tree;
    this.voxels = new int[parts.count() + 1];
    PartSlices slices = parts.along(Axis.Z);
    long sum = 0;
    for (int part = 1; part < voxels.length; part++) {
      voxels[part] = slices.voxels(part);
      sum += voxels[part];
    }
    this.total = sum;
  }

  @Override
  public boolean[] draw(SplittableRandom random) {
    int most = Math.max(2, Math.min(MOST, tree.leaves() / LEAVES_A_REGION));
    int regions =
        (int) Math.round(Draw.logUniform(random, Math.min(FEWEST, most), Math.max(2, most)));
    int[] region = tree.cut(regions);
    int count = 0;
    for (int each : region) {
      count = Math.max(count, each + 1);
    }
    long[] sizes = new long[count];
    for (int leaf = 0; leaf < region.length; leaf++) {
      sizes[region[leaf]] += voxels[leaf + 1];
    }
    for (int tries = 0; tries < TRIES; tries++) {
      boolean[] chosen = new boolean[count];
      int first = drawBySize(sizes, random);
      chosen[first] = true;
      long size = sizes[first];
      if (random.nextDouble() < UNION) {
        int joined = 1;
        do {
          int next = besides(chosen, region, random);
          if (next < 0) {
            break;
          }
          chosen[next] = true;
          size += sizes[next];
          joined++;
        } while (joined < MOST_JOINED && random.nextDouble() < MORE);
      }
      if (size <= (long) (LARGEST * (double) total)) {
        boolean[] drawn = new boolean[voxels.length];
        for (int leaf = 0; leaf < region.length; leaf++) {
          drawn[leaf + 1] = chosen[region[leaf]];
        }
        return drawn;
      }
    }
    return new boolean[voxels.length];
  }

  @Override
  public boolean isSure() {
    return false;
  }

  @Override
  public int[] groups(int wanted) {
    int[] groups = new int[voxels.length];
    int[] region = tree.cut(wanted);
    for (int leaf = 0; leaf < region.length; leaf++) {
      groups[leaf + 1] = region[leaf] + 1;
    }
    return groups;
  }

  private static int drawBySize(long[] sizes, SplittableRandom random) {
    double[] sums = new double[sizes.length];
    double sum = 0;
    for (int i = 0; i < sizes.length; i++) {
      sum += Math.pow((double) sizes[i], BY_SIZE);
      sums[i] = sum;
    }
    double place = random.nextDouble() * sum;
    int at = 0;
    while (at + 1 < sums.length && sums[at] <= place) {
      at++;
    }
    return at;
  }

  /** Returns a region that touches the chosen ones; -1 if they have no neighbour. */
  private int besides(boolean[] chosen, int[] region, SplittableRandom random) {
    boolean[] touches = new boolean[chosen.length];
    int count = 0;
    int[][] neighbours = parts.neighbours();
    for (int leaf = 0; leaf < region.length; leaf++) {
      if (chosen[region[leaf]]) {
        for (int next : neighbours[leaf + 1]) {
          int other = region[next - 1];
          if (!chosen[other] && !touches[other]) {
            touches[other] = true;
            count++;
          }
        }
      }
    }
    if (count == 0) {
      return -1;
    }
    int left = random.nextInt(count);
    for (int other = 0; other < touches.length; other++) {
      if (touches[other] && left-- == 0) {
        return other;
      }
    }
    return -1;
  }
}
