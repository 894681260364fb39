package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceQuality;
import org.mem3d.SliceQuality.Origin;
import org.mem3d.Suggestion;
import org.mem3d.SuggestionPolicy;

/** Which slices a session asks for. */
@ExtendWith(SharedEngine.class)
class SuggestionTest {
  @Test
  void slicesAreOrderedByTheirExpectedGain(SegmentationEngine engine) {
    Phantom phantom = Phantom.tall();
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      int object = session.addObject("ellipsoid");
      assertThat(session.suggest(3)).isEmpty();
      session.interact(Interaction.mask(object, Axis.Z, 3, phantom.truth(1, 3)));
      session.interact(Interaction.mask(object, Axis.Z, 7, phantom.truth(1, 7)));
      assertThat(session.suggest(3)).as("before the first propagation").isEmpty();
      session.propagate();

      List<SliceQuality> qualities = session.quality(object);
      List<Suggestion> all = session.suggest(object, 1000, SuggestionPolicy.RECOMMENDED);
      List<Integer> expected =
          qualities.stream()
              .filter(quality -> quality.origin() == Origin.PROPAGATED && quality.area() > 0)
              .sorted(
                  Comparator.comparingDouble(
                          (SliceQuality quality) -> gain(quality.slice(), qualities))
                      .reversed())
              .map(SliceQuality::slice)
              .toList();
      assertThat(expected).hasSizeGreaterThan(3);
      assertThat(all.stream().map(Suggestion::slice).toList()).isEqualTo(expected);
      for (Suggestion suggestion : all) {
        SliceQuality quality = qualities.get(suggestion.slice());
        assertThat(suggestion.score()).isCloseTo(gain(suggestion.slice(), qualities), within(1e-9));
        assertThat(suggestion.predictedDice()).isEqualTo(quality.predictedDice());
        assertThat(suggestion.object()).isEqualTo(object);
        assertThat(suggestion.axis()).isEqualTo(Axis.Z);
        assertThat(suggestion.reason()).contains(quality.area() + " voxels");
      }
      assertThat(session.suggest(2)).isEqualTo(all.subList(0, 2));

      List<Suggestion> doubtful = session.suggest(object, 1000, SuggestionPolicy.LOWEST_QUALITY);
      assertThat(doubtful).hasSameSizeAs(all);
      assertThat(doubtful).isSortedAccordingTo(Comparator.comparing(Suggestion::predictedDice));
    }
  }

  /** What annotating a slice mends of all, the slices 3 and 7 being annotated. */
  private static double gain(int slice, List<SliceQuality> qualities) {
    double sum = 0;
    for (SliceQuality other : qualities) {
      if (other.origin() == Origin.PROPAGATED) {
        int now = Math.min(Math.abs(other.slice() - 3), Math.abs(other.slice() - 7));
        int then = Math.min(now, Math.abs(other.slice() - slice));
        sum += (1.05 - other.predictedDice()) * other.area() * (now - then) / now;
      }
    }
    return sum;
  }

  @Test
  void objectsAreRankedTogether(SegmentationEngine engine) {
    Phantom phantom = Phantom.pair();
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      for (int object = 1; object <= 2; object++) {
        session.addObject("object " + object);
        session.interact(Interaction.mask(object, Axis.Z, 2, phantom.truth(object, 2)));
      }
      session.propagate();
      List<Suggestion> together = session.suggest(1000);
      assertThat(together)
          .isSortedAccordingTo(Comparator.comparingDouble(Suggestion::score).reversed())
          .anyMatch(suggestion -> suggestion.object() == 1)
          .anyMatch(suggestion -> suggestion.object() == 2)
          .noneMatch(suggestion -> suggestion.slice() == 2);
      assertThat(together)
          .hasSize(
              session.suggest(1, 1000, SuggestionPolicy.RECOMMENDED).size()
                  + session.suggest(2, 1000, SuggestionPolicy.RECOMMENDED).size());
    }
  }
}
