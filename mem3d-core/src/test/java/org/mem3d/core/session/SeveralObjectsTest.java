package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.PropagationReport;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

/** Several objects in one session, and voxels that two of them claim. */
@ExtendWith(SharedEngine.class)
class SeveralObjectsTest {
  private final Phantom phantom = Phantom.pair();

  @Test
  void objectsCarriedTogetherAreAsCarriedAlone(SegmentationEngine engine) {
    Snapshot[] alone = new Snapshot[3];
    for (int object = 1; object <= 2; object++) {
      try (SegmentationSession session = engine.newSession(phantom.volume())) {
        session.addObject("alone");
        session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(object, 2)));
        session.propagate();
        alone[object] = Snapshot.of(session);
      }
    }
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.addObject("right");
      session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
      session.interact(Interaction.mask(2, Axis.Z, 2, phantom.truth(2, 2)));
      PropagationReport report = session.propagate();
      Snapshot together = Snapshot.of(session);
      assertThat(report.changes())
          .extracting(PropagationReport.Change::object)
          .containsExactly(1, 2);
      for (int object = 1; object <= 2; object++) {
        assertThat(phantom.dice(session.mask(), object)).isGreaterThan(0.6);
        assertThat(together.qualities().get(object - 1))
            .isEqualTo(alone[object].qualities().get(0));
        assertThat(
                together
                    .probabilities()
                    .get(object - 1)
                    .equals(alone[object].probabilities().get(0)))
            .isTrue();
      }
    }
  }

  @Test
  void onlyObjectsWithNewMarksAreCarriedAgain(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.addObject("right");
      session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
      session.propagate();
      session.interact(Interaction.mask(2, Axis.Z, 2, phantom.truth(2, 2)));
      PropagationReport report = session.propagate();
      assertThat(report.changes()).extracting(PropagationReport.Change::object).containsExactly(2);
    }
  }

  @Test
  void claimedVoxelsGoToTheLikelierAndToTheAnnotated(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.addObject("same place");
      session.interact(Interaction.mask(1, Axis.Z, 1, phantom.truth(1, 1)));
      session.interact(Interaction.mask(2, Axis.Z, 3, phantom.truth(1, 3)));
      session.propagate();
      Mask mask = session.mask();
      assertThat(mask.slice(1, Axis.Z, 1)).isEqualTo(phantom.truth(1, 1));
      assertThat(mask.slice(2, Axis.Z, 3)).isEqualTo(phantom.truth(1, 3));
      Volume first = session.probability(1);
      Volume second = session.probability(2);
      float[] p = new float[48 * 40];
      float[] q = new float[48 * 40];
      first.readSlice(Axis.Z, 2, p);
      second.readSlice(Axis.Z, 2, q);
      int contested = 0;
      for (int i = 0; i < p.length; i++) {
        boolean inFirst = p[i] * 255 > 127.5;
        boolean inSecond = q[i] * 255 > 127.5;
        int label = mask.label(i % 48, Math.floorDiv(i, 48), 2);
        contested += inFirst && inSecond ? 1 : 0;
        // Claims are compared in steps of 1/128.
        boolean near = Math.abs(p[i] - q[i]) < 2.1 / 255;
        if (!inFirst && !inSecond) {
          assertThat(label).isZero();
        } else if (!inSecond || (inFirst && !near && p[i] > q[i])) {
          assertThat(label).isEqualTo(1);
        } else if (!inFirst || !near) {
          assertThat(label).isEqualTo(2);
        } else {
          assertThat(label).isPositive();
        }
      }
      assertThat(contested).as("voxels that both claim").isPositive();
    }
  }

  @Test
  void oneObjectsMarksHoldInsideAnothersMask(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.addObject("part of it");
      session.interact(Interaction.box(1, Axis.Z, 2, 5, 10, 21, 28));
      session.interact(Interaction.mask(2, Axis.Z, 2, SliceMask.of(48, 40, i -> i == 48 * 2 + 45)));
      session.interact(Interaction.click(2, Axis.Z, 2, 13, 19));
      assertThat(session.mask().label(13, 19, 2)).as("the second object's click").isEqualTo(2);
      session.undo();
      session.undo();
      session.interact(Interaction.click(1, Axis.Z, 2, 40, 3));
      session.interact(Interaction.box(2, Axis.Z, 2, 25, 0, 46, 28));
      assertThat(session.mask().label(40, 3, 2)).as("the first object's click").isEqualTo(1);
    }
  }

  @Test
  void objectsMayRunAlongDifferentAxes(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.addObject("right");
      session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
      Mask truth = new Mask(48, 40, 5, phantom.volume().geometry(), truthLabels());
      session.interact(Interaction.mask(2, Axis.X, 34, truth.slice(2, Axis.X, 34)));
      session.propagate();
      assertThat(session.quality(1)).hasSize(5);
      assertThat(session.quality(2)).hasSize(48);
      assertThat(session.mask().slice(1, Axis.Z, 2)).isEqualTo(phantom.truth(1, 2));
      assertThat(session.mask().slice(2, Axis.X, 34)).isEqualTo(truth.slice(2, Axis.X, 34));
    }
  }

  private byte[] truthLabels() {
    byte[] labels = new byte[48 * 40 * 5];
    for (int i = 0; i < labels.length; i++) {
      labels[i] =
          (byte) phantom.label(i % 48, Math.floorDiv(i, 48) % 40, Math.floorDiv(i, 48 * 40));
    }
    return labels;
  }
}
