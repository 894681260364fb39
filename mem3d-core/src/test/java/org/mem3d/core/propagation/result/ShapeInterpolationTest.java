package org.mem3d.core.propagation.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mem3d.SliceMask;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SlicePatch;

/** Shapes between two outlines, and how far they outweigh the network. */
class ShapeInterpolationTest {
  private static final int SIZE = 64;

  private static AnnotatedMask disc(int slice, double centreU, double centreV, double radius) {
    SliceMask mask =
        SliceMask.of(SIZE, SIZE, i -> Math.hypot(i % SIZE - centreU, i / SIZE - centreV) <= radius);
    return new AnnotatedMask(slice, SlicePatch.of(mask));
  }

  private static SlicePrediction prediction(AnnotatedMask shape) {
    return new SlicePrediction(shape.patch(), 0.7f);
  }

  private static double dice(SlicePatch a, SlicePatch b) {
    int both = 0;
    for (int i = 0; i < SIZE * SIZE; i++) {
      both += a.contains(i % SIZE, i / SIZE) && b.contains(i % SIZE, i / SIZE) ? 1 : 0;
    }
    return 2.0 * both / (a.area() + b.area());
  }

  @Test
  void aDiscGrowsAndMovesEvenly() {
    ShapeInterpolation shape =
        new ShapeInterpolation(
            disc(10, 20, 30, 8), disc(14, 36, 22, 16), WorkerPool.CALLING_THREAD);
    for (int slice = 11; slice < 14; slice++) {
      double share = (slice - 10) / 4.0;
      AnnotatedMask wanted = disc(slice, 20 + 16 * share, 30 - 8 * share, 8 + 8 * share);
      assertThat(dice(shape.at(slice, SIZE, SIZE), wanted.patch())).isGreaterThan(0.97);
    }
  }

  @Test
  void equalOutlinesAgreeWhereverTheyAre() {
    assertThat(
            new ShapeInterpolation(
                    disc(0, 20, 20, 9), disc(3, 40, 31, 9), WorkerPool.CALLING_THREAD)
                .agreement())
        .isCloseTo(1, within(1e-6));
    // Discs of radii 6 and 12: 2 * 36 / (36 + 144).
    assertThat(
            new ShapeInterpolation(
                    disc(0, 30, 30, 6), disc(3, 30, 30, 12), WorkerPool.CALLING_THREAD)
                .agreement())
        .isCloseTo(0.4, within(0.02));
  }

  @Test
  void cutsALeakOffThatTheNetworkIsNotSureOf() {
    AnnotatedMask low = disc(0, 24, 32, 10);
    AnnotatedMask high = disc(2, 24, 32, 10);
    float[] leaked = new float[SIZE * SIZE];
    for (int i = 0; i < leaked.length; i++) {
      leaked[i] = low.patch().contains(i % SIZE, i / SIZE) ? 1 : i % SIZE > 44 ? 0.9f : 0;
    }
    @Nullable SlicePrediction[] predictions = {
      null, new SlicePrediction(SlicePatch.ofSlice(leaked, SIZE, SIZE), 0.7f), null
    };
    ShapeInterpolation.join(
        List.of(low, high), predictions, SIZE, SIZE, WorkerPool.CALLING_THREAD, () -> {});
    assertThat(predictions[0]).isNull();
    assertThat(predictions[2]).isNull();
    SlicePrediction joined = predictions[1];
    assertThat(joined).isNotNull();
    assertThat(joined.predictedDice()).isEqualTo(0.7f);
    assertThat(joined.patch().contains(50, 32)).isFalse();
    assertThat(dice(joined.patch(), low.patch())).isGreaterThan(0.97);
  }

  @Test
  void theLessTheOutlinesAgreeTheLessTheShapeCounts() {
    AnnotatedMask low = disc(0, 32, 32, 6);
    AnnotatedMask high = disc(2, 32, 32, 12);
    double trust = 0.5 * new ShapeInterpolation(low, high, WorkerPool.CALLING_THREAD).agreement();
    float[] aside = new float[SIZE * SIZE];
    aside[5 * SIZE + 5] = 1;
    @Nullable SlicePrediction[] predictions = {
      null, new SlicePrediction(SlicePatch.ofSlice(aside, SIZE, SIZE), 0.7f), null
    };
    ShapeInterpolation.join(
        List.of(low, high), predictions, SIZE, SIZE, WorkerPool.CALLING_THREAD, () -> {});
    SlicePrediction joined = predictions[1];
    assertThat(joined).isNotNull();
    assertThat(trust).isCloseTo(0.2, within(0.02));
    // The shape alone says that the middle is inside, the network alone that the corner is.
    assertThat(joined.patch().levelAt(32, 32) / 255.0).isCloseTo(trust, within(0.02));
    assertThat(joined.patch().levelAt(5, 5) / 255.0).isCloseTo(1 - trust, within(0.01));
  }

  @Test
  void farInsideALargeOutlineTheShapeIsCertain() {
    ShapeInterpolation shape =
        new ShapeInterpolation(disc(0, 32, 32, 28), disc(2, 32, 32, 28), WorkerPool.CALLING_THREAD);
    for (int u = 20; u < 45; u++) {
      assertThat(shape.at(1, SIZE, SIZE).levelAt(u, 32)).as("u=%d", u).isGreaterThan(250);
    }
  }

  @Test
  void isEndedBetweenIntervalsAndBetweenSlices() {
    List<AnnotatedMask> discs = List.of(disc(0, 24, 32, 10), disc(3, 24, 32, 10));
    SlicePrediction prediction = prediction(discs.get(0));
    for (int most = 0; most < 3; most++) {
      int allowed = most;
      int[] asked = {0};
      @Nullable SlicePrediction[] predictions = {null, prediction, prediction, null};
      assertThatThrownBy(
              () ->
                  ShapeInterpolation.join(
                      discs,
                      predictions,
                      SIZE,
                      SIZE,
                      WorkerPool.CALLING_THREAD,
                      () -> {
                        if (asked[0]++ == allowed) {
                          throw new IllegalStateException("ended");
                        }
                      }))
          .hasMessage("ended");
      assertThat(predictions[1] == prediction).as("check %d", most).isEqualTo(most < 2);
      assertThat(predictions[2]).as("check %d", most).isSameAs(prediction);
    }
  }

  @Test
  void leavesSlicesBesideAnAbsentOneAndBeyondTheOutermost() {
    SlicePrediction prediction = prediction(disc(0, 50, 50, 5));
    @Nullable SlicePrediction[] predictions = {prediction, null, prediction, null, prediction};
    AnnotatedMask absent = new AnnotatedMask(3, SlicePatch.EMPTY);
    ShapeInterpolation.join(
        List.of(disc(1, 20, 20, 9), absent),
        predictions,
        SIZE,
        SIZE,
        WorkerPool.CALLING_THREAD,
        () -> {});
    assertThat(predictions[0]).isSameAs(prediction);
    assertThat(predictions[2]).isSameAs(prediction);
    assertThat(predictions[4]).isSameAs(prediction);
  }

  @Test
  void staysInsideTheSlice() {
    ShapeInterpolation shape =
        new ShapeInterpolation(disc(0, 2, 2, 9), disc(2, 60, 61, 9), WorkerPool.CALLING_THREAD);
    SlicePatch middle = shape.at(1, SIZE, SIZE);
    assertThat(middle.lowU()).isNotNegative();
    assertThat(middle.lowU() + middle.width()).isLessThanOrEqualTo(SIZE);
    assertThat(middle.lowV() + middle.height()).isLessThanOrEqualTo(SIZE);
    assertThat(middle.contains(31, 31)).isTrue();
  }
}
