package org.mem3d.train.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.SliceMask;
import org.mem3d.core.interaction.MarkGeometry;

class HandTest {
  private static final int SIDE = 90;

  /** A bean, a thin bar, a ring and a few pixels. */
  private static List<SliceMask> objects() {
    return List.of(
        SliceMask.of(SIDE, SIDE, i -> bean(i % SIDE, i / SIDE)),
        SliceMask.of(SIDE, SIDE, i -> i % SIDE > 10 && i % SIDE < 80 && i / SIDE / 3 == 12),
        SliceMask.of(SIDE, SIDE, i -> ring(i % SIDE, i / SIDE)),
        SliceMask.of(SIDE, SIDE, i -> i % SIDE > 86 && i / SIDE < 2));
  }

  private static boolean bean(int u, int v) {
    return Math.hypot(u - 40, v - 40) < 26 && Math.hypot(u - 62, v - 40) > 14;
  }

  private static boolean ring(int u, int v) {
    double away = Math.hypot(u - 45, v - 45);
    return away < 34 && away > 25;
  }

  @Test
  void strokesLieOnTheObjectButForWhatOvershoots() {
    int number = 0;
    for (SliceMask truth : objects()) {
      int marked = 0;
      int beside = 0;
      for (long seed = 0; seed < 60; seed++) {
        List<Interaction> strokes =
            new Hand(Axis.Z, 3, truth, new SplittableRandom(seed)).strokes();
        assertThat(strokes).as("object %d seed %d", number, seed).isNotEmpty();
        SliceMask pixels = MarkGeometry.voxels(strokes, true, SIDE, SIDE);
        int here = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
          here += pixels.contains(i) && truth.contains(i) ? 1 : 0;
        }
        assertThat(here).as("object %d seed %d", number, seed).isPositive();
        marked += pixels.area();
        beside += pixels.area() - here;
        assertThat(new Hand(Axis.Z, 3, truth, new SplittableRandom(seed)).strokes())
            .isEqualTo(strokes);
      }
      assertThat(beside / (double) marked).as("beside object %d", number).isLessThan(0.12);
      number++;
    }
  }

  @Test
  void clicksAreOnTheObjectAndOffItsMiddle() {
    SliceMask truth = objects().get(0);
    double low = SIDE;
    double high = 0;
    for (long seed = 0; seed < 80; seed++) {
      for (Interaction mark : new Hand(Axis.Z, 0, truth, new SplittableRandom(seed)).clicks()) {
        Interaction.Click click = (Interaction.Click) mark;
        assertThat(truth.contains((int) click.point().u(), (int) click.point().v())).isTrue();
        low = Math.min(low, click.point().u());
        high = Math.max(high, click.point().u());
      }
    }
    assertThat(high - low).as("how far clicks are apart").isGreaterThan(15);
  }

  @Test
  void boxesAreLooseTightOrShiftedAndHoldMostOfTheObject() {
    SliceMask truth = objects().get(0);
    int[] bounds = truth.bounds();
    int loose = 0;
    int tight = 0;
    for (long seed = 0; seed < 80; seed++) {
      Interaction.BoundingBox box =
          (Interaction.BoundingBox) new Hand(Axis.Z, 0, truth, new SplittableRandom(seed)).box();
      double widths = (box.high().u() - box.low().u()) / (bounds[2] - bounds[0] + 1);
      assertThat(widths).isBetween(0.8, 1.5);
      loose += widths > 1.1 ? 1 : 0;
      tight += widths < 1 ? 1 : 0;
    }
    assertThat(loose).isGreaterThan(10);
    assertThat(tight).isGreaterThan(5);
  }
}
