package org.mem3d.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

/**
 * Plays sessions as the CVPR 2025 challenge on interactive segmentation of biomedical volumes does:
 * a box or nothing, then clicks, each in the middle of the largest part of the volume that is
 * wrong. Nobody chooses a slice: it is the click's. Immutable.
 *
 * <p>The box is what the challenge gives: the object's bounding box on its middle slice, and its
 * first and last slice, beyond which the object is not looked for. Without it the first click lies
 * in the middle of the object.
 *
 * @param box whether the first mark is a box
 * @param clicks how many clicks there are, the first one too
 */
public record ChallengeProtocol(boolean box, int clicks) {
  /** How many clicks the challenge makes. */
  public static final int CLICKS = 5;

  /** Checks the range. */
  public ChallengeProtocol {
    if (clicks < 1) {
      throw new IllegalArgumentException("clicks must be 1 or more, not " + clicks);
    }
  }

  /** Returns after how many marks masks are measured. */
  public int rounds() {
    return clicks + (box ? 1 : 0);
  }

  /** Plays one session on one object; a mask that is right gets no further clicks. */
  public ObjectResult play(
      SegmentationEngine engine, Dataset.Case from, Volume image, Truth truth) {
    Geometry geometry = image.geometry();
    double[] spacings = {
      geometry.spacing(truth.axis().u()),
      geometry.spacing(truth.axis().v()),
      geometry.spacing(truth.axis())
    };
    List<ObjectResult.Round> played = new ArrayList<>();
    try (SegmentationSession session = engine.newSession(image)) {
      int object = session.addObject("label " + truth.label());
      List<SliceMask> masks = Protocol.masks(session.mask(), object, truth);
      for (int round = 1; round <= rounds(); round++) {
        Optional<LargestError> error = LargestError.of(masks, truth.slices(), spacings);
        if (error.isEmpty()) {
          break;
        }
        Interaction mark =
            box && round == 1 ? box(object, truth) : click(object, truth, error.get());
        long start = System.nanoTime();
        if (box && round == 1) {
          session.limitObject(object, truth.ends());
        }
        session.interact(mark);
        session.propagate();
        double seconds = (System.nanoTime() - start) / 1e9;
        masks = Protocol.masks(session.mask(), object, truth);
        played.add(
            Protocol.measured(
                round, mark.slice(), session, object, masks, truth, geometry, seconds));
      }
    }
    return new ObjectResult(
        from.set(),
        from.name(),
        truth.label(),
        truth.axis(),
        box ? Prompt.BOX : Prompt.CLICK,
        Policy.ORACLE,
        ObjectResult.MEM3D,
        engine.backendName(),
        played);
  }

  private static Interaction click(int object, Truth truth, LargestError error) {
    return error.missing()
        ? Interaction.click(object, truth.axis(), error.slice(), error.u(), error.v())
        : Interaction.negativeClick(object, truth.axis(), error.slice(), error.u(), error.v());
  }

  /** Returns the box on the slice with the object that is nearest to the middle. */
  private static Interaction box(int object, Truth truth) {
    int middle = (truth.firstSlice() + truth.lastSlice()) / 2;
    int slice = middle;
    for (int step = 1; truth.slices().get(slice).isEmpty(); step++) {
      slice = !truth.slices().get(middle - step).isEmpty() ? middle - step : middle + step;
    }
    int[] bounds = truth.slices().get(slice).bounds();
    return Interaction.box(object, truth.axis(), slice, bounds[0], bounds[1], bounds[2], bounds[3]);
  }
}
