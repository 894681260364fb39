package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;
import org.mem3d.Mask;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceAnswer;
import org.mem3d.SliceMask;
import org.mem3d.SliceQuality;

/** Marks change what is wrong and nothing else. */
@ExtendWith(SharedEngine.class)
class NoHarmTest {
  private final Phantom phantom = Phantom.pair();

  @Test
  void marksThatAgreeChangeNothing(SegmentationEngine engine) {
    SliceMask truth = phantom.truth(1, 2);
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.interact(Interaction.mask(1, Axis.Z, 2, truth));
      int[] box = truth.bounds();
      Interaction[] marks = {
        Interaction.click(1, Axis.Z, 2, 13, 19),
        Interaction.scribble(1, Axis.Z, 2, 11, 17, 14, 20),
        Interaction.negativeClick(1, Axis.Z, 2, 45, 3),
        Interaction.negativeLasso(1, Axis.Z, 2, 40, 1, 46, 1, 46, 6),
        Interaction.box(1, Axis.Z, 2, box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1)
      };
      for (Interaction mark : marks) {
        SliceAnswer answer = session.interact(mark);
        assertThat(answer.mask()).as(mark.toString()).isEqualTo(truth);
        assertThat(answer.predictedDice()).isEqualTo(1);
      }
      for (int i = 0; i < marks.length; i++) {
        session.undo();
      }
      assertThat(session.mask().slice(1, Axis.Z, 2)).isEqualTo(truth);
    }
  }

  @Test
  void threeHundredMarksThatAgreeChangeNoVoxel(SegmentationEngine engine) {
    SplittableRandom random = new SplittableRandom(300);
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.addObject("right");
      session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
      session.interact(Interaction.mask(2, Axis.Z, 2, phantom.truth(2, 2)));
      session.propagate();
      Mask before = session.mask();
      for (int i = 0; i < 300; i++) {
        int object = 1 + random.nextInt(2);
        int slice = random.nextInt(5);
        boolean positive = random.nextBoolean();
        SliceMask mask = before.slice(object, Axis.Z, slice);
        int pixel = random.nextInt(48 * 40);
        if (mask.isEmpty() || mask.contains(pixel) != positive) {
          continue;
        }
        Interaction.Point at = new Interaction.Point(pixel % 48, Math.floorDiv(pixel, 48));
        session.interact(
            random.nextBoolean()
                ? new Interaction.Click(object, Axis.Z, slice, at, positive)
                : new Interaction.Scribble(object, Axis.Z, slice, List.of(at), positive, 1));
        assertThat(session.mask()).as("after mark %d", i).isEqualTo(before);
      }
      session.propagate();
      assertThat(session.mask()).isEqualTo(before);
    }
  }

  @Test
  void aCarriedMaskThatAMarkAgreesWithIsAnnotatedAsItIs(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
      session.propagate();
      SliceMask carried = session.mask().slice(1, Axis.Z, 3);
      assertThat(carried.contains(13, 19)).isTrue();
      assertThat(session.interact(Interaction.click(1, Axis.Z, 3, 13, 19)).mask())
          .isEqualTo(carried);
      assertThat(session.quality(1).get(3).origin()).isEqualTo(SliceQuality.Origin.ANNOTATED);
    }
  }

  @Test
  void aGivenMaskChangesOnlyNearTheMarkThatContradictsIt(SegmentationEngine engine) {
    SliceMask truth = phantom.truth(1, 2);
    // A quarter of the object is missing, and far away there is a piece too much.
    SliceMask given =
        SliceMask.of(
            48,
            40,
            i -> {
              int u = i % 48;
              int v = Math.floorDiv(i, 48);
              boolean missing = u > 13 && v > 19;
              return (truth.contains(i) && !missing) || (u >= 42 && v < 4);
            });
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.interact(Interaction.mask(1, Axis.Z, 2, given));
      SliceMask answer = session.interact(Interaction.click(1, Axis.Z, 2, 15, 21)).mask();
      assertThat(answer.contains(15, 21)).isTrue();
      assertChangedOnlyNear(15, 21, given, answer);
    }
  }

  @Test
  void aCarriedMaskChangesOnlyNearTheMarksThatContradictIt(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
      session.propagate();
      SliceMask before = session.mask().slice(1, Axis.Z, 3);
      int[] box = before.bounds();
      // One click above the object and then one below it.
      for (int v : new int[] {box[1] - 2, box[3] + 2}) {
        int u = (box[0] + box[2]) / 2;
        SliceMask answer = session.interact(Interaction.click(1, Axis.Z, 3, u, v)).mask();
        assertThat(answer.contains(u, v)).isTrue();
        assertChangedOnlyNear(u, v, before, answer);
        before = answer;
      }
    }
  }

  /** A click beside a mask reaches a quarter further than the mask is away, or three pixels. */
  private static void assertChangedOnlyNear(int u, int v, SliceMask before, SliceMask after) {
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 48 * 40; i++) {
      if (before.contains(i)) {
        nearest = Math.min(nearest, Math.hypot(i % 48 - u, Math.floorDiv(i, 48) - v));
      }
    }
    double reach = Math.max(3, 1.25 * nearest);
    for (int i = 0; i < 48 * 40; i++) {
      if (Math.hypot(i % 48 - u, Math.floorDiv(i, 48) - v) > reach) {
        assertThat(after.contains(i)).as("pixel %d", i).isEqualTo(before.contains(i));
      }
    }
  }

  @Test
  void aConfirmedMaskIsAnnotatedAndStays(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
      session.propagate();
      SliceMask carried = session.mask().slice(1, Axis.Z, 3);
      SliceAnswer answer = session.confirm(1, 3);
      assertThat(answer.mask()).isEqualTo(carried);
      assertThat(answer.predictedDice()).isEqualTo(1);
      assertThat(session.quality(1).get(3).origin()).isEqualTo(SliceQuality.Origin.ANNOTATED);
      session.interact(Interaction.mask(1, Axis.Z, 1, phantom.truth(1, 1)));
      session.propagate();
      assertThat(session.mask().slice(1, Axis.Z, 3)).isEqualTo(carried);
      session.undo();
      session.undo();
      session.undo();
      assertThat(session.quality(1).get(3).origin()).isEqualTo(SliceQuality.Origin.PROPAGATED);
    }
  }

  @Test
  void aSliceWithoutTheObjectIsConfirmedToBeWithoutIt(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
      assertThat(session.confirm(1, 0).mask().isEmpty()).isTrue();
      session.propagate();
      assertThat(session.mask().slice(1, Axis.Z, 0).isEmpty()).isTrue();
    }
  }

  @Test
  void whatCannotBeConfirmedSaysWhy(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      assertThatThrownBy(() -> session.confirm(1, 2))
          .isInstanceOf(InteractionException.class)
          .hasMessageContaining("mark it on a slice first");
      session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
      assertThatThrownBy(() -> session.confirm(1, 5))
          .isInstanceOf(InteractionException.class)
          .hasMessageContaining("from 0 to 4");
      assertThatThrownBy(() -> session.confirm(2, 2)).isInstanceOf(InteractionException.class);
    }
  }
}
