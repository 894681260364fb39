package org.mem3d.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mem3d.core.network.MemoryNetwork.FEATURE_SIDE;
import static org.mem3d.core.network.MemoryNetwork.KEY;
import static org.mem3d.core.network.MemoryNetwork.POSITIONS;
import static org.mem3d.core.network.MemoryNetwork.VALUE;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.GraphExecution;
import org.mem3d.testkit.RelativeError;

/**
 * The memory read of the default network on a backend, at its real size, against the reference:
 * exact and top-k, for small and large banks. A backend's test extends this.
 */
public abstract class MemoryReadContract {
  static final ReadParameters READ = new ReadParameters(15.5f, 9.6, 0.58, 0.33);

  /** Returns the backend to test. */
  protected abstract BackendProvider provider();

  /** Returns the read alone as a graph. */
  static TensorGraph graph(int batch, int positions, int key, int value, int slots, int topK) {
    GraphBuilder g = new GraphBuilder("read");
    MemoryRead.Readout read =
        MemoryRead.build(
            g,
            g.input("key", batch, positions, key),
            g.input("keys", batch, slots * positions, key),
            g.input("values", batch, slots * positions, value),
            g.input("position", batch, MemoryRead.POSITION_FEATURES, slots * positions),
            cosine -> g.affine(cosine, READ.temperature(), 0),
            topK);
    return g.output("readout", read.readout()).output("similarity", read.similarity()).build();
  }

  /** Returns vectors of length 1. */
  static float[] unitVectors(Random random, int count, int channels) {
    float[] vectors = new float[count * channels];
    for (int i = 0; i < count; i++) {
      double norm = 0;
      for (int c = 0; c < channels; c++) {
        vectors[i * channels + c] = (float) random.nextGaussian();
        norm += vectors[i * channels + c] * vectors[i * channels + c];
      }
      for (int c = 0; c < channels; c++) {
        vectors[i * channels + c] /= (float) Math.sqrt(norm);
      }
    }
    return vectors;
  }

  /** Keys in which many memories are equal, so that selections meet ties; the last slot empty. */
  private static Map<String, float[]> inputs(int batch, int slots) {
    Random random = new Random(100L * batch + slots);
    Map<String, float[]> inputs = new HashMap<>();
    inputs.put("key", unitVectors(random, batch * POSITIONS, KEY));
    float[] keys = unitVectors(random, batch * slots * POSITIONS, KEY);
    System.arraycopy(keys, 0, keys, 40 * KEY, 40 * KEY);
    inputs.put("keys", keys);
    float[] values = new float[batch * slots * POSITIONS * VALUE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    inputs.put("values", values);
    float[] position = new float[batch * MemoryRead.POSITION_FEATURES * slots * POSITIONS];
    for (int n = 0; n < batch; n++) {
      for (int slot = 0; slot < slots; slot++) {
        int distance = slot > 0 && slot == slots - 1 ? -1 : slot + n;
        MemoryRead.writeSlotPosition(position, n, slot, slots, FEATURE_SIDE, distance, READ);
      }
    }
    inputs.put("position", position);
    return inputs;
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,0", "2,3,0", "1,8,0", "1,64,0", "1,1,7", "2,3,32", "1,8,32", "1,64,32", "1,2,511"
  })
  void agreesWithTheReference(int batch, int slots, int topK) {
    TensorGraph graph = graph(batch, POSITIONS, KEY, VALUE, slots, topK);
    MapWeights weights = new MapWeights();
    MemoryRead.putQueryPosition(weights, batch, FEATURE_SIDE);
    Map<String, float[]> inputs = inputs(batch, slots);
    Map<String, double[]> expected = new HashMap<>();
    try (Backend reference = new ReferenceBackendProvider().open(BackendOptions.DEFAULT)) {
      GraphExecution.once(reference, graph, weights, inputs)
          .forEach((name, values) -> expected.put(name, widened(values)));
    }
    try (Backend backend = provider().open(BackendOptions.DEFAULT);
        GraphExecution execution =
            new GraphExecution(backend, graph, weights, CompileOptions.F32)) {
      for (int run = 0; run < 2; run++) {
        RelativeError.check("run " + run, expected, execution.run(inputs), 1e-5);
      }
    }
  }

  /** With all places equal and all keys equal, the first k memories are read. */
  @ParameterizedTest
  @CsvSource({"1,1", "5,2", "300,2"})
  void ofEqualAffinitiesTheFirstAreRead(int topK, int slots) {
    TensorGraph graph = graph(1, POSITIONS, KEY, VALUE, slots, topK);
    MapWeights weights = new MapWeights();
    weights.put(
        graph.parameters().get(0).name(),
        Shape.of(1, POSITIONS, MemoryRead.POSITION_FEATURES),
        new float[POSITIONS * MemoryRead.POSITION_FEATURES]);
    Map<String, float[]> inputs = inputs(1, slots);
    float[] keys = inputs.get("keys");
    for (int m = 1; m < slots * POSITIONS; m++) {
      System.arraycopy(keys, 0, keys, m * KEY, KEY);
    }
    double[] mean = new double[VALUE];
    for (int m = 0; m < topK; m++) {
      for (int c = 0; c < VALUE; c++) {
        mean[c] += inputs.get("values")[m * VALUE + c] / topK;
      }
    }
    try (Backend backend = provider().open(BackendOptions.DEFAULT)) {
      float[] readout = GraphExecution.once(backend, graph, weights, inputs).get("readout");
      double[] expected = new double[readout.length];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = mean[i % VALUE];
      }
      RelativeError.check("readout", Map.of("r", expected), Map.of("r", readout), 1e-5);
    }
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    assertThat(wide).isNotEmpty();
    return wide;
  }
}
