package org.mem3d.published.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.Shape;
import org.mem3d.runtime.golden.Formula;
import org.mem3d.runtime.golden.FormulaWeights;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;

/** Features kept within a budget, alone and in the model. */
class RoundFeatureCacheTest {
  private static final Map<String, Shape> SHAPES = Map.of("a", Shape.of(1, 10), "b", Shape.of(6));
  private static final long BYTES = 4 * 16;
  private static final int SIDE = 32;

  private Backend backend;

  @BeforeEach
  void open() {
    backend = new ReferenceBackendProvider().open(BackendOptions.DEFAULT);
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(backend.allocatedBytes()).isZero();
    backend.close();
  }

  private static boolean found(RoundFeatureCache features, Object key) {
    RoundFeatureCache.Entry entry = features.of(key);
    boolean found = entry.filled();
    entry.fill();
    return found;
  }

  private static void visit(RoundFeatureCache features, String keys, String expected) {
    features.newRound();
    StringBuilder hits = new StringBuilder();
    for (char key : keys.toCharArray()) {
      if (found(features, key)) {
        hits.append(key);
      }
    }
    assertThat(hits).as("found of " + keys).hasToString(expected);
  }

  @Test
  void aRoundLargerThanTheBudgetKeepsWhatFits() {
    try (RoundFeatureCache features =
        new RoundFeatureCache(backend, CompileOptions.F32, SHAPES, 2 * BYTES + 1)) {
      visit(features, "abcd", "");
      visit(features, "dcba", "ba");
      visit(features, "abcd", "ab");
      assertThat(features.size()).isEqualTo(2);
      assertThat(backend.allocatedBytes()).isEqualTo(3 * BYTES);
    }
  }

  @Test
  void whatTwoRoundsDidNotUseGivesWay() {
    try (RoundFeatureCache features =
        new RoundFeatureCache(backend, CompileOptions.F32, SHAPES, 2 * BYTES)) {
      visit(features, "ab", "");
      visit(features, "ac", "a");
      visit(features, "ac", "a");
      visit(features, "ac", "ac");
      visit(features, "ab", "a");
    }
  }

  @Test
  void withoutABudgetNothingIsKept() {
    try (RoundFeatureCache features =
        new RoundFeatureCache(backend, CompileOptions.F32, SHAPES, 0)) {
      visit(features, "ab", "");
      visit(features, "ba", "");
      assertThat(features.size()).isZero();
    }
  }

  @Test
  void whatIsForgottenIsReleased() {
    try (RoundFeatureCache features =
        new RoundFeatureCache(backend, CompileOptions.F32, SHAPES, 10 * BYTES)) {
      visit(features, "abc", "");
      features.evict(key -> key.equals('b'));
      assertThat(backend.allocatedBytes()).isEqualTo(2 * BYTES);
      visit(features, "abc", "ac");
    }
  }

  /** The same answer from kept features, and none encoded twice. */
  @Test
  void theModelEncodesASliceOnce() {
    Formula formula = new Formula(3);
    PublishedMemoryNetwork network = Architecture.MEM3D_STM.memoryNetwork();
    FormulaWeights weights =
        new FormulaWeights(formula, Architecture.MEM3D_STM.manifest(3).parameters());
    float[] image = formula.image("slice", 3, SIDE, SIDE);
    float[] mask = formula.uniform("mask", SIDE * SIDE, 0, 1);
    float[] first = new float[SIDE * SIDE];
    float[] again = new float[SIDE * SIDE];
    try (PublishedMemoryModel model =
        new PublishedMemoryModel(
            backend, weights, "formula", network, 2, SIDE, CompileOptions.F32, 1 << 20)) {
      model.newRound();
      model.setSlice("slice", image);
      model.memorise(mask, 0);
      float quality = model.segment(first);
      model.setSlice("other", formula.image("other", 3, SIDE, SIDE));
      model.segment(again);
      assertThat(again).isNotEqualTo(first);
      model.newRound();
      model.setSlice("slice", image);
      assertThat(model.segment(again)).isEqualTo(quality);
      assertThat(again).isEqualTo(first);
      assertThat(model.encodedSlices()).isEqualTo(2);
      assertThat(model.foundSlices()).isEqualTo(1);
      model.evict("slice"::equals);
      model.segment(again);
      assertThat(again).isEqualTo(first);
      assertThat(model.encodedSlices()).isEqualTo(3);
    }
  }
}
