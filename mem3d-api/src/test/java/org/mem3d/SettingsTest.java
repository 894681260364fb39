package org.mem3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The small values of the API: what they refuse, copy and mean. */
class SettingsTest {
  private static final PropagationSettings DEFAULT = PropagationSettings.DEFAULT;

  @Test
  void everySettingChangesAloneAndIsChecked() {
    assertThat(DEFAULT.withMemorySlots(64).memorySlots()).isEqualTo(64);
    assertThat(DEFAULT.withStoreEvery(0).storeEvery()).isZero();
    assertThat(DEFAULT.withWindowFactor(8).windowFactor()).isEqualTo(8);
    assertThat(DEFAULT.withStopAfterEmpty(1).stopAfterEmpty()).isEqualTo(1);
    assertThat(DEFAULT.withPlan(PropagationPlan.CHAIN).plan()).isEqualTo(PropagationPlan.CHAIN);
    assertThat(DEFAULT.withTopK(50).topK()).isEqualTo(50);
    assertThat(DEFAULT.withRefine(false).refine()).isFalse();
    PropagationSettings there =
        DEFAULT.withMemorySlots(2).withStoreEvery(1).withWindowFactor(1).withStopAfterEmpty(2);
    assertThat(
            there
                .withMemorySlots(DEFAULT.memorySlots())
                .withStoreEvery(DEFAULT.storeEvery())
                .withWindowFactor(DEFAULT.windowFactor())
                .withStopAfterEmpty(DEFAULT.stopAfterEmpty())
                .withTopK(3)
                .withTopK(0)
                .withRefine(true)
                .withPlan(DEFAULT.plan()))
        .isEqualTo(DEFAULT);
    for (Runnable wrong :
        List.<Runnable>of(
            () -> DEFAULT.withMemorySlots(0),
            () -> DEFAULT.withMemorySlots(65),
            () -> DEFAULT.withStoreEvery(-1),
            () -> DEFAULT.withWindowFactor(0.9),
            () -> DEFAULT.withWindowFactor(8.1),
            () -> DEFAULT.withWindowFactor(Double.NaN),
            () -> DEFAULT.withStopAfterEmpty(0),
            () -> DEFAULT.withTopK(-1))) {
      assertThatThrownBy(wrong::run)
          .isInstanceOf(Mem3dException.class)
          .hasMessageContaining("must");
    }
  }

  @ParameterizedTest
  @EnumSource(Axis.class)
  void aBoxOfSlicesReachesEverywhereElse(Axis axis) {
    Box box = Box.ofSlices(axis, 3, 5);
    assertThat(box.first(axis)).isEqualTo(3);
    assertThat(box.last(axis)).isEqualTo(5);
    assertThat(box.first(axis.u())).isZero();
    assertThat(box.last(axis.v())).isEqualTo(Integer.MAX_VALUE);
    int[] at = {9, 9, 9};
    for (int slice = 2; slice <= 6; slice++) {
      at[axis.ordinal()] = slice;
      assertThat(box.contains(at[0], at[1], at[2])).isEqualTo(slice >= 3 && slice <= 5);
    }
    assertThatThrownBy(() -> Box.ofSlices(axis, -1, 5))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> Box.ofSlices(axis, 5, 4)).isInstanceOf(VolumeException.class);
  }

  @Test
  void aScopeNamesObjectsAndABox() {
    PropagationScope scope = PropagationScope.ofObjects(2, 1, 2).onSlices(Axis.Z, 4, 6);
    assertThat(scope.objects()).containsExactlyInAnyOrder(1, 2);
    assertThat(scope.box()).isEqualTo(Box.ofSlices(Axis.Z, 4, 6));
    assertThat(scope.within(Box.EVERYWHERE)).isEqualTo(PropagationScope.ofObjects(1, 2));
    assertThat(PropagationScope.ALL.objects()).isEmpty();
  }

  @Test
  void coloursOfLabelsDifferAndRepeatAfterAllWereGiven() {
    Set<Integer> colours = new HashSet<>();
    for (int label = 1; label <= 255; label++) {
      colours.add(LabelPalette.rgb(label));
      assertThat(LabelPalette.rgb(label)).isBetween(1, 0xffffff);
    }
    assertThat(colours).hasSizeGreaterThan(250);
    assertThat(LabelPalette.rgb(0)).isZero();
    assertThat(LabelPalette.rgb(-1)).isZero();
    assertThat(LabelPalette.rgb(256)).isEqualTo(LabelPalette.rgb(1));
  }

  @Test
  void anExpectedDiceLiesInItsInterval() {
    assertThat(new ExpectedDice(1, 0.9, 0.8, 0.95).mean()).isEqualTo(0.9);
    for (double[] wrong :
        new double[][] {{0.7, 0.8, 0.9}, {0.95, 0.8, 0.9}, {0.5, -0.1, 0.6}, {0.5, 0.4, 1.1}}) {
      assertThatThrownBy(() -> new ExpectedDice(1, wrong[0], wrong[1], wrong[2]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(String.valueOf(wrong[0]));
    }
    assertThatThrownBy(() -> new ExpectedDice(1, Double.NaN, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void stepsAndHistoriesCopyWhatTheyAreGiven() {
    List<Integer> slices = new ArrayList<>(List.of(3));
    Change change = new Change(1, Axis.Z, slices, Box.ofSlices(Axis.Z, 3, 3));
    slices.add(4);
    assertThat(change.slices()).containsExactly(3);
    List<Change> changes = new ArrayList<>(List.of(change));
    SessionStep step = new SessionStep(SessionStep.Kind.MARK, 1, 3, "mark", changes);
    changes.clear();
    assertThat(step.changes()).containsExactly(change);
    List<SessionStep> steps = new ArrayList<>(List.of(step));
    SessionHistory history = new SessionHistory(steps, List.of(), List.of("before"), 9);
    steps.clear();
    assertThat(history.done()).containsExactly(step);
    TreeMap<Integer, String> names = new TreeMap<>();
    names.put(1, "liver");
    SavedSession saved =
        new SavedSession(
            "0.1",
            new Grid(2, 3, 4, Geometry.UNIT),
            "hash",
            null,
            names,
            1,
            List.of("another backend"));
    names.clear();
    assertThat(saved.objects()).containsEntry(1, "liver");
    assertThat(saved.differences()).containsExactly("another backend");
    assertThatThrownBy(() -> new SessionStep(SessionStep.Kind.MARK, 1, 3, null, List.of()))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("name");
  }

  /** Visitors hear of each kind, in the word of its factory. */
  @Test
  void everyKindOfMarkCallsItsOwnMethod() {
    SliceMask mask = SliceMask.empty(4, 4);
    List<Interaction> marks =
        List.of(
            Interaction.scribble(1, Axis.Z, 0, 1, 1),
            Interaction.click(1, Axis.Z, 0, 1, 1),
            Interaction.box(1, Axis.Z, 0, 0, 0, 2, 2),
            Interaction.extremePoints(1, Axis.Z, 0, 0, 1, 1, 0, 2, 1, 1, 2),
            Interaction.lasso(1, Axis.Z, 0, 0, 0, 2, 0, 1, 2),
            Interaction.mask(1, Axis.Z, 0, mask),
            Interaction.absent(1, Axis.Z, 0));
    List<String> heard = new ArrayList<>();
    Interaction.Visitor visitor =
        new Interaction.Visitor() {
          @Override
          public void scribble(Interaction.Scribble scribble) {
            heard.add("scribble " + scribble.points().size());
          }

          @Override
          public void click(Interaction.Click click) {
            heard.add("click " + click.positive());
          }

          @Override
          public void box(Interaction.BoundingBox box) {
            heard.add("box " + box.high().u());
          }

          @Override
          public void extremePoints(Interaction.ExtremePoints extreme) {
            heard.add("extreme points " + extreme.points().size());
          }

          @Override
          public void lasso(Interaction.Lasso lasso) {
            heard.add("lasso " + lasso.points().size());
          }

          @Override
          public void mask(Interaction.GivenMask given) {
            heard.add("mask " + given.mask().width());
          }

          @Override
          public void absent(Interaction.Absent absent) {
            heard.add("absent " + absent.slice());
          }
        };
    marks.forEach(mark -> mark.accept(visitor));
    assertThat(heard)
        .containsExactly(
            "scribble 1",
            "click true",
            "box 2.0",
            "extreme points 4",
            "lasso 3",
            "mask 4",
            "absent 0");
  }
}
