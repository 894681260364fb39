package org.mem3d.core.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.PropagationPlan;
import org.mem3d.PropagationSettings;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.PropagationCache;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;

/** Every plan, on a cylinder with two free ends. */
@Tag("slow") // every plan, with the networks
class PlanTest {
  private static final int SIZE = 40;
  private static final int SLICES = 16;
  private static final int FIRST = 3;
  private static final int LAST = 11;
  private static final SliceMask DISC =
      SliceMask.of(SIZE, SIZE, i -> Math.pow(i % SIZE - 19, 2) + Math.pow(i / SIZE - 20, 2) <= 100);

  private static Backend backend;
  private static MemoryModel model;

  private final SliceReader reader = new SliceReader(cylinder(), Axis.Z);
  private final List<Integer> asked = new ArrayList<>();

  @BeforeAll
  static void open() {
    backend = new ReferenceBackendProvider().open(BackendOptions.DEFAULT);
    Safetensors weights = ModelFiles.open(null, PlanTest.class.getClassLoader()).propagation();
    model =
        new MemoryModel(
            backend,
            weights,
            "the default weights",
            PropagationSettings.DEFAULT.memorySlots(),
            0,
            CompileOptions.F32,
            1 << 26);
  }

  @AfterAll
  static void close() {
    model.close();
    assertThat(backend.allocatedBytes()).isZero();
    backend.close();
  }

  private static Volume cylinder() {
    Random noise = new Random(3);
    float[] voxels = new float[SIZE * SIZE * SLICES];
    for (int i = 0; i < voxels.length; i++) {
      int slice = i / (SIZE * SIZE);
      boolean inside = slice >= FIRST && slice <= LAST && DISC.contains(i % (SIZE * SIZE));
      voxels[i] = (float) ((inside ? 200 : 90) + noise.nextGaussian() * 5);
    }
    return Volume.ofFloats(voxels, SIZE, SIZE, SLICES, Geometry.UNIT);
  }

  private static List<AnnotatedMask> annotatedMasks(int... slices) {
    return IntStream.of(slices)
        .mapToObj(slice -> new AnnotatedMask(slice, SlicePatch.of(DISC)))
        .toList();
  }

  private static PropagationSettings settings(PropagationPlan plan) {
    return PropagationSettings.DEFAULT.withPlan(plan);
  }

  private WindowPropagation run(
      PropagationPlan plan, List<AnnotatedMask> annotatedMasks, PropagationCache before) {
    asked.clear();
    WindowPropagation propagation =
        new WindowPropagation(model, settings(plan), WorkerPool.CALLING_THREAD);
    propagation.add(1, annotatedMasks, reader, before);
    propagation.run((object, slice) -> asked.add(slice));
    assertThat(asked).hasSize(propagation.slicesComputed());
    assertThat(propagation.slicesComputed()).isLessThanOrEqualTo(propagation.mostSlices());
    return propagation;
  }

  private static double dice(SlicePatch patch) {
    SliceMask mask = patch.toMask(SIZE, SIZE);
    return 2.0 * mask.overlap(DISC) / (mask.area() + DISC.area());
  }

  @ParameterizedTest
  @EnumSource(PropagationPlan.class)
  void theObjectIsFoundAndItsEndsToo(PropagationPlan plan) {
    SlicePrediction[] predictions =
        run(plan, annotatedMasks(7), PropagationCache.NOTHING).predictions(1);
    // The zigzag's previous slice lies on the other side: the weights were not trained for that.
    int reach = plan == PropagationPlan.ZIGZAG ? 2 : SLICES;
    for (int slice = FIRST; slice <= LAST; slice++) {
      if (slice != 7 && Math.abs(slice - 7) <= reach) {
        assertThat(dice(predictions[slice].patch())).as(plan + " " + slice).isGreaterThan(0.7);
      }
    }
    assertThat(predictions[7]).isNull();
    assertThat(area(predictions[0])).as("below the object").isLessThan(DISC.area() / 2);
    assertThat(area(predictions[SLICES - 1])).as("above it").isLessThan(DISC.area() / 2);
  }

  private static int area(SlicePrediction prediction) {
    return prediction == null ? 0 : prediction.patch().area();
  }

  @ParameterizedTest
  @EnumSource(PropagationPlan.class)
  void everySliceBetweenAnnotatedOnesIsPredicted(PropagationPlan plan) {
    SlicePrediction[] predictions =
        run(plan, annotatedMasks(3, 10, 11), PropagationCache.NOTHING).predictions(1);
    assertThat(IntStream.rangeClosed(4, 9).allMatch(slice -> predictions[slice] != null))
        .as("all of 4 to 9")
        .isTrue();
    assertThat(IntStream.of(3, 10, 11).allMatch(slice -> predictions[slice] == null)).isTrue();
    long times = asked.stream().filter(slice -> slice > 3 && slice < 10).count();
    switch (plan) {
      // Slices 4 and 9 lie so near to one annotated slice that only its chain counts there.
      case CHAIN, ENSEMBLE -> assertThat(times).as("from both sides").isEqualTo(10);
      case ZIGZAG -> assertThat(times).as("from both sides").isBetween(7L, 10L);
      case BISECTION -> assertThat(times).as("once").isEqualTo(6);
    }
  }

  @ParameterizedTest
  @EnumSource(PropagationPlan.class)
  void whatIsKnownIsNotAskedAgain(PropagationPlan plan) {
    List<AnnotatedMask> annotatedMasks = annotatedMasks(4, 9);
    WindowPropagation first = run(plan, annotatedMasks, PropagationCache.NOTHING);
    WindowPropagation again = run(plan, annotatedMasks, first.cache(1));
    assertThat(asked).isEmpty();
    assertThat(again.predictions(1)).isEqualTo(first.predictions(1));
  }

  @ParameterizedTest
  @EnumSource(PropagationPlan.class)
  void takingUpWhatIsKnownGivesWhatStartingAnewDoes(PropagationPlan plan) {
    List<AnnotatedMask> few = annotatedMasks(1, 2, 3, 4, 5, 6, 8, 10);
    List<AnnotatedMask> more = annotatedMasks(1, 2, 3, 4, 5, 6, 8, 10, 13);
    PropagationCache known = run(plan, few, PropagationCache.NOTHING).cache(1);
    SlicePrediction[] taken = run(plan, more, known).predictions(1);
    List<Integer> askedAgain = List.copyOf(asked);
    SlicePrediction[] anew = run(plan, more, PropagationCache.NOTHING).predictions(1);
    assertThat(taken).isEqualTo(anew);
    assertThat(askedAgain).as("of %s", asked).hasSizeLessThan(asked.size());
    assertThat(askedAgain).as("far from the new slice").doesNotContain(0);
  }

  @ParameterizedTest
  @EnumSource(PropagationPlan.class)
  void absentSlicesBoundTheObject(PropagationPlan plan) {
    List<AnnotatedMask> annotatedMasks =
        List.of(
            new AnnotatedMask(2, SlicePatch.EMPTY),
            new AnnotatedMask(7, SlicePatch.of(DISC)),
            new AnnotatedMask(13, SlicePatch.EMPTY));
    SlicePrediction[] predictions =
        run(plan, annotatedMasks, PropagationCache.NOTHING).predictions(1);
    assertThat(asked).allMatch(slice -> slice > 2 && slice < 13);
    assertThat(predictions[6]).isNotNull();
    assertThat(predictions[8]).isNotNull();
    assertThat(area(predictions[0]) + area(predictions[14])).isZero();
  }

  @Test
  void bisectionAsksForMidpointsFirst() {
    run(PropagationPlan.BISECTION, annotatedMasks(3, 11), PropagationCache.NOTHING);
    List<Integer> between = asked.stream().filter(slice -> slice > 3 && slice < 11).toList();
    assertThat(between).containsExactly(7, 5, 9, 4, 6, 8, 10);
  }

  @Test
  void zigzagAlternates() {
    run(PropagationPlan.ZIGZAG, annotatedMasks(7), PropagationCache.NOTHING);
    assertThat(asked).startsWith(6, 8, 5, 9);
  }
}
