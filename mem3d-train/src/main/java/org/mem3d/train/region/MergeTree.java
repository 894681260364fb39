package org.mem3d.train.region;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mem3d.train.region.Boundaries.Boundary;

/**
 * The order in which the regions of a grid are merged until one is left. Each time it is the two
 * with the weakest boundary: by how much its mean strength over all faces is above the mean
 * strength inside, of that of the two which has more (the dynamics of Grimaud 1992, with means for
 * extremes, so that one gap in an edge opens it less). Small regions go before others. Strips along
 * edges, where all is strong, so do not stay as regions. A cut gives any number of regions.
 * Immutable.
 */
public final class MergeTree {
  /**
   * What a boundary counts at least, of its mean strength: so that of flat ones the weakest goes.
   */
  private static final double LEAST_RISE = 0.02;

  private final int leaves;
  private final int[] kept;
  private final int[] lost;

  /**
   * Makes a tree.
   *
   * @param leaves the regions before the first merge
   * @param kept of each merge, in order, a leaf of the region that takes the other; not copied
   * @param lost a leaf of the region that it takes; not copied
   */
  public MergeTree(int leaves, int[] kept, int[] lost) {
    this.leaves = leaves;
    this.kept = kept;
    this.lost = lost;
  }

  /**
   * Merges.
   *
   * @param boundaries of the regions; used up
   * @param voxels of each region
   * @param inside mean strength at the voxels of each region
   * @param small voxels below which a region is merged before larger ones
   */
  static MergeTree of(Boundaries boundaries, int[] voxels, double[] inside, double small) {
    double[] floors = inside.clone();
    int count = voxels.length;
    int[] sizes = voxels.clone();
    List<Boundary> all = boundaries.all();
    LongHeap heap = new LongHeap();
    for (Boundary boundary : all) {
      heap.add(key(score(boundary, sizes, floors, small), boundary.number));
    }
    int[] kept = new int[Math.max(0, count - 1)];
    int[] lost = new int[kept.length];
    int merges = 0;
    List<Boundary> changed = new ArrayList<>();
    while (!heap.isEmpty()) {
      long key = heap.take();
      int index = (int) key;
      Boundary boundary = all.get(index);
      if (boundary.gone) {
        continue;
      }
      float now = score(boundary, sizes, floors, small);
      float then = Float.intBitsToFloat((int) (key >>> 32));
      if (now > then) {
        // Regions grew or the boundary did; its turn comes later. Where it came down, an entry of
        // its own was added.
        heap.add(key(now, index));
        continue;
      }
      int a = boundary.a;
      int b = boundary.b;
      if (boundaries.neighbours(a) < boundaries.neighbours(b)) {
        a = boundary.b;
        b = boundary.a;
      }
      boundaries.join(a, b, changed);
      sizes[a] += sizes[b];
      floors[a] = Math.min(floors[a], floors[b]);
      kept[merges] = a;
      lost[merges++] = b;
      for (Boundary other : changed) {
        heap.add(key(score(other, sizes, floors, small), other.number));
      }
    }
    return new MergeTree(count, Arrays.copyOf(kept, merges), Arrays.copyOf(lost, merges));
  }

  private static float score(Boundary boundary, int[] sizes, double[] floors, double small) {
    double floor = Math.max(floors[boundary.a], floors[boundary.b]);
    double rise = Math.max(LEAST_RISE * boundary.mean(), boundary.mean() - floor);
    double smaller = Math.min(sizes[boundary.a], sizes[boundary.b]);
    return (float) (rise * Math.min(1, smaller / small));
  }

  private static long key(float score, int index) {
    return (long) Float.floatToIntBits(score) << 32 | index;
  }

  /** Returns the number of regions before the first merge. */
  public int leaves() {
    return leaves;
  }

  /** Returns how many regions there are at least: one, or one for each part of the grid. */
  public int fewest() {
    return leaves - kept.length;
  }

  /** Returns of each merge a leaf of the region that takes the other, as a copy. */
  public int[] kept() {
    return kept.clone();
  }

  /** Returns of each merge a leaf of the region that is taken, as a copy. */
  public int[] lost() {
    return lost.clone();
  }

  /**
   * Cuts the tree.
   *
   * @param regions how many are wanted; the nearest number that there is, is taken
   * @return the region of each leaf, numbered from 0 on by their first leaves
   */
  public int[] cut(int regions) {
    int merges = Math.min(kept.length, Math.max(0, leaves - regions));
    int[] parent = new int[leaves];
    for (int leaf = 0; leaf < leaves; leaf++) {
      parent[leaf] = leaf;
    }
    for (int i = 0; i < merges; i++) {
      parent[root(parent, lost[i])] = root(parent, kept[i]);
    }
    int[] region = new int[leaves];
    int[] number = new int[leaves];
    int count = 0;
    for (int leaf = 0; leaf < leaves; leaf++) {
      int root = root(parent, leaf);
      if (number[root] == 0) {
        number[root] = ++count;
      }
      region[leaf] = number[root] - 1;
    }
    return region;
  }

  /**
   * Returns the tree above a cut, whose leaves are the regions there.
   *
   * @param region what {@link #cut} gave for {@code regions}
   */
  MergeTree above(int regions, int[] region) {
    int merges = Math.min(kept.length, Math.max(0, leaves - regions));
    int[] upperKept = new int[kept.length - merges];
    int[] upperLost = new int[upperKept.length];
    for (int i = 0; i < upperKept.length; i++) {
      upperKept[i] = region[kept[merges + i]];
      upperLost[i] = region[lost[merges + i]];
    }
    return new MergeTree(leaves - merges, upperKept, upperLost);
  }

  private static int root(int[] parent, int leaf) {
    int at = leaf;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }
}
