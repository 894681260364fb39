package org.mem3d.core.interaction;

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
 * @param view the window and normalisation with which the network looked, kept for corrections;
 *     null if the mask was given
 */
public record MarkedSlice(
    int slice,
    List<Interaction> marks,
    SlicePatch patch,
    float predictedDice,
    @Nullable View view) {
  /** Copies the marks. */
  public MarkedSlice {
    marks = List.copyOf(marks);
  }

  /** How the network looks at a slice. */
  public record View(Window window, Normalisation normalisation) {}
}
