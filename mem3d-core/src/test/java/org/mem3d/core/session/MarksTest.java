package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceAnswer;
import org.mem3d.SliceMask;
import org.mem3d.SliceQuality;

/** What the user said holds, whatever the networks say. */
@ExtendWith(SharedEngine.class)
class MarksTest {
  private final Phantom phantom = Phantom.flat();

  @Test
  void positiveMarksAreInsideAndNegativeOnesOutside(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      int object = session.addObject("ellipsoid");
      session.interact(Interaction.click(object, Axis.Z, 3, 23, 19));
      // Both against what the picture shows: background called object, and object background.
      session.interact(Interaction.scribble(object, Axis.Z, 3, 1, 1, 6, 1));
      session.interact(Interaction.negativeScribble(object, Axis.Z, 3, 20, 19, 20, 24));
      session.interact(
          new Interaction.Scribble(
              object, Axis.Z, 3, List.of(new Interaction.Point(40, 30)), true, 5));
      session.interact(
          Interaction.negativeLasso(object, Axis.Z, 3, 28, 15, 32, 15, 32, 19, 28, 19));
      session.interact(Interaction.click(object, Axis.Z, 3, 47.4, 39.4));
      SliceAnswer answer = session.interact(Interaction.negativeClick(object, Axis.Z, 3, 25, 12));
      session.propagate();

      SliceMask mask = session.mask().slice(object, Axis.Z, 3);
      assertThat(mask).isEqualTo(answer.mask());
      assertThat(mask.contains(23, 19)).isTrue();
      for (int x = 1; x <= 6; x++) {
        assertThat(mask.contains(x, 1)).as("on the positive stroke at " + x).isTrue();
      }
      for (int y = 19; y <= 24; y++) {
        assertThat(mask.contains(20, y)).as("on the negative stroke at " + y).isFalse();
      }
      for (int y = 28; y <= 32; y++) {
        for (int x = 38; x <= 42; x++) {
          if ((x - 40) * (x - 40) + (y - 30) * (y - 30) <= 4) {
            assertThat(mask.contains(x, y)).as("in the broad stroke at " + x + "," + y).isTrue();
          }
        }
      }
      for (int y = 16; y <= 18; y++) {
        for (int x = 29; x <= 31; x++) {
          assertThat(mask.contains(x, y)).as("in the negative lasso").isFalse();
        }
      }
      assertThat(mask.contains(47, 39)).as("the corner voxel").isTrue();
      assertThat(mask.contains(25, 12)).as("the negative click").isFalse();
    }
  }

  @Test
  void aLaterMarkTakesAnEarlierOneBack(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      int object = session.addObject("ellipsoid");
      session.interact(Interaction.scribble(object, Axis.Z, 3, 18, 19, 28, 19));
      SliceMask without =
          session.interact(Interaction.negativeClick(object, Axis.Z, 3, 20, 19)).mask();
      assertThat(without.contains(20, 19)).isFalse();
      assertThat(without.contains(18, 19)).as("the rest of the stroke").isTrue();
      SliceMask again = session.interact(Interaction.click(object, Axis.Z, 3, 20, 19)).mask();
      assertThat(again.contains(20, 19)).isTrue();
    }
  }

  @Test
  void annotatedSlicesStayByteIdentical(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      int object = session.addObject("ellipsoid");
      SliceMask half = SliceMask.of(48, 40, i -> phantom.truth(1, 3).contains(i) && i % 48 < 23);
      session.interact(Interaction.mask(object, Axis.Z, 3, half));
      session.propagate();
      Mask first = session.mask();
      assertThat(first.slice(object, Axis.Z, 3)).isEqualTo(half);

      SliceAnswer corrected = session.interact(Interaction.click(object, Axis.Z, 1, 30, 19));
      assertThat(corrected.mask().contains(30, 19)).isTrue();
      assertThat(session.mask().slice(object, Axis.Z, 4))
          .as("a mark changes its own slice alone")
          .isEqualTo(first.slice(object, Axis.Z, 4));
      session.propagate();
      assertThat(session.mask().slice(object, Axis.Z, 3)).isEqualTo(half);
      assertThat(session.mask().slice(object, Axis.Z, 1)).isEqualTo(corrected.mask());
      assertThat(session.quality(object).get(3))
          .isEqualTo(new SliceQuality(3, 1, 1, 1, half.area(), SliceQuality.Origin.ANNOTATED));
    }
  }

  @Test
  void absentSlicesStayEmptyAndStopTheChain(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      int object = session.addObject("ellipsoid");
      session.interact(Interaction.mask(object, Axis.Z, 3, phantom.truth(1, 3)));
      session.propagate();
      assertThat(session.mask().slice(object, Axis.Z, 5).isEmpty()).isFalse();
      SliceAnswer gone = session.interact(Interaction.absent(object, Axis.Z, 5));
      assertThat(gone.mask().isEmpty()).isTrue();
      assertThat(session.mask().slice(object, Axis.Z, 5).isEmpty()).isTrue();
      session.propagate();
      Mask mask = session.mask();
      assertThat(mask.slice(object, Axis.Z, 5).isEmpty()).isTrue();
      assertThat(mask.slice(object, Axis.Z, 6).isEmpty()).isTrue();
      assertThat(session.quality(object).get(5).origin()).isEqualTo(SliceQuality.Origin.ANNOTATED);
      assertThat(session.quality(object).get(6).origin()).isEqualTo(SliceQuality.Origin.UNREACHED);

      // A mark on the slice takes the word back.
      SliceAnswer back = session.interact(Interaction.click(object, Axis.Z, 5, 23, 19));
      assertThat(back.mask().contains(23, 19)).isTrue();
    }
  }

  @Test
  void anObjectThatIsAbsentEverywhereIsEmpty(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      int object = session.addObject("nothing");
      session.interact(Interaction.absent(object, Axis.Z, 3));
      session.interact(Interaction.mask(object, Axis.Z, 5, SliceMask.empty(48, 40)));
      assertThat(session.propagate().slicesComputed()).isZero();
      assertThat(session.mask().count(object)).isZero();
      assertThat(session.suggest(5)).isEmpty();
    }
  }

  @Test
  void aGivenMaskReplacesWhatTheMarksHadLedTo(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      int object = session.addObject("ellipsoid");
      session.interact(Interaction.click(object, Axis.Z, 3, 23, 19));
      SliceMask corner = SliceMask.of(48, 40, i -> i % 48 < 5 && i < 48 * 5);
      SliceAnswer answer = session.interact(Interaction.mask(object, Axis.Z, 3, corner));
      assertThat(answer.mask()).isEqualTo(corner);
      assertThat(answer.predictedDice()).isEqualTo(1);
      assertThat(session.mask().slice(object, Axis.Z, 3)).isEqualTo(corner);
    }
  }
}
