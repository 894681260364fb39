package org.mem3d.viewer.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.Mask;
import org.mem3d.SessionHistory;
import org.mem3d.SessionStep;
import org.mem3d.SessionStep.Kind;

/** What is left to be carried through the volume. */
class SessionSnapshotTest {
  private static SessionStep step(Kind kind, int object) {
    return new SessionStep(kind, object, -1, "a step", List.of());
  }

  private static boolean hasNewEvidence(SessionStep... done) {
    SessionHistory history = new SessionHistory(List.of(done), List.of(), List.of(), 0);
    Mask mask = Mask.empty(new Grid(4, 3, 2, Geometry.UNIT));
    return new SessionSnapshot(List.of(), mask, List.of(), history).hasNewEvidence();
  }

  @Test
  void whatWasMarkedSinceTheLastPropagationIsNew() {
    assertThat(hasNewEvidence()).isFalse();
    assertThat(hasNewEvidence(step(Kind.ADD_OBJECT, 1))).isFalse();
    assertThat(hasNewEvidence(step(Kind.ADD_OBJECT, 1), step(Kind.MARK, 1))).isTrue();
    assertThat(hasNewEvidence(step(Kind.MARK, 1), step(Kind.PROPAGATE, 0))).isFalse();
    assertThat(hasNewEvidence(step(Kind.PROPAGATE, 0), step(Kind.CONFIRM, 1))).isTrue();
  }

  @Test
  void marksOfARemovedObjectAreNothingToCarry() {
    assertThat(hasNewEvidence(step(Kind.MARK, 1), step(Kind.REMOVE_OBJECT, 1))).isFalse();
    assertThat(hasNewEvidence(step(Kind.MARK, 2), step(Kind.MARK, 1), step(Kind.REMOVE_OBJECT, 1)))
        .isTrue();
    // The label is given anew.
    assertThat(
            hasNewEvidence(
                step(Kind.MARK, 1),
                step(Kind.REMOVE_OBJECT, 1),
                step(Kind.ADD_OBJECT, 1),
                step(Kind.MARK, 1)))
        .isTrue();
  }
}
