package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Change;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;
import org.mem3d.Mask;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationListener;
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;
import org.mem3d.SessionHistory;
import org.mem3d.SessionStep;
import org.mem3d.SessionStep.Kind;
import org.mem3d.SliceAnswer;
import org.mem3d.SliceMask;
import org.mem3d.SliceQuality;

/** What steps say of themselves, and those that change objects and take marks back. */
@ExtendWith(SharedEngine.class)
class StepsTest {
  private final Phantom phantom = Phantom.pair();
  private SegmentationSession session;

  @BeforeEach
  void open(SegmentationEngine engine) {
    session = engine.newSession(phantom.volume());
  }

  @AfterEach
  void close() {
    session.close();
  }

  private static SliceMask disc(int u, int v, int radius) {
    return SliceMask.of(48, 40, i -> Math.hypot(i % 48 - u, Math.floorDiv(i, 48) - v) <= radius);
  }

  @Test
  void undoSaysWhatItUndid() {
    session.addObject("left");
    session.interact(Interaction.mask(1, Axis.Z, 2, disc(10, 10, 3)));
    session.propagate();
    session.propagate();
    assertThat(session.history().done())
        .extracting(SessionStep::kind)
        .containsExactly(Kind.ADD_OBJECT, Kind.MARK, Kind.PROPAGATE, Kind.PROPAGATE);
    SessionStep idle = session.undo();
    assertThat(idle.kind()).isEqualTo(Kind.PROPAGATE);
    assertThat(idle.changes()).as("the second propagation changed nothing").isEmpty();
    SessionStep carried = session.undo();
    assertThat(carried.kind()).isEqualTo(Kind.PROPAGATE);
    assertThat(carried.changes()).extracting(Change::object).containsExactly(1);
    SessionStep mark = session.undo();
    assertThat(mark)
        .isEqualTo(
            new SessionStep(
                Kind.MARK,
                1,
                2,
                "mark 'left' on Z=2",
                List.of(new Change(1, Axis.Z, List.of(2), new Box(7, 7, 2, 13, 13, 2)))));
    SessionHistory history = session.history();
    assertThat(history.done()).hasSize(1);
    assertThat(history.undone()).containsExactly(mark, carried, idle);
    assertThat(session.redo()).isEqualTo(mark);
  }

  @Test
  void changesAreWhatDiffersInTheMask() {
    session.addObject("left");
    session.addObject("right");
    session.interact(Interaction.mask(1, Axis.Z, 2, disc(10, 10, 6)));
    Mask before = session.mask();
    SliceAnswer answer = session.interact(Interaction.mask(2, Axis.Z, 2, disc(14, 10, 6)));
    Mask after = session.mask();
    assertThat(answer.changes()).extracting(Change::object).contains(2);
    for (Change change : answer.changes()) {
      for (int x = 0; x < 48; x++) {
        for (int y = 0; y < 40; y++) {
          boolean differs =
              before.label(x, y, 2) != after.label(x, y, 2)
                  && (before.label(x, y, 2) == change.object()
                      || after.label(x, y, 2) == change.object());
          assertThat(!differs || change.box().contains(x, y, 2)).isTrue();
        }
      }
    }
  }

  @Test
  void listenersHearEveryStepOnceEachWay() {
    List<SessionStep> heard = new ArrayList<>();
    session.addListener(
        new SegmentationListener() {
          @Override
          public void changed(SessionStep step) {
            heard.add(step);
          }
        });
    session.addObject("left");
    session.interact(Interaction.mask(1, Axis.Z, 2, disc(10, 10, 3)));
    session.renameObject(1, "liver");
    assertThat(heard).isEqualTo(session.history().done());
    SessionStep undone = session.undo();
    SessionStep again = session.redo();
    assertThat(heard).hasSize(5).endsWith(undone, again);
    assertThat(undone).isEqualTo(again);
  }

  @Test
  void aListenerThatFailsLeavesTheSessionAsItWas() {
    session.addObject("left");
    session.interact(Interaction.mask(1, Axis.Z, 2, disc(10, 10, 3)));
    session.undo();
    Snapshot before = Snapshot.of(session);
    SessionHistory history = session.history();
    SegmentationListener failing =
        new SegmentationListener() {
          @Override
          public void changed(SessionStep step) {
            throw new IllegalArgumentException("the window is gone");
          }
        };
    session.addListener(failing);
    List<Runnable> steps =
        List.of(
            () -> session.addObject("more"),
            () -> session.interact(Interaction.absent(1, Axis.Z, 1)),
            () -> session.renameObject(1, "other"),
            session::undo,
            session::redo);
    for (Runnable step : steps) {
      assertThatThrownBy(step::run).hasMessage("the window is gone");
      before.requireSame(session, "after a listener failed");
      assertThat(session.history()).isEqualTo(history);
    }
  }

  @Test
  void objectsAreRenamedColouredAndRemoved() {
    session.addObject("left");
    session.addObject("right");
    session.addObject("part", 2);
    session.interact(Interaction.mask(1, Axis.Z, 2, disc(10, 10, 3)));
    session.interact(Interaction.mask(2, Axis.Z, 2, disc(30, 10, 6)));
    session.interact(Interaction.mask(3, Axis.Z, 2, disc(30, 10, 3)));
    Snapshot before = Snapshot.of(session);
    session.renameObject(1, "liver");
    session.colorObject(1, 0x123456);
    SessionStep removed = session.removeObject(2);
    assertThat(removed.changes()).extracting(Change::object).containsExactly(2);
    assertThat(session.objects())
        .containsExactly(
            new SegmentationObject(1, "liver", 0x123456, 0, false, Box.EVERYWHERE, Axis.Z),
            new SegmentationObject(
                3, "part", SegmentationObject.defaultRgb(3), 0, false, Box.EVERYWHERE, Axis.Z));
    assertThat(session.object(3).name()).isEqualTo("part");
    Mask mask = session.mask();
    assertThat(mask.slice(1, Axis.Z, 2)).isEqualTo(disc(10, 10, 3));
    assertThat(mask.count(2)).isZero();
    assertThat(mask.slice(3, Axis.Z, 2)).as("labels stay").isEqualTo(disc(30, 10, 3));
    assertThatThrownBy(() -> session.quality(2))
        .isInstanceOf(InteractionException.class)
        .hasMessageContainingAll("no object 2", "[1, 3]");
    assertThat(session.addObject("right")).isEqualTo(4);
    for (int i = 0; i < 4; i++) {
      session.undo();
    }
    before.requireSame(session, "after undoing all");
  }

  @Test
  void refusedChangesOfObjects() {
    session.addObject("left");
    session.addObject("right");
    Snapshot before = Snapshot.of(session);
    refused(() -> session.removeObject(3), "no object 3", "1 to 2");
    refused(() -> session.renameObject(1, "right"), "'right'", "in use");
    refused(() -> session.renameObject(1, " "), "empty");
    refused(() -> session.colorObject(1, 0x1000000), "0x1000000");
    refused(() -> session.colorObject(9, 1), "no object 9");
    refused(() -> session.withdraw(1, 2), "not annotated", "slice 2");
    refused(() -> session.withdraw(Interaction.absent(1, Axis.Z, 2)), "no such mark", "Z=2");
    refused(() -> session.checkpoint(" "), "empty");
    refused(() -> session.restore("then"), "'then'", "[]");
    before.requireSame(session, "after refused changes");
    assertThat(session.history().done()).hasSize(2);
  }

  private static void refused(Runnable step, String... values) {
    assertThatThrownBy(step::run)
        .isInstanceOf(InteractionException.class)
        .hasMessageContainingAll(values);
  }

  @Test
  void freedLabelsAreGivenOnlyWhenNoHigherOneIsLeft() {
    for (int label = 1; label <= 255; label++) {
      session.addObject("object " + label);
    }
    session.removeObject(7);
    assertThat(session.addObject("again")).isEqualTo(7);
    assertThat(session.objects()).extracting(SegmentationObject::label).isSorted();
  }

  /** A session with these marks made one after another. */
  private static Snapshot made(SegmentationEngine engine, Interaction... marks) {
    try (SegmentationSession other = engine.newSession(Phantom.pair().volume())) {
      other.addObject("left");
      for (Interaction mark : marks) {
        other.interact(mark);
      }
      return Snapshot.of(other);
    }
  }

  @Test
  void aMarkTakenBackIsAsIfItHadNeverBeenMade(SegmentationEngine engine) {
    Interaction first = Interaction.click(1, Axis.Z, 2, 13, 19);
    Interaction second = Interaction.scribble(1, Axis.Z, 2, 18, 19, 26, 25);
    Interaction third = Interaction.negativeClick(1, Axis.Z, 2, 13, 27);
    Interaction elsewhere = Interaction.mask(1, Axis.Z, 3, phantom.truth(1, 3));
    session.addObject("left");
    List<Interaction> all = List.of(first, elsewhere, second, third);
    all.forEach(session::interact);
    assertThat(session.marks(1)).containsExactly(first, second, third, elsewhere);
    Snapshot before = Snapshot.of(session);

    SessionStep step = session.withdraw(second);
    assertThat(step.kind()).isEqualTo(Kind.WITHDRAW);
    assertThat(step.slice()).isEqualTo(2);
    assertThat(session.marks(1)).containsExactly(first, third, elsewhere);
    made(engine, first, elsewhere, third).requireSame(session, "without the second mark");
    session.undo();
    before.requireSame(session, "with it again");

    session.withdraw(1, 2);
    made(engine, elsewhere).requireSame(session, "without the annotation of Z=2");
    session.undo();
    refused(
        () -> {
          session.withdraw(first);
          session.withdraw(second);
        },
        "only negative marks");
    session.withdraw(third);
    assertThat(session.marks(1)).containsExactly(second, elsewhere);
    session.withdraw(second);
    made(engine, elsewhere).requireSame(session, "without the marks of Z=2");
  }

  @Test
  void withoutItsAnnotationASliceIsAsItWasPredicted() {
    session.addObject("left");
    session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
    session.propagate();
    Mask predicted = session.mask();
    SliceQuality quality = session.quality(1).get(3);
    session.interact(Interaction.mask(1, Axis.Z, 3, disc(10, 10, 3)));
    session.propagate();
    session.withdraw(1, 3);
    assertThat(session.mask().slice(1, Axis.Z, 3)).isEqualTo(predicted.slice(1, Axis.Z, 3));
    assertThat(session.quality(1).get(3)).isEqualTo(quality);
    session.propagate();
    assertThat(session.mask()).as("carried from the other slice alone").isEqualTo(predicted);

    session.withdraw(1, 2);
    assertThat(session.object(1).axis()).isNull();
    assertThat(session.quality(1)).isEmpty();
    assertThat(session.mask().count(1)).isZero();
    session.interact(Interaction.absent(1, Axis.X, 0));
    assertThat(session.object(1).axis()).isEqualTo(Axis.X);
  }

  @Test
  void checkpointsAreComeBackToWhateverHappened() {
    session.addObject("left");
    session.interact(Interaction.mask(1, Axis.Z, 2, disc(10, 10, 3)));
    session.checkpoint("first");
    Snapshot first = Snapshot.of(session);
    session.undo();
    session.undo();
    session.addObject("another way");
    Snapshot other = Snapshot.of(session);
    assertThat(session.history().checkpoints()).containsExactly("first");
    SessionStep step = session.restore("first");
    first.requireSame(session, "after restoring");
    assertThat(step.changes()).extracting(Change::object).containsExactly(1);
    assertThat(session.undo()).isEqualTo(step);
    other.requireSame(session, "after undoing that");
  }

  @Test
  void bytesGrowWithWhatIsHeldAndNotWithWhatIsShared() {
    session.addObject("left");
    session.interact(Interaction.mask(1, Axis.Z, 2, disc(20, 20, 18)));
    long one = session.history().bytes();
    assertThat(one).isGreaterThan(1000);
    for (int i = 0; i < 50; i++) {
      session.renameObject(1, "name " + i);
    }
    assertThat(session.history().bytes()).as("names hold no masks").isEqualTo(one);
    session.interact(Interaction.mask(1, Axis.Z, 3, disc(20, 20, 18)));
    long two = session.history().bytes();
    assertThat(two).isBetween(2 * one - 200, 2 * one + 200);
    session.undo();
    assertThat(session.history().bytes()).as("it can be redone").isEqualTo(two);
    session.renameObject(1, "the end");
    assertThat(session.history().bytes()).as("no more").isEqualTo(one);
  }

  @Test
  void theOldestStepsAreForgottenWhereTheyHoldTooMuch() {
    try (SegmentationEngine small =
            SegmentationEngine.builder().backend("reference").historyBytes(9000).open();
        SegmentationSession limited = small.newSession(phantom.volume())) {
      limited.addObject("left");
      for (int i = 0; i < 40; i++) {
        limited.interact(Interaction.mask(1, Axis.Z, 2, disc(20, 20, 10 + i % 5)));
        assertThat(limited.history().bytes()).isLessThan(9000);
      }
      int steps = limited.history().done().size();
      assertThat(steps).isBetween(2, 30);
      for (int i = 0; i < steps; i++) {
        limited.undo();
      }
      assertThat(limited.canUndo()).isFalse();
      assertThat(limited.mask().count(1)).isPositive();
      for (int i = 0; i < steps; i++) {
        limited.redo();
      }
      assertThat(limited.mask().slice(1, Axis.Z, 2)).isEqualTo(disc(20, 20, 14));
    }
    try (SegmentationEngine none =
            SegmentationEngine.builder().backend("reference").historyBytes(0).open();
        SegmentationSession limited = none.newSession(phantom.volume())) {
      limited.addObject("left");
      limited.interact(Interaction.mask(1, Axis.Z, 2, disc(20, 20, 10)));
      assertThat(limited.undo().kind()).as("the last step always").isEqualTo(Kind.MARK);
      assertThat(limited.canUndo()).isFalse();
    }
  }
}
