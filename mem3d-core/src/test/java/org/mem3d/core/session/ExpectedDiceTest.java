package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mem3d.Axis;
import org.mem3d.ExpectedDice;
import org.mem3d.Interaction;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceQuality;
import org.mem3d.Volume;

/** What a session expects of a whole object, and of each voxel. */
@ExtendWith(SharedEngine.class)
class ExpectedDiceTest {
  private final Phantom phantom = Phantom.pair();

  @Test
  void whatIsNotMarkedMayBeAnything(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      assertThat(session.expectedDice(1)).isEqualTo(new ExpectedDice(1, 0, 0, 1));
    }
  }

  @Test
  void theIntervalNarrowsAsSlicesAreConfirmed(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
      session.propagate();
      ExpectedDice first = session.expectedDice(1);
      assertThat(first.low()).isLessThan(first.mean());
      assertThat(first.high()).isGreaterThan(first.mean());
      for (int slice = 0; slice < 5; slice++) {
        session.confirm(1, slice);
      }
      ExpectedDice last = session.expectedDice(1);
      assertThat(last.high() - last.low()).isLessThan(first.high() - first.low());
      assertThat(last.mean()).isGreaterThan(0.98);
    }
  }

  @Test
  void uncertaintiesAddUpToTheWrongVoxelsThatAreExpected(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
      session.propagate();
      Volume uncertainty = session.uncertainty(1);
      float[] slice = new float[48 * 40];
      uncertainty.readSlice(Axis.Z, 2, slice);
      assertThat(slice).as("given").containsOnly(0f);
      SliceQuality quality = session.quality(1).get(3);
      uncertainty.readSlice(Axis.Z, 3, slice);
      double sum = 0;
      int capped = 0;
      for (float chance : slice) {
        assertThat(chance).isBetween(0f, 0.5f);
        sum += chance;
        capped += chance > 0.499 ? 1 : 0;
      }
      double wrong = 2 * (1 - quality.predictedDice()) * quality.area();
      assertThat(wrong).isPositive();
      // Steps of 1/510, and none above one half.
      double tolerance = 1 + 0.002 * quality.area();
      assertThat(sum).isLessThan(wrong + tolerance);
      if (capped == 0) {
        assertThat(sum).isCloseTo(wrong, within(tolerance));
      }
    }
  }
}
