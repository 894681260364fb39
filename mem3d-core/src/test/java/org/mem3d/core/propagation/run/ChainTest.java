package org.mem3d.core.propagation.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
import org.mem3d.core.network.MemoryBankBatch;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.propagation.WindowPropagation;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.PropagationCache;
import org.mem3d.core.propagation.plan.SliceOrder;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SliceImage;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;

/** Which slices chains visit and remember, on a cylinder that fills every slice alike. */
class ChainTest {
  private static final int SIZE = 40;
  private static final int SLICES = 12;
  private static final long CACHE = 1 << 26;
  private static final SliceMask DISC =
      SliceMask.of(SIZE, SIZE, i -> Math.pow(i % SIZE - 19, 2) + Math.pow(i / SIZE - 20, 2) <= 100);

  private static Backend backend;
  private static Safetensors weights;

  private final SliceReader reader = new SliceReader(cylinder(), Axis.Z);

  @BeforeAll
  static void open() {
    backend = new ReferenceBackendProvider().open(BackendOptions.DEFAULT);
    weights = ModelFiles.open(null, ChainTest.class.getClassLoader()).propagation();
  }

  @AfterAll
  static void close() {
    assertThat(backend.allocatedBytes()).isZero();
    backend.close();
  }

  private static Volume cylinder() {
    Random noise = new Random(3);
    float[] voxels = new float[SIZE * SIZE * SLICES];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] =
          (float) ((DISC.contains(i % (SIZE * SIZE)) ? 200 : 90) + noise.nextGaussian() * 5);
    }
    return Volume.ofFloats(voxels, SIZE, SIZE, SLICES, Geometry.UNIT);
  }

  private static MemoryModel model(int slots) {
    return new MemoryModel(
        backend, weights, "the default weights", slots, 0, CompileOptions.F32, 1 << 24);
  }

  private static List<AnnotatedMask> annotatedMasks(int... slices) {
    return IntStream.of(slices)
        .mapToObj(slice -> new AnnotatedMask(slice, SlicePatch.of(DISC)))
        .toList();
  }

  private Chain chain(
      MemoryModel model,
      PropagationSettings settings,
      List<AnnotatedMask> annotatedMasks,
      int from,
      int end) {
    AnnotatedMask start = annotatedMasks.get(from);
    return new Chain(
        model,
        settings,
        reader,
        start,
        SliceOrder.outwards(start.slice(), end),
        Chain.memories(annotatedMasks, start, model.slots()));
  }

  @Test
  void theBankHoldsThePreviousTheAnnotatedAndARingOfStoredSlices() {
    int every = 2;
    PropagationSettings settings =
        PropagationSettings.DEFAULT.withMemorySlots(4).withStoreEvery(every);
    try (MemoryModel model = model(4)) {
      List<AnnotatedMask> annotatedMasks = annotatedMasks(1);
      Chain chain = chain(model, settings, annotatedMasks, 0, 10);
      MemoryBankBatch banks = model.memoryBanks(1);
      chain.fillBank(banks, 0);
      assertThat(chain.slotSlices()).containsExactly(-1, 1, -1, -1);
      for (int slice = 2; !chain.finished(); slice++) {
        assertThat(chain.position()).isEqualTo(slice);
        chain.prepare(banks, 0);
        banks.segment();
        if (chain.accept(banks, 0)) {
          banks.memorise();
          chain.remember(banks, 0);
        }
        if (chain.finished()) {
          break;
        }
        assertThat(chain.slotSlices()[0]).as("the previous slice").isEqualTo(slice);
        assertThat(chain.slotSlices()[1]).as("the annotated slice").isEqualTo(1);
        List<Integer> stored = new ArrayList<>();
        for (int before = 2; before < slice; before++) {
          if ((before - 1) % every == 0) {
            stored.add(before);
          }
        }
        List<Integer> newest = stored.subList(Math.max(0, stored.size() - 2), stored.size());
        assertThat(IntStream.of(chain.slotSlices()).skip(2).filter(s -> s >= 0).boxed())
            .as("stored slices at " + slice)
            .containsExactlyInAnyOrderElementsOf(newest);
      }
      assertThat(chain.record().predictions().keySet())
          .containsExactlyElementsOf(IntStream.range(2, 10).boxed().toList());
      chain.release();
    }
  }

  @Test
  void ofManyAnnotatedSlicesTheSixNearestAreRemembered() {
    try (MemoryModel model = model(8)) {
      List<AnnotatedMask> annotatedMasks = annotatedMasks(0, 1, 3, 5, 6, 8, 9, 11);
      Chain chain = chain(model, PropagationSettings.DEFAULT, annotatedMasks, 3, 6);
      assertThat(chain.finished()).as("the next slice is annotated").isTrue();
      Chain other = chain(model, PropagationSettings.DEFAULT, annotatedMasks, 4, 8);
      assertThat(other.finished()).isFalse();
      other.fillBank(model.memoryBanks(1), 0);
      assertThat(other.slotSlices()).startsWith(-1, 6, 5, 8).endsWith(-1);
      assertThat(IntStream.of(other.slotSlices()).filter(s -> s >= 0).boxed())
          .containsExactlyInAnyOrder(6, 5, 8, 3, 9, 1);
      other.release();
    }
  }

  @Test
  void bothChainsOfAnAnnotatedSliceShareItsMemories() {
    int slots = 4;
    try (MemoryModel model = model(slots)) {
      List<AnnotatedMask> annotatedMasks = annotatedMasks(3, 7);
      Chain down = chain(model, PropagationSettings.DEFAULT, annotatedMasks, 0, -1);
      down.fillBank(model.memoryBanks(1), 0);
      assertThat(model.memories().foundSlices()).isZero();
      Chain up = chain(model, PropagationSettings.DEFAULT, annotatedMasks, 0, 7);
      up.fillBank(model.memoryBanks(1), 0);
      assertThat(model.memories().foundSlices()).as("slots filled").isEqualTo(slots);
      assertThat(model.features().encodedSlices()).isEqualTo(2);
    }
  }

  @Test
  void absentSlicesAreNoMemories() {
    try (MemoryModel model = model(3)) {
      List<AnnotatedMask> annotatedMasks =
          List.of(
              new AnnotatedMask(3, SlicePatch.of(DISC)),
              new AnnotatedMask(4, SlicePatch.EMPTY),
              new AnnotatedMask(7, SlicePatch.of(DISC)));
      Chain chain = chain(model, PropagationSettings.DEFAULT, annotatedMasks, 0, -1);
      chain.fillBank(model.memoryBanks(1), 0);
      assertThat(chain.slotSlices()).containsExactly(-1, 3, 7);
      chain.release();
    }
  }

  private static List<Integer> order(
      MemoryModel model, SliceReader reader, List<AnnotatedMask> annotatedMasks) {
    WindowPropagation propagation =
        new WindowPropagation(model, PropagationSettings.DEFAULT, WorkerPool.CALLING_THREAD);
    propagation.add(1, annotatedMasks, reader, PropagationCache.NOTHING);
    List<Integer> order = new ArrayList<>();
    propagation.run((object, slice) -> order.add(slice));
    assertThat(propagation.slicesComputed()).isEqualTo(order.size());
    SlicePrediction[] predictions = propagation.predictions(1);
    for (int slice = 0; slice < SLICES; slice++) {
      assertThat(predictions[slice] != null).isEqualTo(order.contains(slice));
    }
    return order;
  }

  @Test
  void chainsRunOutwardsTogetherAndTwiceBetweenAnnotatedSlices() {
    try (MemoryModel model = model(8)) {
      List<AnnotatedMask> annotatedMasks = annotatedMasks(1, 4, 5, 10);
      WindowPropagation propagation =
          new WindowPropagation(model, PropagationSettings.DEFAULT, WorkerPool.CALLING_THREAD);
      propagation.add(1, annotatedMasks, reader, PropagationCache.NOTHING);
      assertThat(propagation.mostSlices()).isGreaterThanOrEqualTo(2 * 2 + 2 * 3 + 2);
      assertThat(order(model, reader, annotatedMasks))
          .containsExactly(0, 2, 3, 6, 9, 11, 3, 2, 7, 8, 8, 7);
    }
  }

  /** A disc that wanders and grows, so that the window has to follow. */
  @Test
  void theImagesOfAChainAreFoundAgainFromWhatItPredicted() {
    int size = 120;
    float[] voxels = new float[size * size * SLICES];
    Random noise = new Random(4);
    for (int i = 0; i < voxels.length; i++) {
      int slice = i / (size * size);
      voxels[i] =
          (float) ((wandering(i % size, i / size % size, slice) ? 200 : 90) + noise.nextGaussian());
    }
    SliceReader wide =
        new SliceReader(Volume.ofFloats(voxels, size, size, SLICES, Geometry.UNIT), Axis.Z);
    SliceMask first = SliceMask.of(size, size, i -> wandering(i % size, i / size, 2));
    List<AnnotatedMask> annotatedMasks = List.of(new AnnotatedMask(2, SlicePatch.of(first)));
    PropagationSettings settings = PropagationSettings.DEFAULT;
    try (MemoryModel model =
        new MemoryModel(backend, weights, "the default weights", 4, 0, CompileOptions.F32, CACHE)) {
      Chain chain =
          new Chain(
              model,
              settings,
              wide,
              annotatedMasks.get(0),
              SliceOrder.zigzag(2, 0, SLICES),
              annotatedMasks);
      new ChainRunner(model, (visited, slice) -> {}).run(List.of(chain));
      List<SliceImage> images =
          List.copyOf(ChainImages.of(wide, chain.record(), settings.windowFactor()).values());
      assertThat(images.stream().map(SliceImage::slice))
          .as("slices")
          .containsExactlyElementsOf(chain.record().predictions().keySet())
          .hasSizeGreaterThan(SLICES / 2);
      assertThat(images.stream().map(SliceImage::window).distinct())
          .as("windows")
          .hasSizeGreaterThan(2);
      long encoded = model.features().encodedSlices();
      model.features().encode(images, SliceImage::write).forEach(model.features()::release);
      assertThat(model.features().encodedSlices()).as("nothing is encoded anew").isEqualTo(encoded);
    }
  }

  private static boolean wandering(int u, int v, int slice) {
    return Math.hypot(u - 30 - 6 * slice, v - 50) < 10 + 1.5 * slice;
  }
}
