package org.mem3d.core.interaction;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.Interaction;
import org.mem3d.core.region.Normalisation;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.Window;

/**
 * An annotated slice: its marks and the mask that they have led to. Immutable.
 *
 * @param slice index of the slice
 * @param marks all marks since the mask was last given whole, oldest first
 * @param patch the mask
 * @param predictedDice the guessed Dice of the mask, 1 if it was given
 * @param view the window and normalisation with which the network looked when it drew the mask,
 *     kept for corrections; null if the mask was given or carried to the slice, and marks have at
 *     most repaired it
 */
public record AnnotatedSlice(
    int slice,
    List<Interaction> marks,
    SlicePatch patch,
    float predictedDice,
    @Nullable View view) {
  /** Copies the marks. */
  public AnnotatedSlice {
    marks = List.copyOf(marks);
  }

  /**
   * Returns a slice whose mask was right already when it was marked.
   *
   * @param before the slice with earlier marks; null if there are none
   */
  public static AnnotatedSlice agreed(
      @Nullable AnnotatedSlice before, Interaction mark, SlicePatch patch, float predictedDice) {
    List<Interaction> all = new ArrayList<>(before == null ? List.of() : before.marks());
    all.add(mark);
    return new AnnotatedSlice(
        mark.slice(), all, patch, predictedDice, before == null ? null : before.view);
  }

  /** Returns whether the marks began with a mask that the user gave. */
  public boolean isGiven() {
    return !marks.isEmpty() && marks.get(0) instanceof Interaction.GivenMask;
  }

  /** Returns this slice with another mask. */
  public AnnotatedSlice withPatch(SlicePatch other) {
    return new AnnotatedSlice(slice, marks, other, predictedDice, view);
  }

  /** How the network looks at a slice. */
  public record View(Window window, Normalisation normalisation) {}
}
