package org.mem3d.core.propagation.appearance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.PropagationSettings;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.ChainRecord;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;

/** A bright disc on every slice, and predictions that are half beside it. */
class AppearanceModelTest {
  private static final int SIZE = 64;
  private static final int SLICES = 6;
  private static final SliceMask DISC = disc(30);
  private static final SliceMask BESIDE = disc(36);

  private static Backend backend;
  private static Safetensors weights;

  private final SliceReader reader = new SliceReader(cylinder(), Axis.Z);

  @BeforeAll
  static void open() {
    backend = new ReferenceBackendProvider().open(BackendOptions.DEFAULT);
    weights = ModelFiles.open(null, AppearanceModelTest.class.getClassLoader()).propagation();
  }

  @AfterAll
  static void close() {
    assertThat(backend.allocatedBytes()).isZero();
    backend.close();
  }

  private static SliceMask disc(int centre) {
    return SliceMask.of(SIZE, SIZE, i -> Math.hypot(i % SIZE - centre, i / SIZE - 32) < 12);
  }

  private static Volume cylinder() {
    Random noise = new Random(5);
    float[] voxels = new float[SIZE * SIZE * SLICES];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] =
          (float) ((DISC.contains(i % (SIZE * SIZE)) ? 200 : 90) + noise.nextGaussian() * 8);
    }
    return Volume.ofFloats(voxels, SIZE, SIZE, SLICES, Geometry.UNIT);
  }

  private static AnnotatedMask annotated(int slice) {
    return new AnnotatedMask(slice, SlicePatch.of(DISC));
  }

  /** A chain from slice 0 whose masks are all beside the object. */
  private static ChainRecord astray() {
    TreeMap<Integer, SlicePrediction> predictions = new TreeMap<>();
    for (int slice = 1; slice < SLICES; slice++) {
      predictions.put(slice, new SlicePrediction(SlicePatch.of(BESIDE), 0.5f));
    }
    return new ChainRecord(
        annotated(0),
        List.of(annotated(0)),
        IntStream.range(1, SLICES).boxed().toList(),
        false,
        predictions);
  }

  private Map<Integer, SlicePatch> found(List<AnnotatedMask> annotated, Runnable check) {
    try (MemoryModel model =
        new MemoryModel(
            backend, weights, "the default weights", 4, 0, CompileOptions.F32, 1 << 24)) {
      return new AppearanceModel(
              model, reader, PropagationSettings.DEFAULT.windowFactor(), WorkerPool.CALLING_THREAD)
          .of(annotated, List.of(astray()), Set.of(2, 4), check);
    }
  }

  @Test
  void theObjectIsFoundWhereItsLooksAreWhateverTheChainSaid() {
    Map<Integer, SlicePatch> found = found(List.of(annotated(0)), () -> {});
    assertThat(found.keySet()).as("the slices asked for").containsExactlyInAnyOrder(2, 4);
    found.forEach(
        (slice, patch) -> {
          SliceMask mask = patch.toMask(SIZE, SIZE);
          assertThat(2.0 * mask.overlap(DISC) / (mask.area() + DISC.area()))
              .as("slice %d", slice)
              .isGreaterThan(0.85);
        });
    assertThat(2.0 * BESIDE.overlap(DISC) / (BESIDE.area() + DISC.area())).isLessThan(0.75);
  }

  @Test
  void ofMoreThanTwoAnnotatedSlicesItIsNotAsked() {
    assertThat(found(List.of(annotated(0), annotated(5)), () -> {})).isNotEmpty();
    assertThat(found(List.of(annotated(0), annotated(3), annotated(5)), () -> {})).isEmpty();
  }

  @Test
  void itEndsWhereItsCheckThrows() {
    assertThatThrownBy(
            () ->
                found(
                    List.of(annotated(0)),
                    () -> {
                      throw new IllegalStateException("not wanted any more");
                    }))
        .hasMessage("not wanted any more");
  }
}
