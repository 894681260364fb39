package org.mem3d.core.propagation.appearance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.network.FeatureMaps;
import org.mem3d.core.propagation.appearance.LabelledFeatures.Label;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.Window;

/** What is learned from features of made-up slices: noise, and one map that shows the object. */
class FeatureRegressionTest {
  private static final int SIDE = LabelledFeatures.SIDE;
  private static final IntPredicate LEFT = place -> disc(place, 20, 30);
  private static final IntPredicate RIGHT = place -> disc(place, 40, 28);

  private long seed;
  private Random random = new Random();

  @BeforeEach
  void draw() {
    seed = Long.getLong("mem3d.seed", System.nanoTime());
    random = new Random(seed);
  }

  private static boolean disc(int place, int x, int y) {
    return Math.hypot(place % SIDE - x, place / SIDE - y) < 13;
  }

  /** Noise, and at a level a map that is high on the object and low around it, or reversed. */
  private FeatureMaps maps(IntPredicate object, int level, float contrast) {
    FeatureMaps maps = new FeatureMaps();
    for (int k = 0; k < FeatureMaps.LEVELS; k++) {
      float[] values = maps.level(k);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
    }
    int side = FeatureMaps.side(level);
    for (int i = 0; i < side * side; i++) {
      int place = i / side * (SIDE / side) * SIDE + i % side * (SIDE / side);
      maps.level(level)[i] += object.test(place) ? contrast : -contrast;
    }
    return maps;
  }

  private static Label[] labels(IntPredicate object) {
    Label[] labels = new Label[SIDE * SIDE];
    Arrays.setAll(labels, i -> object.test(i) ? Label.OBJECT : Label.SURROUNDINGS);
    return labels;
  }

  private LabelledFeatures slice(IntPredicate object, int level, float contrast) {
    return new LabelledFeatures(maps(object, level, contrast), labels(object));
  }

  private static double share(float[] probability, IntPredicate places, boolean above) {
    int all = 0;
    int right = 0;
    for (int i = 0; i < probability.length; i++) {
      if (places.test(i)) {
        all++;
        right += probability[i] > 0.5f == above ? 1 : 0;
      }
    }
    return (double) right / all;
  }

  @Test
  void whatOneSliceShowsIsFoundOnAnotherAtEveryLevel() {
    for (int level = 0; level < FeatureMaps.LEVELS; level++) {
      FeatureRegression regression =
          FeatureRegression.of(List.of(slice(LEFT, level, 6)), WorkerPool.CALLING_THREAD);
      assertThat(regression).as("level %d, seed %d", level, seed).isNotNull();
      float[] found = regression.probability(maps(RIGHT, level, 6));
      // At coarse levels places on the edge are half of one and half of the other.
      IntPredicate within = place -> disc(place, 40, 28) && disc(place, 39, 27);
      assertThat(share(found, within, true))
          .as("level %d, seed %d", level, seed)
          .isGreaterThan(0.8);
      assertThat(share(found, RIGHT.negate(), false))
          .as("level %d, seed %d", level, seed)
          .isGreaterThan(0.8);
    }
  }

  @Test
  void noiseTeachesNothing() {
    assertThat(
            FeatureRegression.of(
                List.of(slice(LEFT, 0, 0), slice(RIGHT, 0, 0)), WorkerPool.CALLING_THREAD))
        .as("seed %d", seed)
        .isNull();
  }

  @Test
  void whatHoldsOnOneSliceAloneIsNotBelieved() {
    LabelledFeatures bright = slice(LEFT, 0, 4);
    LabelledFeatures dark = slice(LEFT, 0, -4);
    assertThat(FeatureRegression.of(List.of(bright), WorkerPool.CALLING_THREAD))
        .as("seed %d", seed)
        .isNotNull();
    assertThat(FeatureRegression.of(List.of(dark), WorkerPool.CALLING_THREAD))
        .as("seed %d", seed)
        .isNotNull();
    assertThat(FeatureRegression.of(List.of(bright, dark), WorkerPool.CALLING_THREAD))
        .as("seed %d", seed)
        .isNull();
  }

  @Test
  void aSliceThatShowsTooLittleTeachesNothing() {
    Label[] few = labels(place -> place < 5);
    assertThat(
            FeatureRegression.of(
                List.of(new LabelledFeatures(maps(LEFT, 0, 4), few)), WorkerPool.CALLING_THREAD))
        .isNull();
    FeatureMaps even = new FeatureMaps();
    for (int level = 0; level < FeatureMaps.LEVELS; level++) {
      Arrays.fill(even.level(level), 0.7f);
    }
    assertThat(
            FeatureRegression.of(
                List.of(new LabelledFeatures(even, labels(LEFT))), WorkerPool.CALLING_THREAD))
        .as("features that are everywhere alike")
        .isNull();
  }

  @Test
  void severalThreadsFitTheSame() {
    List<LabelledFeatures> slices = List.of(slice(LEFT, 1, 2), slice(RIGHT, 1, 2));
    FeatureMaps asked = maps(RIGHT, 1, 2);
    FeatureRegression one = FeatureRegression.of(slices, WorkerPool.CALLING_THREAD);
    try (WorkerPool workers = new WorkerPool(3)) {
      FeatureRegression three = FeatureRegression.of(slices, workers);
      assertThat(one).as("seed %d", seed).isNotNull();
      assertThat(three).isNotNull();
      assertThat(three.probability(asked)).isEqualTo(one.probability(asked));
      assertThat(three.trust()).isEqualTo(one.trust()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void labelsAreTheObjectItsSurroundingsAndNothingOnTheEdgeOrFarAway() {
    boolean[] square = new boolean[100 * 100];
    for (int i = 0; i < square.length; i++) {
      square[i] = i % 100 >= 40 && i % 100 < 60 && i / 100 >= 40 && i / 100 < 60;
    }
    SlicePatch mask = SlicePatch.of(org.mem3d.SliceMask.of(100, 100, square));
    // A place is one voxel; the window begins at 18.5, so an edge runs through places.
    Window window = new Window(18.5, 18, 64);
    LabelledFeatures labelled = LabelledFeatures.of(new FeatureMaps(), window, mask);
    int row = 30 * SIDE;
    assertThat(labelled.label(row + 21)).as("half of it inside").isEqualTo(Label.NEITHER);
    assertThat(labelled.label(row + 22)).isEqualTo(Label.OBJECT);
    assertThat(labelled.label(row + 20)).isEqualTo(Label.SURROUNDINGS);
    assertThat(labelled.label(row + 16)).as("5 voxels from it").isEqualTo(Label.SURROUNDINGS);
    assertThat(labelled.label(row + 14)).as("7 voxels from it").isEqualTo(Label.NEITHER);
  }
}
