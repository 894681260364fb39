package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;
import org.mem3d.SuggestionPolicy;
import org.mem3d.VolumeException;

/** Bad input: refused with the values in the message, leaving the session as it was. */
@ExtendWith(SharedEngine.class)
class RefusedStepTest {
  private SegmentationSession session;
  private Snapshot before;

  /** Object 1 with a mask and a prediction, object 2 without a mark, and a step to redo. */
  @BeforeEach
  void open(SegmentationEngine engine) {
    Phantom phantom = Phantom.pair();
    session = engine.newSession(phantom.volume());
    session.addObject("left");
    session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
    session.propagate();
    session.addObject("right");
    session.addObject("undone");
    session.undo();
    before = Snapshot.of(session);
  }

  @AfterEach
  void close() {
    session.close();
  }

  private void refused(Consumer<SegmentationSession> step, String... values) {
    assertThatThrownBy(() -> step.accept(session))
        .isInstanceOf(InteractionException.class)
        .hasMessageContainingAll(values);
    before.requireSame(session, "after a refused step");
    assertThat(session.canUndo()).isTrue();
    assertThat(session.canRedo()).as("the step to redo is still there").isTrue();
  }

  private void refusedMark(Interaction mark, String... values) {
    refused(s -> s.interact(mark), values);
  }

  @Test
  void marksOutsideTheVolume() {
    refusedMark(Interaction.click(1, Axis.Z, 5, 10, 10), "Z=5", "0 to 4");
    refusedMark(Interaction.click(1, Axis.Z, -1, 10, 10), "Z=-1", "0 to 4");
    refusedMark(Interaction.absent(1, Axis.Z, 99), "Z=99", "0 to 4");
    refusedMark(Interaction.click(1, Axis.Z, 1, 48, 10), "48.0,10.0", "0 to 47", "0 to 39");
    refusedMark(Interaction.click(1, Axis.Z, 1, 3, -0.6), "3.0,-0.6", "Z=1");
    refusedMark(Interaction.click(1, Axis.Z, 1, 3, 39.5), "3.0,39.5");
    refusedMark(Interaction.scribble(1, Axis.Z, 1, 3, 3, 50, 3), "scribble", "50.0,3.0");
    refusedMark(Interaction.negativeScribble(1, Axis.Z, 1, 3, 3, 3, 40), "3.0,40.0");
    refusedMark(Interaction.extremePoints(1, Axis.Z, 1, 5, 5, 9, 5, 7, 2, 7, 41), "7.0,41.0");
    refusedMark(Interaction.box(1, Axis.Z, 1, 50, 3, 60, 9), "50.0,3.0", "60.0,9.0", "0 to 47");
    refusedMark(Interaction.box(1, Axis.Z, 1, 2, -30, 6, -9), "2.0,-30.0");
    refusedMark(Interaction.lasso(1, Axis.Z, 1, 60, 60, 70, 60, 65, 80), "60.0,60.0");
    refusedMark(Interaction.click(2, Axis.X, 48, 3, 3), "X=48", "0 to 47");
    refusedMark(Interaction.click(2, Axis.X, 1, 39, 5), "39.0,5.0", "Z from 0 to 4");
  }

  @Test
  void unknownObjects() {
    refusedMark(Interaction.click(0, Axis.Z, 1, 3, 3), "no object 0", "1 to 2");
    refusedMark(Interaction.click(3, Axis.Z, 1, 3, 3), "no object 3", "1 to 2");
    refused(s -> s.quality(7), "no object 7", "1 to 2");
    refused(s -> s.probability(-1), "no object -1", "1 to 2");
    refused(s -> s.suggest(9, 1, SuggestionPolicy.RECOMMENDED), "no object 9", "1 to 2");
  }

  @Test
  void negativeNumbersOfSuggestions() {
    refused(s -> s.suggest(-1), "not -1");
    refused(s -> s.suggest(1, -2, SuggestionPolicy.LOWEST_QUALITY), "not -2");
    assertThat(session.suggest(0)).isEmpty();
  }

  @Test
  void marksThatCannotBe() {
    refused(s -> s.interact(Interaction.scribble(1, Axis.Z, 2)), "Z=2", "empty");
    refused(s -> s.interact(Interaction.scribble(1, Axis.Z, 2, 4, 4, 9)), "3 numbers");
    refused(s -> s.interact(Interaction.box(1, Axis.Z, 2, 4, 5, 4, 9)), "4.0,5.0", "no area");
    refused(
        s -> s.interact(Interaction.extremePoints(1, Axis.Z, 2, 4, 5, 6, 7)), "four, not 2", "Z=2");
    refused(s -> s.interact(Interaction.lasso(1, Axis.Z, 2, 4, 5, 6, 5, 8, 5)), "no area");
    refused(s -> s.interact(Interaction.click(1, Axis.Z, 2, Double.NaN, 5)), "NaN");
  }

  @Test
  void masksOfAnotherSize() {
    refusedMark(Interaction.mask(1, Axis.Z, 2, SliceMask.empty(40, 48)), "40x48", "48x40", "Z=2");
    refusedMark(Interaction.mask(2, Axis.X, 2, SliceMask.empty(48, 40)), "48x40", "40x5", "X=2");
  }

  @Test
  void marksAlongAnotherAxis() {
    refusedMark(Interaction.click(1, Axis.X, 10, 19, 2), "object 1", "left", "Z", "X");
    refusedMark(Interaction.absent(1, Axis.Y, 10), "object 1", "left", "Z", "Y");
  }

  @Test
  void negativeMarksAlone() {
    refusedMark(Interaction.negativeClick(2, Axis.Z, 2, 40, 5), "Z=2", "only negative marks");
    refusedMark(
        Interaction.negativeLasso(2, Axis.Z, 2, 2, 2, 9, 2, 9, 9), "Z=2", "only negative marks");
  }

  @Test
  void namesThatAreEmptyOrInUse() {
    refused(s -> s.addObject(""), "''", "left", "right");
    refused(s -> s.addObject(" \t"), "' \t'");
    refused(s -> s.addObject("left"), "'left'", "in use");
  }

  @Test
  void propagationWithoutMarks(SegmentationEngine engine) {
    try (SegmentationSession fresh = engine.newSession(Phantom.pair().volume())) {
      assertThatThrownBy(fresh::propagate)
          .isInstanceOf(InteractionException.class)
          .hasMessageContaining("mark a slice first");
      assertThatThrownBy(() -> fresh.interact(Interaction.click(1, Axis.Z, 1, 3, 3)))
          .isInstanceOf(InteractionException.class)
          .hasMessageContainingAll("no object 1", "addObject");
      fresh.addObject("left");
      Snapshot empty = Snapshot.of(fresh);
      assertThatThrownBy(fresh::propagate).isInstanceOf(InteractionException.class);
      empty.requireSame(fresh, "after a propagation without marks");
      assertThat(fresh.quality(1)).isEmpty();
    }
  }

  @Test
  void undoWithoutAStep(SegmentationEngine engine) {
    try (SegmentationSession fresh = engine.newSession(Phantom.pair().volume())) {
      assertThatThrownBy(fresh::undo)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no step to undo");
      assertThatThrownBy(fresh::redo)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no step to redo");
    }
  }

  @Test
  void objectsBeyondTheLastLabel(SegmentationEngine engine) {
    try (SegmentationSession fresh = engine.newSession(Phantom.pair().volume())) {
      for (int label = 1; label <= 255; label++) {
        assertThat(fresh.addObject("object " + label)).isEqualTo(label);
      }
      assertThatThrownBy(() -> fresh.addObject("one more"))
          .isInstanceOf(InteractionException.class)
          .hasMessageContaining("255");
      assertThat(fresh.objects()).hasSize(255);
    }
  }

  @Test
  void volumesWhoseSlicesNoArrayHolds(SegmentationEngine engine) {
    // Before any work that could not be taken out again.
    assertThatThrownBy(() -> engine.newSession(new Flat(65536, 65536, 6)))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("65536x65536x6", "2147483639", "a part");
    assertThatThrownBy(() -> engine.newSession(new Flat(5, 0, 3)))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("5x0x3");
  }

  /** A volume without memory of its own. */
  private record Flat(int sizeX, int sizeY, int sizeZ) implements org.mem3d.Volume {
    @Override
    public org.mem3d.Geometry geometry() {
      return org.mem3d.Geometry.UNIT;
    }

    @Override
    public void readSlice(Axis axis, int index, float[] slice) {
      java.util.Arrays.fill(slice, 7);
    }
  }

  @Test
  void volumesThatFailToRead(SegmentationEngine engine) {
    FailingVolume volume = new FailingVolume(Phantom.pair().volume());
    try (SegmentationSession failing = engine.newSession(volume)) {
      failing.addObject("left");
      failing.interact(Interaction.mask(1, Axis.Z, 2, Phantom.pair().truth(1, 2)));
      Snapshot marked = Snapshot.of(failing);
      volume.fails = true;
      assertThatThrownBy(failing::propagate)
          .isInstanceOf(VolumeException.class)
          .hasMessageMatching("slice Z=[0-4] of the volume cannot be read: the disk is gone");
      assertThatThrownBy(() -> failing.interact(Interaction.click(1, Axis.Z, 1, 13, 19)))
          .isInstanceOf(VolumeException.class)
          .hasMessageContaining("the disk is gone");
      marked.requireSame(failing, "after a failed read");
      volume.fails = false;
      failing.propagate();
      assertThat(failing.quality(1)).anyMatch(q -> q.slice() != 2 && q.area() > 0);
    }
  }

  /** A volume whose file may go away. */
  private static final class FailingVolume implements org.mem3d.Volume {
    private final org.mem3d.Volume source;
    private boolean fails;

    FailingVolume(org.mem3d.Volume source) {
      this.source = source;
    }

    @Override
    public int sizeX() {
      return source.sizeX();
    }

    @Override
    public int sizeY() {
      return source.sizeY();
    }

    @Override
    public int sizeZ() {
      return source.sizeZ();
    }

    @Override
    public org.mem3d.Geometry geometry() {
      return source.geometry();
    }

    @Override
    public void readSlice(Axis axis, int index, float[] slice) {
      if (fails) {
        throw new org.mem3d.VolumeException("the disk is gone");
      }
      source.readSlice(axis, index, slice);
    }
  }
}
