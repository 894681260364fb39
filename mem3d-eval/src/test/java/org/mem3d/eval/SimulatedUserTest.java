package org.mem3d.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;
import org.mem3d.SliceMask;

class SimulatedUserTest {
  private static final int SIZE = 64;

  @ParameterizedTest
  @EnumSource(Prompt.class)
  void marksLieOnTheSideThatTheyClaim(Prompt prompt) {
    for (long seed = 1; seed <= 60; seed++) {
      SliceMask truth = blob(seed);
      for (Interaction mark : new SimulatedUser(seed).firstMarks(prompt, 3, Axis.Y, 17, truth)) {
        assertThat(mark.object()).isEqualTo(3);
        assertThat(mark.axis()).isEqualTo(Axis.Y);
        assertThat(mark.slice()).isEqualTo(17);
        requireHonest(mark, truth, "seed " + seed);
      }
    }
  }

  @Test
  void correctionsLieInTheError() {
    int negative = 0;
    int strokes = 0;
    for (long seed = 1; seed <= 60; seed++) {
      SliceMask truth = blob(seed);
      SliceMask mask = blob(seed + 1000);
      List<Interaction> marks = new SimulatedUser(seed).correction(1, Axis.Z, 0, mask, truth);
      assertThat(marks).as("seed %d", seed).hasSize(1);
      Interaction mark = marks.get(0);
      requireHonest(mark, truth, "seed " + seed);
      for (int pixel : pixels(mark)) {
        assertThat(mask.contains(pixel)).as("seed %d", seed).isNotEqualTo(truth.contains(pixel));
      }
      negative += isPositive(mark) ? 0 : 1;
      strokes += mark instanceof Interaction.Scribble ? 1 : 0;
    }
    assertThat(negative).isBetween(5, 55);
    assertThat(strokes).isBetween(5, 55);
  }

  @Test
  void aRightMaskNeedsNoCorrection() {
    SliceMask truth = blob(5);
    assertThat(new SimulatedUser(1).correction(1, Axis.Z, 0, truth, truth)).isEmpty();
  }

  @Test
  void anEmptySliceIsCalledAbsent() {
    SliceMask empty = SliceMask.empty(SIZE, SIZE);
    assertThat(new SimulatedUser(1).firstMarks(Prompt.SCRIBBLE, 1, Axis.Z, 4, empty))
        .containsExactly(Interaction.absent(1, Axis.Z, 4));
    assertThat(new SimulatedUser(1).correction(1, Axis.Z, 4, blob(2), empty))
        .containsExactly(Interaction.absent(1, Axis.Z, 4));
  }

  @ParameterizedTest
  @EnumSource(Prompt.class)
  void tinyObjectsAtTheEdgeCanBeMarked(Prompt prompt) {
    for (int[] shape : new int[][] {{1, 1}, {1, 5}, {5, 1}, {2, 2}, {64, 64}}) {
      SliceMask truth = SliceMask.of(SIZE, SIZE, i -> i % SIZE < shape[0] && i / SIZE < shape[1]);
      for (long seed = 1; seed <= 20; seed++) {
        for (Interaction mark : new SimulatedUser(seed).firstMarks(prompt, 1, Axis.Z, 0, truth)) {
          requireHonest(mark, truth, shape[0] + "x" + shape[1] + ", seed " + seed);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Prompt.class)
  void theSameSeedGivesTheSameMarks(Prompt prompt) {
    SliceMask truth = blob(9);
    assertThat(new SimulatedUser(4).firstMarks(prompt, 1, Axis.Z, 0, truth))
        .isEqualTo(new SimulatedUser(4).firstMarks(prompt, 1, Axis.Z, 0, truth));
  }

  private static void requireHonest(Interaction mark, SliceMask truth, String as) {
    if (mark instanceof Interaction.GivenMask given) {
      assertThat(given.mask()).isEqualTo(truth);
      return;
    }
    if (mark instanceof Interaction.BoundingBox box) {
      int[] bounds = truth.bounds();
      assertThat(box.low().u()).as(as).isLessThan(bounds[0]).isGreaterThan(bounds[0] - SIZE / 8.0);
      assertThat(box.high().v()).as(as).isGreaterThan(bounds[3]).isLessThan(bounds[3] + SIZE / 8.0);
      return;
    }
    List<Integer> pixels = pixels(mark);
    assertThat(pixels).as(as).isNotEmpty();
    for (int i = 0; i < pixels.size(); i++) {
      int pixel = pixels.get(i);
      assertThat(truth.contains(pixel)).as(as).isEqualTo(isPositive(mark));
      if (i > 0 && mark instanceof Interaction.Scribble) {
        int before = pixels.get(i - 1);
        int step =
            Math.max(
                Math.abs(pixel % SIZE - before % SIZE), Math.abs(pixel / SIZE - before / SIZE));
        assertThat(step).as("%s: a stroke without gaps", as).isEqualTo(1);
      }
    }
  }

  private static boolean isPositive(Interaction mark) {
    return mark instanceof Interaction.Scribble scribble
        ? scribble.positive()
        : !(mark instanceof Interaction.Click click) || click.positive();
  }

  private static List<Integer> pixels(Interaction mark) {
    List<Point> points =
        mark instanceof Interaction.Scribble scribble
            ? scribble.points()
            : mark instanceof Interaction.Click click
                ? List.of(click.point())
                : ((Interaction.ExtremePoints) mark).points();
    List<Integer> pixels = new ArrayList<>();
    for (Point point : points) {
      assertThat(point.u()).isBetween(0.0, SIZE - 1.0);
      assertThat(point.v()).isBetween(0.0, SIZE - 1.0);
      assertThat(point.u() % 1).isZero();
      assertThat(point.v() % 1).isZero();
      pixels.add(((int) point.v()) * SIZE + (int) point.u());
    }
    return pixels;
  }

  /** Two discs with a hole in one: neither convex nor always connected. */
  private static SliceMask blob(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double u0 = 10 + 44 * random.nextDouble();
    double v0 = 10 + 44 * random.nextDouble();
    double r0 = 3 + 12 * random.nextDouble();
    double u1 = u0 + 24 * random.nextDouble() - 12;
    double v1 = v0 + 24 * random.nextDouble() - 12;
    double r1 = 2 + 8 * random.nextDouble();
    return SliceMask.of(
        SIZE,
        SIZE,
        i -> {
          double toFirst = Math.hypot(i % SIZE - u0, Math.floorDiv(i, SIZE) - v0);
          double toSecond = Math.hypot(i % SIZE - u1, Math.floorDiv(i, SIZE) - v1);
          return (toFirst <= r0 && toFirst > r0 / 4) || toSecond <= r1;
        });
  }
}
