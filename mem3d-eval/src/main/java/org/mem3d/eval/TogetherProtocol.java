package org.mem3d.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.mem3d.Mask;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;
import org.mem3d.Suggestion;
import org.mem3d.SuggestionPolicy;
import org.mem3d.Volume;

/**
 * Plays one session on several objects of an image, to see what the correction of one does to the
 * others: each is annotated on its largest slice; then, round by round, each in turn on the slice
 * that the session recommends for it, followed by a propagation. Immutable.
 *
 * @param rounds how many slices of each object are annotated at most
 * @param objects how many objects of a case are played at most, the largest first
 * @param prompt how the user marks a slice
 * @param corrections how many marks the user adds where the mask of the slice is still wrong
 * @param seed of the user's habits
 */
public record TogetherProtocol(int rounds, int objects, Prompt prompt, int corrections, long seed) {
  private static final int MOST_OBJECTS = 255;

  /** Checks the ranges. */
  public TogetherProtocol {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be 1 or more, not " + rounds);
    }
    if (objects < 1 || objects > MOST_OBJECTS) {
      throw new IllegalArgumentException(
          "a session plays 1 to " + MOST_OBJECTS + " objects, not " + objects);
    }
  }

  /** Plays one session. */
  public TogetherResult play(
      SegmentationEngine engine, Dataset.Case from, Volume image, List<Truth> truths) {
    List<Truth> chosen =
        truths.stream()
            .sorted((a, b) -> Long.compare(b.voxels(), a.voxels()))
            .limit(objects)
            .toList();
    List<TogetherResult.Step> steps = new ArrayList<>();
    try (SegmentationSession session = engine.newSession(image)) {
      Annotator annotator = new Annotator(session, new SimulatedUser(seed));
      for (Truth each : chosen) {
        int object = session.addObject("label " + each.label());
        annotate(annotator, session.mask(), object, each, each.largestSlice());
      }
      session.propagate();
      Mask mask = session.mask();
      List<Double> first = dice(mask, chosen);
      List<Double> before = first;
      for (int round = 2; round <= rounds; round++) {
        for (int object = 1; object <= chosen.size(); object++) {
          OptionalInt slice =
              session.suggest(object, 1, SuggestionPolicy.RECOMMENDED).stream()
                  .mapToInt(Suggestion::slice)
                  .findFirst();
          if (slice.isEmpty()) {
            continue;
          }
          annotate(annotator, mask, object, chosen.get(object - 1), slice.getAsInt());
          session.propagate();
          mask = session.mask();
          List<Double> after = dice(mask, chosen);
          steps.add(new TogetherResult.Step(round, object - 1, before, after));
          before = after;
        }
      }
      return new TogetherResult(
          from.set(), from.name(), chosen.stream().map(Truth::label).toList(), first, steps);
    }
  }

  private void annotate(Annotator annotator, Mask mask, int object, Truth truth, int slice) {
    SliceMask now = mask.slice(object, truth.axis(), slice);
    annotator.annotate(object, truth, slice, now, prompt, corrections);
  }

  /** Returns the Dice of each object in the mask that the session shows. */
  private static List<Double> dice(Mask mask, List<Truth> truths) {
    return IntStream.rangeClosed(1, truths.size())
        .mapToObj(
            object -> {
              Truth truth = truths.get(object - 1);
              return Metrics.dice(Protocol.masks(mask, object, truth), truth.slices());
            })
        .toList();
  }
}
