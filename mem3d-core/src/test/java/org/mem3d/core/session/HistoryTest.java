package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;

/** Undo, redo and replay. */
@ExtendWith(SharedEngine.class)
class HistoryTest {
  private final Phantom phantom = Phantom.flat();

  private List<Consumer<SegmentationSession>> steps() {
    return List.of(
        session -> session.addObject("ellipsoid"),
        session -> session.interact(Interaction.click(1, Axis.Z, 3, 23, 19)),
        SegmentationSession::propagate,
        session -> session.interact(Interaction.negativeClick(1, Axis.Z, 3, 40, 30)),
        session -> session.addObject("corner"),
        session -> session.interact(Interaction.mask(1, Axis.Z, 5, phantom.truth(1, 5))),
        session -> session.interact(Interaction.absent(2, Axis.X, 0)),
        SegmentationSession::propagate);
  }

  @Test
  void everyStepIsUndoneAndRedone(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      List<Snapshot> seen = new ArrayList<>();
      seen.add(Snapshot.of(session));
      for (Consumer<SegmentationSession> step : steps()) {
        step.accept(session);
        seen.add(Snapshot.of(session));
      }
      int last = steps().size();
      for (int i = last; i > 0; i--) {
        seen.get(i).requireSame(session, "before undoing step " + i);
        assertThat(session.canUndo()).isTrue();
        session.undo();
      }
      seen.get(0).requireSame(session, "after undoing all");
      assertThat(session.canUndo()).isFalse();
      for (int i = 1; i <= last; i++) {
        assertThat(session.canRedo()).isTrue();
        session.redo();
        seen.get(i).requireSame(session, "after redoing step " + i);
      }
      assertThat(session.canRedo()).isFalse();

      session.undo();
      session.undo();
      session.addObject("another way");
      assertThat(session.canRedo()).as("a new step forgets what was undone").isFalse();
    }
  }

  @Test
  void theSameStepsGiveTheSameBytes(SegmentationEngine engine) {
    Snapshot first;
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      steps().forEach(step -> step.accept(session));
      first = Snapshot.of(session);
    }
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      steps().forEach(step -> step.accept(session));
      first.requireSame(session, "when replayed");
    }
  }

  @Test
  void propagatingAgainComputesNothing(SegmentationEngine engine) {
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      session.addObject("ellipsoid");
      session.interact(Interaction.mask(1, Axis.Z, 3, phantom.truth(1, 3)));
      assertThat(session.propagate().slicesComputed()).isPositive();
      Snapshot before = Snapshot.of(session);
      assertThat(session.propagate().slicesComputed()).isZero();
      before.requireSame(session, "after propagating again");
    }
  }
}
