package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceQuality;

/** Between what the Dice of a slice is expected. */
@ExtendWith(SharedEngine.class)
class DiceIntervalTest {
  private final Phantom phantom = Phantom.pair();

  @Test
  void everyPredictionLiesInItsIntervalAndBetterOnesHigher() {
    for (boolean fromGiven : new boolean[] {true, false}) {
      DiceInterval last = DiceInterval.ofCarried(0, fromGiven);
      for (float dice = 0; dice <= 1; dice += 1 / 256f) {
        DiceInterval interval = DiceInterval.ofCarried(dice, fromGiven);
        assertThat(interval.low()).isBetween(last.low(), dice);
        assertThat(interval.high()).isBetween(Math.max(last.high(), dice), 1f);
        DiceInterval drawn = DiceInterval.ofAnnotated(dice);
        assertThat(dice).isBetween(drawn.low(), drawn.high());
        last = interval;
      }
    }
  }

  @Test
  void whatWasCarriedFromDrawnMasksIsLessSure() {
    assertThat(DiceInterval.ofCarried(0.95f, false).low())
        .isLessThan(DiceInterval.ofCarried(0.95f, true).low());
  }

  @Test
  void aGivenMaskIsWhatTheUserWantsAndOfOthersSomethingIsKnown(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
      SliceQuality unreached = session.quality(1).get(3);
      assertThat(unreached.low()).isEqualTo(0);
      assertThat(unreached.high()).isEqualTo(1);
      session.propagate();
      SliceQuality given = session.quality(1).get(2);
      assertThat(given.low()).isEqualTo(1);
      SliceQuality carried = session.quality(1).get(3);
      assertThat(carried.high() - carried.low()).isBetween(0.01f, 0.99f);
      session.addObjects(session.mask(), Axis.Z);
      SliceQuality start = session.quality(2).get(3);
      assertThat(start.low()).isEqualTo(0);
      assertThat(start.high()).isEqualTo(1);
    }
  }
}
