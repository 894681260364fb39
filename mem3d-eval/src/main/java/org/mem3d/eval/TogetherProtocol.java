package org.mem3d.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.mem3d.Axis;
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
    byte[] truth = labels(chosen, image);
    List<TogetherResult.Step> steps = new ArrayList<>();
    try (SegmentationSession session = engine.newSession(image)) {
      Annotator annotator = new Annotator(session, new SimulatedUser(seed));
      for (Truth each : chosen) {
        int object = session.addObject("label " + each.label());
        annotate(annotator, session.mask(), object, each, each.largestSlice());
      }
      session.propagate();
      double[] before = dice(session.mask(), truth, chosen.size());
      List<Double> first = boxed(before);
      for (int round = 2; round <= rounds; round++) {
        for (int object = 1; object <= chosen.size(); object++) {
          OptionalInt slice =
              session.suggest(object, 1, SuggestionPolicy.RECOMMENDED).stream()
                  .mapToInt(Suggestion::slice)
                  .findFirst();
          if (slice.isEmpty()) {
            continue;
          }
          annotate(annotator, session.mask(), object, chosen.get(object - 1), slice.getAsInt());
          session.propagate();
          double[] after = dice(session.mask(), truth, chosen.size());
          steps.add(new TogetherResult.Step(round, object - 1, boxed(before), boxed(after)));
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

  /** Returns 1 for the voxels of the first object, 2 for those of the second, and so on. */
  private static byte[] labels(List<Truth> truths, Volume image) {
    byte[] labels = new byte[image.sizeX() * image.sizeY() * image.sizeZ()];
    for (int object = 1; object <= truths.size(); object++) {
      Truth truth = truths.get(object - 1);
      Axis axis = truth.axis();
      for (int slice = 0; slice < truth.slices().size(); slice++) {
        SliceMask mask = truth.slices().get(slice);
        int[] box = mask.bounds();
        for (int v = box.length == 0 ? 0 : box[1]; box.length > 0 && v <= box[3]; v++) {
          for (int u = box[0]; u <= box[2]; u++) {
            if (mask.contains(u, v)) {
              int x = axis == Axis.X ? slice : u;
              int y = axis == Axis.X ? u : axis == Axis.Y ? slice : v;
              int z = axis == Axis.Z ? slice : v;
              labels[x + image.sizeX() * (y + image.sizeY() * z)] = (byte) object;
            }
          }
        }
      }
    }
    return labels;
  }

  private static double[] dice(Mask mask, byte[] truth, int objects) {
    long[] inMask = new long[MOST_OBJECTS + 1];
    long[] inTruth = new long[MOST_OBJECTS + 1];
    long[] inBoth = new long[MOST_OBJECTS + 1];
    byte[] labels = mask.toByteArray();
    for (int i = 0; i < labels.length; i++) {
      int label = labels[i] & 0xff;
      int right = truth[i] & 0xff;
      inMask[label]++;
      inTruth[right]++;
      if (label == right) {
        inBoth[label]++;
      }
    }
    double[] dice = new double[objects];
    for (int object = 1; object <= objects; object++) {
      dice[object - 1] = 2.0 * inBoth[object] / (inMask[object] + inTruth[object]);
    }
    return dice;
  }

  private static List<Double> boxed(double[] values) {
    return java.util.Arrays.stream(values).boxed().toList();
  }
}
