package org.mem3d.train.learn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.mem3d.backend.torch.ParameterSet;
import org.mem3d.core.weights.MapWeights;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;

/**
 * AdamW (Loshchilov and Hutter, 2019) with clipped gradients, and an exponential moving average of
 * the weights. The arithmetic is in Java, so that a step's outcome depends on nothing but its
 * gradients.
 */
public final class AdamW {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.99;
  private static final double EPSILON = 1e-8;

  private final ParameterSet parameters;
  private final double weightDecay;
  private final double clipNorm;
  private final double averageDecay;
  private final Map<String, float[]> first = new LinkedHashMap<>();
  private final Map<String, float[]> second = new LinkedHashMap<>();
  private final Map<String, float[]> average = new LinkedHashMap<>();
  private long steps;

  /**
   * Makes an optimiser that begins with the weights as they are.
   *
   * @param weightDecay of tensors of two or more dimensions
   * @param clipNorm the longest gradient, all weights together
   * @param averageDecay share of the average that a step keeps
   */
  public AdamW(ParameterSet parameters, double weightDecay, double clipNorm, double averageDecay) {
    this.parameters = parameters;
    this.weightDecay = weightDecay;
    this.clipNorm = clipNorm;
    this.averageDecay = averageDecay;
    for (String name : parameters.names()) {
      float[] values = parameters.values(name);
      average.put(name, values);
      if (ParameterSet.isTrained(name)) {
        first.put(name, new float[values.length]);
        second.put(name, new float[values.length]);
      }
    }
  }

  /**
   * Moves the weights along the gradients that they hold, and clears those.
   *
   * @return the gradient's length before it was clipped; not finite if a gradient is not, and then
   *     nothing was moved
   */
  public double step(double rate) {
    Map<String, float[]> gradients = takeGradients();
    double square = 0;
    for (float[] gradient : gradients.values()) {
      for (float value : gradient) {
        square += (double) value * value;
      }
    }
    double norm = Math.sqrt(square);
    if (!Double.isFinite(norm)) {
      return norm;
    }
    steps++;
    double scale = norm > clipNorm ? clipNorm / norm : 1;
    double unbias1 = 1 / (1 - Math.pow(BETA_1, (double) steps));
    double unbias2 = 1 / (1 - Math.pow(BETA_2, (double) steps));
    for (Map.Entry<String, float[]> entry : first.entrySet()) {
      String name = entry.getKey();
      float[] gradient = gradients.get(name);
      if (gradient != null) {
        move(name, gradient, scale, rate, unbias1, unbias2);
      }
    }
    average();
    return norm;
  }

  private void move(
      String name, float[] gradient, double scale, double rate, double unbias1, double unbias2) {
    float[] m = of(first, name);
    float[] v = of(second, name);
    float[] weights = parameters.values(name);
    double keep = parameters.shape(name).rank() > 1 ? 1 - rate * weightDecay : 1;
    for (int i = 0; i < weights.length; i++) {
      double g = gradient[i] * scale;
      m[i] += (float) ((1 - BETA_1) * (g - m[i]));
      v[i] += (float) ((1 - BETA_2) * (g * g - v[i]));
      double direction = m[i] * unbias1 / (Math.sqrt(v[i] * unbias2) + EPSILON);
      weights[i] = (float) (weights[i] * keep - rate * direction);
    }
    parameters.setValues(name, weights);
  }

  private void average() {
    float keep = (float) Math.min(averageDecay, 1 - 5.0 / (steps + 5.0));
    for (Map.Entry<String, float[]> entry : average.entrySet()) {
      float[] mean = entry.getValue();
      float[] now = parameters.values(entry.getKey());
      for (int i = 0; i < mean.length; i++) {
        mean[i] = keep * mean[i] + (1 - keep) * now[i];
      }
    }
  }

  @SuppressWarnings("try")
  private Map<String, float[]> takeGradients() {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    for (String name : first.keySet()) {
      try (PointerScope scope = new PointerScope()) {
        Tensor gradient = parameters.tensor(name).grad();
        if (gradient.defined()) {
          gradients.put(name, ParameterSet.read(gradient));
          gradient.zero_();
        }
      }
    }
    return gradients;
  }

  /** Returns the number of steps made. */
  public long steps() {
    return steps;
  }

  /** Returns a copy of the averaged weights. */
  public Weights averaged() {
    return copy(average);
  }

  private MapWeights copy(Map<String, float[]> values) {
    MapWeights weights = new MapWeights();
    values.forEach((name, array) -> weights.put(name, parameters.shape(name), array.clone()));
    return weights;
  }

  /** Writes weights, moments and averages into tensors whose names say which they are. */
  public MapWeights state() {
    MapWeights state = new MapWeights();
    for (String name : parameters.names()) {
      Shape shape = parameters.shape(name);
      state.put("weight:" + name, shape, parameters.values(name));
      state.put("average:" + name, shape, of(average, name).clone());
      if (first.containsKey(name)) {
        state.put("first:" + name, shape, of(first, name).clone());
        state.put("second:" + name, shape, of(second, name).clone());
      }
    }
    return state;
  }

  /**
   * Goes on from a state that {@link #state} gave.
   *
   * @param madeSteps the number of steps made then
   */
  public void restore(Weights state, long madeSteps) {
    steps = madeSteps;
    for (String name : parameters.names()) {
      parameters.setValues(name, state.values("weight:" + name));
      average.put(name, state.values("average:" + name).clone());
      if (first.containsKey(name)) {
        first.put(name, state.values("first:" + name).clone());
        second.put(name, state.values("second:" + name).clone());
      }
    }
  }

  private static float[] of(Map<String, float[]> map, String name) {
    return java.util.Objects.requireNonNull(map.get(name));
  }
}
