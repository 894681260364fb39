package org.mem3d.backend.onednn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;

/** A small memory read with its inputs, computed in double precision as it is defined. */
final class PlainRead {
  private static final int QUERIES = 128;
  private static final int CHANNELS = 16;
  private static final int FEATURES = 3;
  private static final int WIDTH = 24;
  private static final float SCALE = 9;

  private final int batch;
  private final int memories;
  private final Map<String, float[]> inputs = new HashMap<>();

  /** Random inputs that bfloat16 holds exactly; the last memories of the first entry are empty. */
  PlainRead(int batch, int memories) {
    this.batch = batch;
    this.memories = memories;
    Random random = new Random(7L * batch + memories);
    inputs.put("query", noise(random, batch * QUERIES * CHANNELS, 0.25));
    inputs.put("keys", noise(random, batch * memories * CHANNELS, 0.25));
    inputs.put("queryPlaces", noise(random, batch * QUERIES * FEATURES, 1));
    inputs.put("places", noise(random, batch * FEATURES * memories, 0.5));
    inputs.put("values", noise(random, batch * memories * WIDTH, 1));
    for (int row = 0; row < batch * QUERIES; row++) {
      array("queryPlaces")[row * FEATURES + FEATURES - 1] = 1;
    }
    offset(0, memories - memories / 2, memories, -1e9f);
  }

  private static float[] noise(Random random, int count, double scale) {
    float[] noise = new float[count];
    for (int i = 0; i < count; i++) {
      noise[i] = BFloat16.widen(BFloat16.round((float) (random.nextGaussian() * scale)));
    }
    return noise;
  }

  /** Adds a number to the affinities of some memories of an entry with all its queries. */
  void offset(int entry, int from, int to, float number) {
    int feature = (entry * FEATURES + FEATURES - 1) * memories;
    for (int m = from; m < to; m++) {
      array("places")[feature + m] += number;
    }
  }

  /** Returns the read as a graph. */
  TensorGraph graph(boolean similarity, int topK) {
    GraphBuilder g = new GraphBuilder("read");
    Node query = g.input("query", batch, QUERIES, CHANNELS);
    Node cosine = g.matmul(query, g.input("keys", batch, memories, CHANNELS), false, true);
    Node queryPlaces = g.input("queryPlaces", batch, QUERIES, FEATURES);
    Node places = g.input("places", batch, FEATURES, memories);
    Node affinity = g.add(g.affine(cosine, SCALE, 5), g.matmul(queryPlaces, places, false, false));
    Node selected = topK == 0 ? affinity : g.add(new Op.TopK(topK), affinity);
    Node weight = g.add(new Op.Softmax(2), selected);
    Node values = g.input("values", batch, memories, WIDTH);
    g.output("readout", g.matmul(weight, values, false, false));
    if (similarity) {
      g.output("similarity", g.reduce(cosine, Op.Reduction.MAX, 2));
    }
    return g.build();
  }

  private double dot(String a, int atA, int stepA, String b, int atB, int stepB, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += (double) array(a)[atA + i * stepA] * array(b)[atB + i * stepB];
    }
    return sum;
  }

  /** Computes the outputs. */
  Map<String, double[]> expected(boolean similarity) {
    double[] readout = new double[batch * QUERIES * WIDTH];
    double[] largest = new double[batch * QUERIES];
    double[] affinity = new double[memories];
    for (int row = 0; row < batch * QUERIES; row++) {
      int entry = row / QUERIES;
      int first = entry * memories;
      largest[row] = Double.NEGATIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int m = 0; m < memories; m++) {
        int key = (first + m) * CHANNELS;
        double cosine = dot("query", row * CHANNELS, 1, "keys", key, 1, CHANNELS);
        int place = entry * FEATURES * memories + m;
        affinity[m] =
            SCALE * cosine
                + dot("queryPlaces", row * FEATURES, 1, "places", place, memories, FEATURES);
        largest[row] = Math.max(largest[row], cosine);
        most = Math.max(most, affinity[m]);
      }
      double total = 0;
      for (int m = 0; m < memories; m++) {
        double weight = Math.exp(affinity[m] - most);
        total += weight;
        for (int c = 0; c < WIDTH; c++) {
          readout[row * WIDTH + c] += weight * array("values")[(first + m) * WIDTH + c];
        }
      }
      for (int c = 0; c < WIDTH; c++) {
        readout[row * WIDTH + c] /= total;
      }
    }
    return similarity
        ? Map.of("readout", readout, "similarity", largest)
        : Map.of("readout", readout);
  }

  /** Multiplies the values of an entry. */
  void multiplyValues(int entry, float factor) {
    float[] values = array("values");
    for (int i = entry * memories * WIDTH; i < (entry + 1) * memories * WIDTH; i++) {
      values[i] *= factor;
    }
  }

  /** Adds a number to the affinities of one query with all memories of its entry. */
  void offsetQuery(int entry, int query, float number) {
    int feature = (entry * FEATURES + FEATURES - 1) * memories;
    Arrays.fill(array("places"), feature, feature + memories, 1);
    array("queryPlaces")[((entry * QUERIES + query) + 1) * FEATURES - 1] = number;
  }

  private float[] array(String name) {
    return Objects.requireNonNull(inputs.get(name));
  }

  /** Returns the inputs by name. */
  Map<String, float[]> inputs() {
    return inputs;
  }
}
