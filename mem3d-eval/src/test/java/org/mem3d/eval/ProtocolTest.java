package org.mem3d.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

class ProtocolTest {
  private static final int SIZE = 32;
  private static final int DEPTH = 12;

  private final Dataset.Case from =
      new Dataset.Case("set", "case", Path.of("image"), Path.of("label"));
  private final Volume labels = cone();
  private final Truth truth = Truth.all(labels, Axis.Z).get(0);
  private final OneSliceSession.Engine engine = new OneSliceSession.Engine();

  /** With true masks on slices 7 and then the ones most wrong, each round leaves less to mend. */
  @Test
  void oracleAsksForTheLargestTrueError() {
    ObjectResult run = play(Prompt.MASK, Policy.ORACLE, 0, 4);
    assertThat(run.rounds()).hasSize(4);
    assertThat(run.rounds().get(0).slice()).isEqualTo(truth.largestSlice()).isEqualTo(9);
    assertThat(run.rounds().get(1).slice()).as("all of its mask is wrong").isZero();
    assertThat(run.rounds()).extracting(round -> round.score().dice()).isSorted();
    assertThat(engine.last().heard.get(1)).isEqualTo(Interaction.absent(1, Axis.Z, 0));
  }

  @ParameterizedTest
  @EnumSource(Policy.class)
  void noSliceIsAskedForTwice(Policy policy) {
    ObjectResult run = play(Prompt.SCRIBBLE, policy, 1, 6);
    assertThat(new HashSet<>(run.rounds().stream().map(ObjectResult.Round::slice).toList()))
        .hasSameSizeAs(run.rounds());
  }

  @ParameterizedTest
  @EnumSource(value = Prompt.class, mode = EnumSource.Mode.EXCLUDE, names = "REAL_SCRIBBLE")
  void theSameSeedPlaysTheSameSession(Prompt prompt) {
    play(prompt, Policy.RANDOM, 2, 4);
    List<Interaction> first = engine.last().heard;
    play(prompt, Policy.RANDOM, 2, 4);
    assertThat(engine.last().heard).isEqualTo(first);
  }

  /** The object is on slices 1 to 9: the middles of 1..8, 5..8, 1..3 and 7..8 follow. */
  @Test
  void evenlySpreadHalvesTheLongestStretch() {
    ObjectResult run = play(Prompt.MASK, Policy.EVENLY_SPREAD, 0, 50);
    assertThat(run.rounds())
        .extracting(ObjectResult.Round::slice)
        .startsWith(9, 4, 6, 2, 7)
        .hasSize(9);
  }

  @Test
  void listenersHearOfEveryRound() {
    List<Integer> marks = new ArrayList<>();
    ObjectResult run =
        new Protocol(3, Prompt.MASK, Policy.ORACLE, 0, 11)
            .play(
                engine,
                from,
                labels,
                truth,
                (round, sofar, masks) -> {
                  marks.add(sofar.size());
                  assertThat(masks.get(round.slice())).isEqualTo(truth.slices().get(round.slice()));
                });
    assertThat(run.rounds()).hasSize(3);
    assertThat(marks).containsExactly(1, 2, 3);
  }

  @Test
  void aUserWhoKnowsTheEndsSaysThemFirst() {
    play(Prompt.MASK, Policy.ORACLE, 0, 1);
    assertThat(engine.last().limits).isEmpty();
    new Protocol(1, Prompt.MASK, Policy.ORACLE, 0, true, 11).play(engine, from, labels, truth);
    assertThat(engine.last().limits).containsExactly(Box.ofSlices(Axis.Z, 1, 9));
  }

  @Test
  void aSliceWithAMaskIsCorrectedNotMarkedAnew() {
    play(Prompt.BOX, Policy.ORACLE, 0, 3);
    List<Interaction> heard = engine.last().heard;
    assertThat(heard.get(0)).isInstanceOf(Interaction.BoundingBox.class);
    assertThat(heard.subList(1, heard.size()))
        .isNotEmpty()
        .noneMatch(mark -> mark instanceof Interaction.BoundingBox);
  }

  @Test
  void aRunEndsWhenNothingIsWrong() {
    ObjectResult run = play(Prompt.MASK, Policy.ORACLE, 0, 50);
    assertThat(run.rounds()).hasSizeLessThanOrEqualTo(DEPTH);
    assertThat(run.rounds().get(run.rounds().size() - 1).score().dice()).isEqualTo(1);
    assertThat(run.after(50)).isEqualTo(new Score(1, 1, 0));
  }

  @Test
  void qualityIsComparedWhereTheObjectOrItsMaskIs() {
    ObjectResult run = play(Prompt.MASK, Policy.RECOMMENDED, 0, 1);
    // Every slice but the annotated one has the copied mask and is predicted 0.5.
    double expected = 0;
    for (int z = 0; z < DEPTH; z++) {
      if (z != 9) {
        expected +=
            Math.abs(0.5 - Metrics.dice(truth.slices().get(9), truth.slices().get(z)))
                / (DEPTH - 1);
      }
    }
    assertThat(run.firstCalibration().mae()).isEqualTo(expected, within(1e-9));
    assertThat(run.firstCalibration().spearman()).as("a constant has no ranks").isNaN();
  }

  @Test
  void slicesAloneAreCorrectedOneMarkAtATime() {
    List<SliceResult> runs = SliceResult.play(engine, from, labels, truth, Prompt.CLICK, 3, 2, 1);
    assertThat(runs).hasSize(3);
    assertThat(runs.get(0).slice()).isEqualTo(truth.largestSlice());
    assertThat(runs).allSatisfy(run -> assertThat(run.answers()).hasSize(3));
    int largest = truth.slices().get(truth.largestSlice()).area();
    assertThat(runs)
        .allSatisfy(
            run ->
                assertThat(truth.slices().get(run.slice()).area() * 4)
                    .isGreaterThanOrEqualTo(largest));
  }

  @Test
  void aListenerSeesMarksAndMaskOfEachAnswer() {
    List<SliceResult> heard = new ArrayList<>();
    List<SliceResult> runs =
        SliceResult.play(
            engine,
            from,
            labels,
            truth,
            Prompt.CLICK,
            3,
            2,
            1,
            (run, marks, masks) -> {
              heard.add(run);
              assertThat(marks).hasSize(3);
              assertThat(marks.get(0)).isNotEmpty();
              assertThat(masks).hasSize(3);
              SliceMask wanted = truth.slices().get(run.slice());
              for (int i = 0; i < 3; i++) {
                assertThat(Metrics.dice(masks.get(i), wanted))
                    .isEqualTo(run.answers().get(i).dice());
              }
            });
    assertThat(heard).isEqualTo(runs).hasSize(3);
  }

  private ObjectResult play(Prompt prompt, Policy policy, int corrections, int rounds) {
    return new Protocol(rounds, prompt, policy, corrections, 11).play(engine, from, labels, truth);
  }

  /** A cone: discs that grow from slice 1 to slice 9, nothing beyond. */
  private static Volume cone() {
    byte[] voxels = new byte[SIZE * SIZE * DEPTH];
    for (int i = 0; i < voxels.length; i++) {
      int z = i / (SIZE * SIZE);
      double r = Math.hypot(i % SIZE - 15, Math.floorDiv(i, SIZE) % SIZE - 16);
      voxels[i] = (byte) (z >= 1 && z <= 9 && r <= 2 + z ? 7 : 0);
    }
    return Volume.ofUnsignedBytes(voxels, SIZE, SIZE, DEPTH, Geometry.UNIT);
  }
}
