package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mem3d.Axis;
import org.mem3d.Change;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;
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
      assertThat(report.changes()).extracting(Change::object).containsExactly(1, 2);
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
      assertThat(report.changes()).extracting(Change::object).containsExactly(2);
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
        int label = mask.label(i % 48, Math.floorDiv(i, 48), 2);
        // From one half on a voxel is in the mask; those that the other object won are just below.
        assertThat(p[i] >= 128 / 255f).isEqualTo(label == 1);
        assertThat(q[i] >= 128 / 255f).isEqualTo(label == 2);
        boolean lost = label == 1 ? q[i] * 255 > 126.5 : label == 2 && p[i] * 255 > 126.5;
        contested += lost ? 1 : 0;
      }
      assertThat(contested).as("voxels that both claim").isPositive();
      assertThat(session.quality(1).get(2).area() + session.quality(2).get(2).area())
          .isEqualTo(mask.slice(1, Axis.Z, 2).area() + mask.slice(2, Axis.Z, 2).area());
      for (int object = 1; object <= 2; object++) {
        assertThat(session.mask(object).slice(object, Axis.Z, 2))
            .isEqualTo(mask.slice(object, Axis.Z, 2));
        assertThat(session.mask(object).count(3 - object)).isZero();
      }
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
  void whatWasMarkedForOneObjectIsNotTakenByAnother(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("left");
      session.addObject("right");
      session.interact(Interaction.scribble(2, Axis.Z, 2, 30, 19, 36, 19));
      SliceMask beside = session.interact(Interaction.box(1, Axis.Z, 2, 4, 8, 46, 30)).mask();
      Volume probability = session.probability(1);
      float[] levels = new float[48 * 40];
      probability.readSlice(Axis.Z, 2, levels);
      for (int u = 30; u <= 36; u++) {
        assertThat(beside.contains(u, 19)).isFalse();
        assertThat(levels[19 * 48 + u]).as("of its own").isLessThan(0.5f);
      }
    }
  }

  @Test
  void whatWasMarkedForAnObjectInsideDoesNotCountAgainstTheOneAround(SegmentationEngine engine) {
    Interaction box = Interaction.box(1, Axis.Z, 2, 5, 10, 21, 28);
    SliceMask alone;
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("organ");
      alone = session.interact(box).mask();
    }
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("organ");
      session.addObject("tumour", 1);
      SliceMask tumour = session.interact(Interaction.click(2, Axis.Z, 2, 13, 19)).mask();
      assertThat(session.interact(box).mask())
          .isEqualTo(SliceMask.of(48, 40, i -> alone.contains(i) && !tumour.contains(i)));
    }
  }

  @Test
  void objectsMayOverlapWhereThatIsAllowed(SegmentationEngine engine) {
    SliceMask all = phantom.truth(1, 2);
    SliceMask half = SliceMask.of(48, 40, i -> all.contains(i) && i % 48 > 11);
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("all");
      session.addObject("half");
      session.interact(Interaction.mask(1, Axis.Z, 2, all));
      session.interact(Interaction.mask(2, Axis.Z, 2, half));
      assertThat(session.mask(1).count(1) + session.mask(2).count(2)).isEqualTo(all.area());
      Mask before = session.mask();
      session.allowOverlap(true);
      assertThat(session.mask(1).slice(1, Axis.Z, 2)).isEqualTo(all);
      assertThat(session.mask(2).slice(2, Axis.Z, 2)).isEqualTo(half);
      assertThat(session.quality(1).get(2).area()).isEqualTo(all.area());
      assertThat(session.mask()).as("one label a voxel").isEqualTo(before);
      session.undo();
      assertThat(session.mask(1).count(1) + session.mask(2).count(2)).isEqualTo(all.area());
    }
  }

  @Test
  void whatIsStatedToLieInsideWins(SegmentationEngine engine) {
    SliceMask all = phantom.truth(1, 2);
    // Not under half the size: only the statement says that it lies inside.
    SliceMask most = SliceMask.of(48, 40, i -> all.contains(i) && i % 48 > 11);
    assertThat(2 * most.area()).isGreaterThan(all.area());
    for (boolean stated : new boolean[] {false, true}) {
      try (SegmentationSession session = engine.newSession(phantom.volume())) {
        session.addObject("organ");
        int inner = stated ? session.addObject("tumour", 1) : session.addObject("tumour");
        session.interact(Interaction.mask(inner, Axis.Z, 2, most));
        SliceMask outer = session.interact(Interaction.mask(1, Axis.Z, 2, all)).mask();
        SliceMask seen = session.mask().slice(inner, Axis.Z, 2);
        assertThat(seen).isEqualTo(most);
        assertThat(outer.area() + seen.area()).isEqualTo(all.area());
        if (stated) {
          session.interact(Interaction.click(1, Axis.Z, 2, 13, 19));
          assertThat(session.mask().label(13, 19, 2)).as("marked for the organ").isEqualTo(1);
        }
      }
    }
  }

  @Test
  void theObjectAroundMustBeThere(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      assertThatThrownBy(() -> session.addObject("tumour", 1))
          .isInstanceOf(InteractionException.class)
          .hasMessageContaining("no object 1");
      assertThat(session.objects()).isEmpty();
      assertThat(session.canUndo()).isFalse();
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
