package org.mem3d.train.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Objects of a volume whose voxels have labels: a label, at times with the objects inside it, at
 * times the connected part around one of its voxels. Immutable.
 */
public final class LabelledObjects implements ObjectChoice {
  private static final double BACKGROUND = 0.15;
  private static final double WITH_CHILDREN = 0.4;
  private static final double ONE_PART = 0.5;
  private static final double ONE_PART_OF_BACKGROUND = 0.9;

  private final Parts parts;
  private final int[] labels;
  private final short[] parents;
  private final List<Integer> shapes = new ArrayList<>();
  private final List<Integer> backgrounds = new ArrayList<>();
  private final int[] voxels;
  private final int lastBackground;

  /**
   * Makes a choice.
   *
   * @param parts connected pieces of labels
   * @param labels of each piece
   * @param parents for each label the one in which it lies, 0 if none
   * @param lastBackground up to this label they are regions of the background
   */
  public LabelledObjects(Parts parts, int[] labels, short[] parents, int lastBackground) {
    this.parts = parts;
    this.labels = labels.clone();
    this.parents = parents.clone();
    this.lastBackground = lastBackground;
    this.voxels = new int[labels.length];
    PartSlices slices = parts.along(org.mem3d.Axis.Z);
    int[] total = new int[parents.length];
    for (int part = 1; part < labels.length; part++) {
      voxels[part] = slices.voxels(part);
      total[labels[part]] += voxels[part];
    }
    for (int label = 1; label < total.length; label++) {
      if (total[label] > 0) {
        (label <= lastBackground ? backgrounds : shapes).add(label);
      }
    }
  }

  @Override
  public boolean[] draw(SplittableRandom random) {
    boolean[] chosen = new boolean[labels.length];
    boolean background =
        !backgrounds.isEmpty() && (shapes.isEmpty() || random.nextDouble() < BACKGROUND);
    List<Integer> candidates = background ? backgrounds : shapes;
    if (candidates.isEmpty()) {
      return chosen;
    }
    int label = candidates.get(random.nextInt(candidates.size()));
    boolean children = random.nextDouble() < WITH_CHILDREN;
    boolean[] counts = new boolean[parents.length];
    for (int each = 1; each < counts.length; each++) {
      counts[each] = each == label || (children && counts[parents[each]]);
    }
    for (int part = 1; part < chosen.length; part++) {
      chosen[part] = counts[labels[part]];
    }
    if (random.nextDouble() < (background ? ONE_PART_OF_BACKGROUND : ONE_PART)) {
      return joined(chosen, random);
    }
    return chosen;
  }

  @Override
  public boolean isSure() {
    return true;
  }

  @Override
  public int[] groups(int wanted) {
    return labels.clone();
  }

  /** Returns the pieces that are joined to one of the chosen, drawn by its voxels. */
  private boolean[] joined(boolean[] chosen, SplittableRandom random) {
    double total = 0;
    for (int part = 1; part < chosen.length; part++) {
      total += chosen[part] ? voxels[part] : 0;
    }
    double left = random.nextDouble() * total;
    int start = 0;
    for (int part = 1; part < chosen.length && left >= 0; part++) {
      if (chosen[part]) {
        start = part;
        left -= voxels[part];
      }
    }
    boolean[] joined = new boolean[chosen.length];
    int[] open = new int[chosen.length];
    int size = 0;
    open[size++] = start;
    joined[start] = true;
    int[][] neighbours = parts.neighbours();
    for (int head = 0; head < size; head++) {
      for (int next : neighbours[open[head]]) {
        if (chosen[next] && !joined[next]) {
          joined[next] = true;
          open[size++] = next;
        }
      }
    }
    return joined;
  }

  /** Returns how many labels there are, and how many of them are of the background. */
  @Override
  public String toString() {
    return shapes.size() + " labels and " + backgrounds.size() + " of " + lastBackground;
  }
}
