package org.mem3d.core.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Suggestion;
import org.mem3d.SuggestionPolicy;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.propagation.result.ExpectedGain;

/** Ranks the slices of an object by how much another look is worth. Stateless. */
final class Suggestions {
  private Suggestions() {}

  /** Returns the slices that the last propagation filled, best first; never an annotated one. */
  static List<Suggestion> of(Contest contest, ObjectState object, SuggestionPolicy policy) {
    List<Suggestion> suggestions = new ArrayList<>();
    Axis axis = object.axis();
    if (axis == null) {
      return suggestions;
    }
    @Nullable SlicePrediction[] predictions = new SlicePrediction[object.predictions().size()];
    Arrays.setAll(
        predictions,
        slice -> {
          SlicePrediction own = object.prediction(slice);
          // What others have won needs no look for this object's sake.
          return own == null || object.marked().containsKey(slice)
              ? own
              : new SlicePrediction(contest.seen(object).get(slice), own.predictedDice());
        });
    NavigableSet<Integer> annotated = object.marked().navigableKeySet();
    double[] gains = ExpectedGain.of(predictions, annotated);
    for (int slice = 0; slice < predictions.length; slice++) {
      SlicePrediction prediction = predictions[slice];
      if (prediction == null || annotated.contains(slice) || prediction.patch().area() == 0) {
        continue;
      }
      float dice = prediction.predictedDice();
      int area = prediction.patch().area();
      int distance = ExpectedGain.distance(slice, annotated);
      double score =
          switch (policy) {
            case RECOMMENDED -> gains[slice];
            case LOWEST_QUALITY -> 1 - dice;
          };
      boolean known = !object.isStart(slice);
      String reason =
          String.format(
              Locale.ROOT,
              "%s, %d voxels, %s",
              known ? String.format(Locale.ROOT, "predicted Dice %.2f", dice) : "unknown quality",
              area,
              annotated.isEmpty()
                  ? "no slice annotated yet"
                  : distance + " slices from the nearest annotated one");
      suggestions.add(
          new Suggestion(object.label(), axis, slice, known ? dice : Float.NaN, score, reason));
    }
    suggestions.sort(
        Comparator.comparingDouble(Suggestion::score)
            .reversed()
            .thenComparingInt(Suggestion::slice));
    return suggestions;
  }
}
