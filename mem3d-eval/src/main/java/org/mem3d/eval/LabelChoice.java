package org.mem3d.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.mem3d.Mem3dException;

/**
 * Which labels of a case are objects to measure. Small ones are left out: under {@value
 * #MIN_VOXELS} voxels, or on too few slices to be carried anywhere. Immutable.
 */
public final class LabelChoice {
  /** Objects have more voxels than this. */
  public static final int MIN_VOXELS = 300;

  /** Objects to be carried through a volume span at least so many slices. */
  public static final int MIN_SLICES = 5;

  private final boolean largest;
  private final List<Integer> labels;

  private LabelChoice(boolean largest, List<Integer> labels) {
    this.largest = largest;
    this.labels = List.copyOf(labels);
  }

  /**
   * Reads a choice: {@code all}, {@code largest} or labels with commas between.
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  public static LabelChoice parse(String text) {
    if (text.equals("all") || text.equals("largest")) {
      return new LabelChoice(text.equals("largest"), List.of());
    }
    List<Integer> labels = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!part.matches("[1-9][0-9]{0,9}") || Long.parseLong(part) > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "labels are 'all', 'largest' or numbers as in 1,2; not '" + text + "'");
      }
      labels.add(Integer.valueOf(part));
    }
    return new LabelChoice(false, labels);
  }

  /**
   * Returns the chosen objects that are large enough.
   *
   * @param minSlices how many slices an object must span
   * @throws Mem3dException if a label that was named does not exist; the message names those that
   *     do
   */
  public List<Truth> of(List<Truth> all, int minSlices) {
    for (int label : labels) {
      if (all.stream().noneMatch(truth -> truth.label() == label)) {
        throw new Mem3dException(
            "label "
                + label
                + " does not exist; the labels are "
                + all.stream()
                    .map(truth -> Integer.toString(truth.label()))
                    .collect(Collectors.joining(", ")));
      }
    }
    List<Truth> chosen =
        all.stream()
            .filter(truth -> labels.isEmpty() || labels.contains(truth.label()))
            .filter(truth -> truth.voxels() > MIN_VOXELS && truth.extent() >= minSlices)
            .toList();
    return largest
        ? chosen.stream().max(Comparator.comparingLong(Truth::voxels)).stream().toList()
        : chosen;
  }

  /** Returns the choice as {@link #parse} reads it. */
  @Override
  public String toString() {
    return labels.isEmpty()
        ? largest ? "largest" : "all"
        : labels.stream().map(Object::toString).collect(Collectors.joining(","));
  }
}
