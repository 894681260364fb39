package org.mem3d.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.Mem3dException;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.io.Volumes;
import org.mem3d.io.VoxelType;

class RealScribblesTest {
  private static final int SIZE = 24;
  private static final int DEPTH = 6;

  @TempDir private Path directory;

  /** Labels 1 and 2 are marked where they are, background too; 3 stands for no mark. */
  @Test
  void scribblesOnAllLabelsMarkTheOthersAsBackground() {
    write("scribble", i -> row(i) == 4 ? 1 : row(i) == 10 ? 2 : row(i) == 20 ? 0 : 3);
    RealScribbles scribbles = of(labelled()).get(0);
    assertThat(scribbles.marks(1, Axis.Z, 2)).isTrue();
    assertThat(scribbles.marks(1, Axis.Z, 5)).as("slice 5 has none").isFalse();
    List<Interaction> marks = scribbles.on(2, 7, Axis.Z, 2);
    assertThat(marks).hasSize(3).allMatch(mark -> mark.object() == 7 && mark.slice() == 2);
    assertThat(pixels(marks, true)).isEqualTo(rows(10));
    assertThat(pixels(marks, false)).isEqualTo(rows(4, 20));
    assertThat(scribbles.on(2, 7, Axis.Z, 5)).isEmpty();
  }

  @Test
  void everyPersonsFileIsReadInOrder() {
    write("scribble_2", i -> row(i) == 5 ? 1 : 0);
    write("scribble_1", i -> row(i) == 4 ? 1 : row(i) == 20 ? 2 : 0);
    List<RealScribbles> scribbles = of(labelled());
    assertThat(scribbles)
        .extracting(RealScribbles::name)
        .containsExactly("scribble_1", "scribble_2");
    List<Interaction> marks = scribbles.get(0).on(2, 1, Axis.Z, 0);
    assertThat(pixels(marks, true)).isEqualTo(rows(4));
    assertThat(pixels(marks, false)).isEqualTo(rows(20));
    assertThat(scribbles.get(1).on(2, 1, Axis.Z, 0)).hasSize(1);
  }

  @Test
  void withoutAValueForNoMarkTheFileIsRefused() {
    write("scribble", i -> row(i) == 4 ? 1 : 2);
    assertThatThrownBy(() -> of(labelled()))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("largest label, 2");
  }

  @Test
  void aCaseWithoutScribblesHasNone() {
    assertThat(of(labelled())).isEmpty();
  }

  /** Strokes of random blots cover exactly their pixels, and step from neighbour to neighbour. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void strokesLeadOverAllPixelsAndNoOthers(long seed) {
    Random random = new Random(seed);
    SliceMask blots = SliceMask.of(SIZE, SIZE, i -> random.nextDouble() < 0.4);
    boolean[] covered = new boolean[SIZE * SIZE];
    for (List<Interaction.Point> stroke : RealScribbles.strokes(blots)) {
      for (int i = 0; i < stroke.size(); i++) {
        Interaction.Point point = stroke.get(i);
        covered[(int) point.v() * SIZE + (int) point.u()] = true;
        if (i > 0) {
          assertThat(Math.abs(point.u() - stroke.get(i - 1).u())).isLessThanOrEqualTo(1);
          assertThat(Math.abs(point.v() - stroke.get(i - 1).v())).isLessThanOrEqualTo(1);
        }
      }
    }
    assertThat(SliceMask.of(SIZE, SIZE, covered)).isEqualTo(blots);
  }

  /** The protocol and the single slices start with the person's strokes. */
  @Test
  void theRealScribbleIsTheFirstMark() {
    write("scribble", i -> row(i) == 4 ? 1 : row(i) == 10 ? 2 : row(i) == 20 ? 0 : 3);
    Dataset.Case from = labelled();
    Volume labels = Volumes.readLabels(from.label()).asVolume();
    Truth truth = Truth.all(labels, Axis.Z).get(1);
    OneSliceSession.Engine engine = new OneSliceSession.Engine();
    new Protocol(2, Prompt.REAL_SCRIBBLE, Policy.ORACLE, 0, 1).play(engine, from, labels, truth);
    List<Interaction> heard = engine.last().heard;
    assertThat(heard.get(0).slice()).as("slice 5 is larger, but has none").isNotEqualTo(5);
    assertThat(pixels(heard.subList(0, 1), true)).isEqualTo(rows(10));
    List<SliceResult> runs =
        SliceResult.play(engine, from, labels, truth, Prompt.REAL_SCRIBBLE, 3, 1, 1);
    assertThat(runs).hasSize(3);
    assertThat(runs)
        .allSatisfy(
            run -> {
              assertThat(run.scribble()).isEqualTo("scribble");
              assertThat(run.slice()).isNotEqualTo(5);
              assertThat(run.answers()).hasSize(2);
            });
  }

  private static List<RealScribbles> of(Dataset.Case from) {
    return RealScribbles.of(from, Volumes.readLabels(from.label()).grid());
  }

  private interface Rule {
    int value(int voxel);
  }

  /** Slices 0 to 4 have label 1 in rows 2 to 6 and label 2 in rows 8 to 13; slice 5 more of it. */
  private Dataset.Case labelled() {
    byte[] labels = new byte[SIZE * SIZE * DEPTH];
    for (int i = 0; i < labels.length; i++) {
      int row = i / SIZE % SIZE;
      boolean last = i / (SIZE * SIZE) == 5;
      labels[i] = (byte) (row >= 8 && row <= (last ? 18 : 13) ? 2 : row >= 2 && row <= 6 ? 1 : 0);
    }
    write("label", i -> labels[i]);
    return new Dataset.Case(
        "set", "case", directory.resolve("image.nii.gz"), directory.resolve("label.nii.gz"));
  }

  /** Returns the row of a voxel between columns 5 and 15 of slices 0 to 4, -1 elsewhere. */
  private static int row(int voxel) {
    int x = voxel % SIZE;
    return x >= 5 && x <= 15 && voxel < 5 * SIZE * SIZE ? voxel / SIZE % SIZE : -1;
  }

  private static SliceMask rows(int... rows) {
    return SliceMask.of(SIZE, SIZE, i -> Arrays.stream(rows).anyMatch(row -> row(i) == row));
  }

  private static SliceMask pixels(List<Interaction> marks, boolean positive) {
    List<Integer> pixels = new ArrayList<>();
    for (Interaction mark : marks) {
      if (mark instanceof Interaction.Scribble scribble && scribble.positive() == positive) {
        scribble.points().forEach(point -> pixels.add((int) (point.v() * SIZE + point.u())));
      }
    }
    return SliceMask.of(SIZE, SIZE, pixels::contains);
  }

  private void write(String name, Rule rule) {
    byte[] voxels = new byte[SIZE * SIZE * DEPTH];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = (byte) rule.value(i);
    }
    Volumes.write(
        directory.resolve(name + ".nii.gz"),
        Volume.ofUnsignedBytes(voxels, SIZE, SIZE, DEPTH, Geometry.UNIT),
        VoxelType.UINT8);
  }
}
