package org.mem3d.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;

/** What is kept, what is let go, and that both give the same features. */
class FeatureCacheTest {
  private static Backend backend;
  private static Safetensors weights;

  @BeforeAll
  static void open() {
    backend = new ReferenceBackendProvider().open(BackendOptions.DEFAULT);
    weights = ModelFiles.open(null, FeatureCacheTest.class.getClassLoader()).propagation();
  }

  @AfterAll
  static void close() {
    assertThat(backend.allocatedBytes()).isZero();
    backend.close();
  }

  /** A model of whose kept bytes so many are for features. */
  private static MemoryModel model(long budget) {
    long all = (budget * 4 + 2) / 3;
    return new MemoryModel(backend, weights, "the default weights", 2, 0, CompileOptions.F32, all);
  }

  private static void image(int key, float[] channels) {
    Random random = new Random(key);
    for (int i = 0; i < channels.length; i++) {
      channels[i] = (float) random.nextGaussian();
    }
  }

  /** Returns the keys of the read of some slices, which are released again. */
  private static List<float[]> keys(FeatureCache cache, Integer... slices) {
    List<SliceFeatures> features = cache.encode(List.of(slices), FeatureCacheTest::image);
    List<float[]> keys =
        features.stream()
            .map(
                each -> {
                  float[] key = new float[MemoryNetwork.POSITIONS * MemoryNetwork.KEY];
                  each.batch().key.read(key, 0, each.row, 1);
                  return key;
                })
            .toList();
    features.forEach(cache::release);
    return keys;
  }

  @Test
  void whatFitsIsEncodedOnce() {
    try (MemoryModel model = model(1L << 30)) {
      FeatureCache cache = model.features();
      List<float[]> first = keys(cache, 1, 2);
      List<float[]> again = keys(cache, 2, 3, 1);
      assertThat(cache.encodedSlices()).isEqualTo(3);
      assertThat(cache.foundSlices()).isEqualTo(2);
      assertThat(again.get(0)).isEqualTo(first.get(1));
      assertThat(again.get(2)).isEqualTo(first.get(0));
      assertThat(again.get(1)).isNotEqualTo(first.get(0));
    }
  }

  @Test
  void aKeyThatIsAskedForTwiceIsEncodedOnce() {
    try (MemoryModel model = model(1L << 30)) {
      List<float[]> keys = keys(model.features(), 5, 5, 6);
      assertThat(model.features().encodedSlices()).isEqualTo(2);
      assertThat(keys.get(0)).isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
    }
  }

  @Test
  void theBudgetIsKeptAndWhatWasLetGoIsEncodedAnew() {
    long one;
    try (MemoryModel model = model(1L << 30)) {
      keys(model.features(), 1);
      one = model.features().keptBytes();
    }
    try (MemoryModel model = model(2 * one)) {
      FeatureCache cache = model.features();
      float[] first = keys(cache, 1).get(0);
      for (int slice = 2; slice <= 5; slice++) {
        keys(cache, slice);
        assertThat(cache.keptBytes()).isLessThanOrEqualTo(2 * one);
      }
      assertThat(cache.encodedSlices()).isEqualTo(5);
      keys(cache, 5);
      assertThat(cache.encodedSlices()).as("the last one is kept").isEqualTo(5);
      assertThat(keys(cache, 1).get(0)).isEqualTo(first);
      assertThat(cache.encodedSlices()).as("the first one was let go").isEqualTo(6);
      assertThat(cache.bytes()).as("batches are used again").isLessThanOrEqualTo(3 * one);
    }
  }

  @Test
  void nothingIsKeptWithoutABudget() {
    try (MemoryModel model = model(0)) {
      FeatureCache cache = model.features();
      assertThat(keys(cache, 1, 2)).hasSize(2);
      assertThat(cache.keptBytes()).isZero();
      keys(cache, 1, 2);
      assertThat(cache.encodedSlices()).isEqualTo(4);
      assertThat(cache.foundSlices()).isZero();
    }
  }

  @Test
  void lentFeaturesSurviveBeingLetGo() {
    try (MemoryModel model = model(0)) {
      FeatureCache cache = model.features();
      SliceFeatures lent = cache.encode(List.of(1), FeatureCacheTest::image).get(0);
      float[] before = new float[MemoryNetwork.POSITIONS * MemoryNetwork.KEY];
      lent.batch().key.read(before, 0, lent.row, 1);
      IntStream.range(2, 6).forEach(slice -> keys(cache, slice));
      float[] after = new float[before.length];
      lent.batch().key.read(after, 0, lent.row, 1);
      assertThat(after).isEqualTo(before);
      cache.release(lent);
    }
  }

  @Test
  void forgottenKeysGoWithTheirBatch() {
    try (MemoryModel model = model(1L << 30)) {
      FeatureCache cache = model.features();
      keys(cache, 1, 2);
      keys(cache, 3);
      model.evict(key -> key.equals(2));
      keys(cache, 3);
      assertThat(cache.encodedSlices()).isEqualTo(3);
      keys(cache, 1);
      assertThat(cache.encodedSlices()).isEqualTo(4);
    }
  }

  @Test
  void anImageThatFailsLeavesNothingBehind() {
    try (MemoryModel model = model(1L << 30)) {
      FeatureCache cache = model.features();
      assertThatThrownBy(
              () ->
                  cache.encode(
                      List.of(1, 2),
                      (key, channels) -> {
                        throw new IllegalArgumentException("the file is gone");
                      }))
          .hasMessage("the file is gone");
      assertThat(cache.keptBytes()).isZero();
      assertThat(keys(cache, 1, 2)).hasSize(2);
      assertThat(cache.encodedSlices()).isEqualTo(2);
    }
  }
}
