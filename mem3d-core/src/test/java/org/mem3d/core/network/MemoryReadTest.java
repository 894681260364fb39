package org.mem3d.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.TensorGraph;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.GraphExecution;

/** The read against its formula, computed entry by entry. */
class MemoryReadTest {
  private static final int FEATURE_SIDE = 4;
  private static final int POSITIONS = FEATURE_SIDE * FEATURE_SIDE;
  private static final int KEY = 6;
  private static final int VALUE = 5;
  private static final int BATCH = 2;
  private static final ReadParameters READ = MemoryReadContract.READ;

  private final Random random = new Random(42);

  private static TensorGraph graph(int slots, int topK) {
    return MemoryReadContract.graph(BATCH, POSITIONS, KEY, VALUE, slots, topK);
  }

  private float[] unitVectors(int count) {
    return MemoryReadContract.unitVectors(random, count, KEY);
  }

  private float[] normal(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double place(int cell) {
    return (cell + 0.5) / FEATURE_SIDE * 2 - 1;
  }

  private static Map<String, float[]> run(int slots, Map<String, float[]> inputs) {
    return run(slots, 0, inputs);
  }

  private static Map<String, float[]> run(int slots, int topK, Map<String, float[]> inputs) {
    MapWeights weights = new MapWeights();
    MemoryRead.putQueryPosition(weights, BATCH, FEATURE_SIDE);
    try (Backend backend = new ReferenceBackendProvider().open(BackendOptions.DEFAULT)) {
      return GraphExecution.once(backend, graph(slots, topK), weights, inputs);
    }
  }

  private Map<String, float[]> inputs(int slots, int[][] distances) {
    float[] position = new float[BATCH * MemoryRead.POSITION_FEATURES * slots * POSITIONS];
    for (int n = 0; n < BATCH; n++) {
      for (int slot = 0; slot < slots; slot++) {
        MemoryRead.writeSlotPosition(
            position, n, slot, slots, FEATURE_SIDE, distances[n][slot], READ);
      }
    }
    Map<String, float[]> inputs = new HashMap<>();
    inputs.put("key", unitVectors(BATCH * POSITIONS));
    inputs.put("keys", unitVectors(BATCH * slots * POSITIONS));
    inputs.put("values", normal(BATCH * slots * POSITIONS * VALUE));
    inputs.put("position", position);
    return inputs;
  }

  @Test
  void readoutFollowsTheFormula() {
    int slots = 3;
    int[][] distances = {{1, 4, 9}, {2, 0, 17}};
    Map<String, float[]> inputs = inputs(slots, distances);
    Map<String, float[]> answer = run(slots, inputs);
    for (int n = 0; n < BATCH; n++) {
      for (int i = 0; i < POSITIONS; i++) {
        requirePosition(slots, 0, distances[n], inputs, answer, n, i);
      }
    }
  }

  @Test
  void topKReadsTheNearestAlone() {
    int slots = 3;
    int[][] distances = {{1, 4, 9}, {2, 0, 17}};
    Map<String, float[]> inputs = inputs(slots, distances);
    for (int topK : new int[] {1, 5, slots * POSITIONS - 1}) {
      Map<String, float[]> answer = run(slots, topK, inputs);
      for (int n = 0; n < BATCH; n++) {
        for (int i = 0; i < POSITIONS; i++) {
          requirePosition(slots, topK, distances[n], inputs, answer, n, i);
        }
      }
    }
  }

  @Test
  void topKOfAllIsTheExactRead() {
    int slots = 2;
    Map<String, float[]> inputs = inputs(slots, new int[][] {{1, 4}, {2, -1}});
    Map<String, float[]> exact = run(slots, inputs);
    for (int topK : new int[] {slots * POSITIONS, slots * POSITIONS + 1, 100_000}) {
      Map<String, float[]> answer = run(slots, topK, inputs);
      assertThat(answer.get("readout")).containsExactly(exact.get("readout"));
      assertThat(answer.get("similarity")).containsExactly(exact.get("similarity"));
    }
    assertThat(run(slots, 3, inputs).get("readout")).isNotEqualTo(exact.get("readout"));
  }

  private static void requirePosition(
      int slots,
      int topK,
      int[] distances,
      Map<String, float[]> inputs,
      Map<String, float[]> answer,
      int n,
      int i) {
    double[] weights = new double[slots * POSITIONS];
    double sum = 0;
    double closest = -2;
    for (int m = 0; m < weights.length; m++) {
      double cosine = 0;
      for (int c = 0; c < KEY; c++) {
        cosine +=
            inputs.get("key")[(n * POSITIONS + i) * KEY + c]
                * inputs.get("keys")[(n * weights.length + m) * KEY + c];
      }
      closest = Math.max(closest, cosine);
      int j = m % POSITIONS;
      double dz = distances[Math.floorDiv(m, POSITIONS)];
      double dx = place(i % FEATURE_SIDE) - place(j % FEATURE_SIDE);
      double dy = place(Math.floorDiv(i, FEATURE_SIDE)) - place(Math.floorDiv(j, FEATURE_SIDE));
      double affinity =
          READ.temperature() * cosine
              - READ.locality() * (dx * dx + dy * dy) / (1 + READ.localityDistance() * dz)
              - READ.sliceDecay() * Math.log(1 + dz);
      weights[m] = Math.exp(affinity);
    }
    keep(weights, topK);
    for (double weight : weights) {
      sum += weight;
    }
    for (int c = 0; c < VALUE; c++) {
      double expected = 0;
      for (int m = 0; m < weights.length; m++) {
        expected += weights[m] / sum * inputs.get("values")[(n * weights.length + m) * VALUE + c];
      }
      assertThat(answer.get("readout")[(n * POSITIONS + i) * VALUE + c])
          .isCloseTo((float) expected, within(1e-5f));
    }
    assertThat(answer.get("similarity")[n * POSITIONS + i])
        .isCloseTo((float) closest, within(1e-6f));
  }

  /** Makes all weights but the k largest zero; none if k is 0. */
  private static void keep(double[] weights, int topK) {
    if (topK > 0) {
      double[] sorted = weights.clone();
      java.util.Arrays.sort(sorted);
      double least = sorted[weights.length - topK];
      for (int m = 0; m < weights.length; m++) {
        weights[m] = weights[m] < least ? 0 : weights[m];
      }
    }
  }

  @Test
  void emptySlotsHaveNoWeight() {
    Map<String, float[]> two = inputs(2, new int[][] {{3, -1}, {-1, 2}});
    Map<String, float[]> before = run(2, two);
    int rows = POSITIONS * VALUE;
    float[] values = two.get("values");
    // The second slot of entry 0 and the first of entry 1.
    java.util.Arrays.fill(values, rows, 3 * rows, 1e6f);
    Map<String, float[]> after = run(2, two);
    assertThat(after.get("readout")).containsExactly(before.get("readout"));
    assertThat(before.get("readout")).isNotEqualTo(new float[BATCH * rows]);
  }

  @Test
  void learnedNumbersEnterAsDesigned() {
    MapWeights weights = new MapWeights();
    float[] raw = {(float) Math.log(15.5), 0.3f, -0.2f, 1.1f};
    int at = 0;
    for (String name : ReadParameters.tensors().keySet()) {
      weights.put(name, org.mem3d.graph.Shape.of(1), new float[] {raw[at++]});
    }
    ReadParameters read = ReadParameters.of(weights);
    assertThat(read.temperature()).isCloseTo(15.5f, within(1e-4f));
    assertThat(read.locality()).isCloseTo(4 * Math.log(1 + Math.exp(0.3)), within(1e-6));
    assertThat(read.localityDistance()).isCloseTo(Math.log(1 + Math.exp(-0.2)), within(1e-6));
    assertThat(read.sliceDecay()).isCloseTo(Math.log(1 + Math.exp(1.1)), within(1e-6));
  }
}
