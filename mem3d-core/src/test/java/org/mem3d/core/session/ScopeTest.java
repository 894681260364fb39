package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Change;
import org.mem3d.Geometry;
import org.mem3d.GridException;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;
import org.mem3d.Mask;
import org.mem3d.PropagationReport;
import org.mem3d.PropagationScope;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;
import org.mem3d.SliceQuality;
import org.mem3d.Suggestion;

/** Propagations of a part, objects that are limited or locked, and masks to start from. */
@ExtendWith(SharedEngine.class)
class ScopeTest {
  private final Phantom phantom = Phantom.pair();
  private SegmentationSession session;

  @BeforeEach
  void open(SegmentationEngine engine) {
    session = engine.newSession(phantom.volume());
    session.addObject("left");
    session.addObject("right");
    session.interact(Interaction.mask(1, Axis.Z, 2, phantom.truth(1, 2)));
    session.interact(Interaction.mask(2, Axis.Z, 2, phantom.truth(2, 2)));
  }

  @AfterEach
  void close() {
    session.close();
  }

  private Mask whole() {
    session.propagate();
    Mask mask = session.mask();
    session.undo();
    return mask;
  }

  @Test
  void oneObjectAlone() {
    Mask whole = whole();
    PropagationReport report = session.propagate(PropagationScope.ofObjects(2));
    assertThat(report.changes()).extracting(Change::object).containsExactly(2);
    assertThat(session.mask(2)).isEqualTo(mask(whole, 2));
    assertThat(session.mask().slice(1, Axis.Z, 3).isEmpty()).isTrue();
    session.propagate();
    assertThat(session.mask()).as("and then the other").isEqualTo(whole);
  }

  private static Mask mask(Mask all, int label) {
    byte[] labels = all.toByteArray();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = labels[i] == label ? labels[i] : 0;
    }
    return new Mask(all.sizeX(), all.sizeY(), all.sizeZ(), all.geometry(), labels);
  }

  @Test
  void someSlicesAlone() {
    Mask whole = whole();
    PropagationReport all = session.propagate();
    session.undo();
    PropagationReport report = session.propagate(PropagationScope.ALL.onSlices(Axis.Z, 3, 4));
    assertThat(report.slicesComputed()).isLessThan(all.slicesComputed());
    assertThat(report.changes())
        .isNotEmpty()
        .allSatisfy(change -> assertThat(change.slices()).isSubsetOf(3, 4));
    Mask upper = session.mask();
    for (int label = 1; label <= 2; label++) {
      assertThat(upper.slice(label, Axis.Z, 1).isEmpty()).isTrue();
      assertThat(upper.slice(label, Axis.Z, 3).isEmpty()).isFalse();
      assertThat(session.quality(label).get(1).origin()).isEqualTo(SliceQuality.Origin.UNREACHED);
    }
    session.propagate();
    assertThat(session.mask()).as("then the rest").isEqualTo(whole);
  }

  @Test
  void aBoxAloneLeavesVoxelsOutsideAsTheyAre() {
    session.propagate();
    Mask before = session.mask();
    session.interact(Interaction.mask(1, Axis.Z, 3, SliceMask.empty(48, 40)));
    Mask marked = session.mask();
    Box box = new Box(0, 0, 0, 13, 39, 4);
    session.propagate(PropagationScope.ofObjects(1).within(box));
    Mask after = session.mask();
    boolean inside = false;
    for (int z = 0; z < 5; z++) {
      for (int y = 0; y < 40; y++) {
        for (int x = 0; x < 48; x++) {
          if (box.contains(x, y, z)) {
            inside |= after.label(x, y, z) != before.label(x, y, z);
          } else {
            assertThat(after.label(x, y, z)).isEqualTo(marked.label(x, y, z));
          }
        }
      }
    }
    assertThat(inside).isTrue();
  }

  @Test
  void aPlaneThatStopsAnObject() {
    session.propagate();
    Mask before = session.mask();
    assertThat(before.slice(1, Axis.Z, 3).isEmpty()).isFalse();
    session.limitObject(1, Box.ofSlices(Axis.Z, 0, 2));
    assertThat(session.object(1).limit().last(Axis.Z)).isEqualTo(2);
    Mask limited = session.mask();
    assertThat(limited.slice(1, Axis.Z, 3).isEmpty()).as("at once").isTrue();
    assertThat(limited.slice(1, Axis.Z, 1)).isEqualTo(before.slice(1, Axis.Z, 1));
    assertThat(limited.slice(2, Axis.Z, 3)).isEqualTo(before.slice(2, Axis.Z, 3));
    session.propagate();
    assertThat(session.mask().slice(1, Axis.Z, 3).isEmpty()).as("and later").isTrue();
    assertThat(session.mask().slice(1, Axis.Z, 1).isEmpty()).isFalse();
    session.interact(Interaction.mask(1, Axis.Z, 4, phantom.truth(1, 2)));
    session.propagate();
    assertThat(session.mask().slice(1, Axis.Z, 4))
        .as("what the user says stays")
        .isEqualTo(phantom.truth(1, 2));
    assertThat(session.mask().slice(1, Axis.Z, 3).isEmpty()).as("and is not carried").isTrue();
    session.undo();
    session.undo();
    session.limitObject(1, Box.EVERYWHERE);
    session.propagate();
    assertThat(session.mask()).as("without the limit again").isEqualTo(before);
  }

  @Test
  void aLimitInTheSlice() {
    session.limitObject(1, new Box(0, 0, 0, 12, 39, 4));
    session.propagate();
    Mask mask = session.mask();
    assertThat(mask.slice(1, Axis.Z, 2)).isEqualTo(phantom.truth(1, 2));
    assertThat(mask.slice(1, Axis.Z, 1).bounds()[2]).isEqualTo(12);
  }

  @Test
  void othersFlowAroundALockedObject() {
    session.propagate();
    Mask before = session.mask();
    assertThat(session.lockObject(1).changes()).as("locking changes no voxel").isEmpty();
    assertThat(session.object(1).locked()).isTrue();
    session.interact(Interaction.box(2, Axis.Z, 3, 1, 1, 46, 38));
    session.interact(Interaction.mask(2, Axis.Z, 1, SliceMask.of(48, 40, i -> true)));
    session.propagate();
    Mask after = session.mask();
    assertThat(mask(after, 1)).isEqualTo(mask(before, 1));
    assertThat(after.slice(2, Axis.Z, 1).area())
        .isEqualTo(48 * 40 - before.slice(1, Axis.Z, 1).area());
    session.unlockObject(1);
    assertThat(mask(session.mask(), 1)).as("a given mask wins again").isNotEqualTo(mask(before, 1));
    session.undo();
    assertThat(session.mask()).isEqualTo(after);
  }

  @Test
  void stepsOnLockedObjectsAreRefused() {
    session.propagate();
    session.lockObject(1);
    Snapshot before = Snapshot.of(session);
    List<Runnable> steps =
        List.of(
            () -> session.interact(Interaction.click(1, Axis.Z, 2, 13, 19)),
            () -> session.confirm(1, 3),
            () -> session.withdraw(1, 2),
            () -> session.withdraw(session.marks(1).get(0)),
            () -> session.removeObject(1),
            () -> session.limitObject(1, Box.EVERYWHERE),
            () -> session.lockObject(1),
            () -> session.propagate(PropagationScope.ofObjects(1)));
    for (Runnable step : steps) {
      assertThatThrownBy(step::run)
          .isInstanceOf(InteractionException.class)
          .hasMessageContainingAll("object 1", "left", "locked", "unlock");
    }
    assertThatThrownBy(() -> session.unlockObject(2))
        .isInstanceOf(InteractionException.class)
        .hasMessageContaining("not locked");
    before.requireSame(session, "after refused steps");
    session.renameObject(1, "done");
    session.colorObject(1, 0xff0000);
    assertThat(session.object(1).name()).isEqualTo("done");
  }

  @Test
  void scopesThatCannotBe() {
    session.addObject("empty");
    Snapshot before = Snapshot.of(session);
    assertThatThrownBy(() -> session.propagate(PropagationScope.ofObjects(3)))
        .isInstanceOf(InteractionException.class)
        .hasMessageContainingAll("object 3", "nothing to be carried from");
    assertThatThrownBy(() -> session.propagate(PropagationScope.ofObjects(1, 9)))
        .isInstanceOf(InteractionException.class)
        .hasMessageContaining("no object 9");
    before.requireSame(session, "after refused propagations");
  }

  private Mask automatic() {
    byte[] labels = new byte[48 * 40 * 5];
    for (int i = 0; i < labels.length; i++) {
      int label = phantom.label(i % 48, Math.floorDiv(i, 48) % 40, Math.floorDiv(i, 48 * 40));
      labels[i] = (byte) (label == 0 ? 0 : label == 1 ? 2 : 7);
    }
    return new Mask(48, 40, 5, phantom.volume().geometry(), labels);
  }

  @Test
  void aMaskToStartFrom(SegmentationEngine engine) {
    Mask automatic = automatic();
    try (SegmentationSession started = engine.newSession(phantom.volume())) {
      List<SegmentationObject> objects = started.addObjects(automatic, Axis.Z);
      assertThat(objects).extracting(SegmentationObject::label).containsExactly(2, 7);
      assertThat(objects)
          .extracting(SegmentationObject::name)
          .containsExactly("label 2", "label 7");
      assertThat(started.mask()).isEqualTo(automatic);
      assertThat(started.quality(2))
          .hasSize(5)
          .allMatch(quality -> quality.origin() == SliceQuality.Origin.START)
          .allMatch(quality -> Float.isNaN(quality.predictedDice()));
      List<Suggestion> suggestions = started.suggest(10);
      assertThat(suggestions)
          .hasSize(6)
          .allMatch(suggestion -> suggestion.reason().contains("unknown quality"));
      assertThat(suggestions.get(0).slice()).as("the middle one first").isEqualTo(2);

      assertThatThrownBy(started::propagate)
          .isInstanceOf(InteractionException.class)
          .hasMessageContaining("mark a slice first");
      started.confirm(2, 2);
      assertThat(started.mask()).isEqualTo(automatic);
      started.interact(Interaction.negativeClick(7, Axis.Z, 2, 34, 20));
      started.withdraw(7, 2);
      assertThat(started.mask()).as("back to the start").isEqualTo(automatic);
      assertThat(started.object(7).axis()).isEqualTo(Axis.Z);
      PropagationReport report = started.propagate();
      assertThat(report.slicesComputed()).isPositive();
      assertThat(phantom.dice(relabelled(started.mask()), 1)).isGreaterThan(0.6);
      assertThat(mask(started.mask(), 7)).isEqualTo(mask(automatic, 7));
      while (started.canUndo()) {
        started.undo();
      }
      assertThat(started.objects()).isEmpty();
    }
  }

  @Test
  void aCorrectionOfAStartChangesWhatIsNear(SegmentationEngine engine) {
    // The automatic mask is half of the ellipsoid, on every slice.
    Phantom tall = Phantom.tall();
    byte[] labels = new byte[48 * 40 * 12];
    for (int i = 0; i < labels.length; i++) {
      int x = i % 48;
      int z = Math.floorDiv(i, 48 * 40);
      labels[i] = (byte) (x < 23 ? tall.label(x, Math.floorDiv(i, 48) % 40, z) : 0);
    }
    Mask half = new Mask(48, 40, 12, tall.volume().geometry(), labels);
    try (SegmentationSession started = engine.newSession(tall.volume())) {
      started.addObjects(half, Axis.Z);
      started.interact(Interaction.mask(1, Axis.Z, 4, tall.truth(1, 4)));
      started.confirm(1, 7);
      PropagationReport report = started.propagate();
      Mask mask = started.mask();
      assertThat(mask.slice(1, Axis.Z, 4)).isEqualTo(tall.truth(1, 4));
      assertThat(mask.slice(1, Axis.Z, 5).overlap(tall.truth(1, 5)))
          .as("the slice beside the corrected one has the other half too")
          .isGreaterThan(half.slice(1, Axis.Z, 5).area() * 3 / 2);
      for (int z = 7; z < 12; z++) {
        assertThat(mask.slice(1, Axis.Z, z))
            .as("from the confirmed slice on, Z=" + z)
            .isEqualTo(half.slice(1, Axis.Z, z));
      }
      assertThat(report.changes().get(0).slices()).contains(3, 5).doesNotContain(7, 8, 9);
      assertThat(started.quality(1).get(5).origin()).isEqualTo(SliceQuality.Origin.PROPAGATED);
      assertThat(started.quality(1).get(9).origin()).isEqualTo(SliceQuality.Origin.START);
      assertThat(started.expectedDice(1).high()).isGreaterThan(started.expectedDice(1).low());
      assertThat(tall.dice(mask, 1)).isGreaterThan(tall.dice(half, 1));
    }
  }

  private static Mask relabelled(Mask mask) {
    byte[] labels = mask.toByteArray();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (labels[i] == 2 ? 1 : labels[i] == 7 ? 2 : 0);
    }
    return new Mask(mask.sizeX(), mask.sizeY(), mask.sizeZ(), mask.geometry(), labels);
  }

  @Test
  void masksToStartFromBesideOtherObjects() {
    List<SegmentationObject> objects = session.addObjects(automatic(), Axis.Z);
    assertThat(objects).extracting(SegmentationObject::label).containsExactly(8, 7);
    List<SegmentationObject> again = session.addObjects(automatic(), Axis.Z);
    assertThat(again).extracting(SegmentationObject::name).contains("label 2 (2)", "label 7 (2)");
    assertThat(session.objects()).hasSize(6);
  }

  @Test
  void masksToStartFromThatCannotBe() {
    Snapshot before = Snapshot.of(session);
    Mask empty = new Mask(48, 40, 5, phantom.volume().geometry(), new byte[48 * 40 * 5]);
    assertThatThrownBy(() -> session.addObjects(empty, Axis.Z))
        .isInstanceOf(InteractionException.class)
        .hasMessageContaining("no label");
    Mask other = new Mask(48, 40, 4, Geometry.UNIT, new byte[48 * 40 * 4]);
    assertThatThrownBy(() -> session.addObjects(other, Axis.Z)).isInstanceOf(GridException.class);
    before.requireSame(session, "after refused masks");
  }
}
