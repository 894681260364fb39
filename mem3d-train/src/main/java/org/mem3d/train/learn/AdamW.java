package org.mem3d.train.learn;

import java.util.ArrayList;
import java.util.List;
import org.mem3d.backend.torch.ParameterLayout;
import org.mem3d.backend.torch.ParameterSet;
import org.mem3d.graph.MapWeights;
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

  /** One tensor's place in the arrays, which all lie as the parameters do. */
  private record Range(int begin, int end, boolean decays) {}

  private final ParameterSet parameters;
  private final double weightDecay;
  private final double clipNorm;
  private final double averageDecay;
  private final ParameterLayout layout;

  private final List<Range> ranges = new ArrayList<>();

  private final float[] weights;
  private final float[] first;
  private final float[] second;
  private final float[] average;
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
    layout = parameters.layout();
    for (String name : parameters.trained()) {
      Shape shape = layout.shape(name);
      int start = layout.start(name);
      ranges.add(new Range(start, start + shape.elements(), shape.rank() > 1));
    }
    weights = parameters.all();
    average = weights.clone();
    first = new float[layout.trainedLength()];
    second = new float[layout.trainedLength()];
  }

  /**
   * Moves the weights along the gradients that they hold, and clears those.
   *
   * @return the gradient's length before it was clipped; not finite if a gradient is not, and then
   *     nothing was moved
   */
  public double step(double rate) {
    float[] gradients = parameters.takeGradients();
    double square = 0;
    for (float value : gradients) {
      square += (double) value * value;
    }
    double norm = Math.sqrt(square);
    if (!Double.isFinite(norm)) {
      return norm;
    }
    steps++;
    System.arraycopy(parameters.all(), 0, weights, 0, weights.length);
    double scale = norm > clipNorm ? clipNorm / norm : 1;
    for (Range range : ranges) {
      move(range, gradients, scale, rate);
    }
    parameters.setTrained(weights);
    average();
    return norm;
  }

  private void move(Range range, float[] gradients, double scale, double rate) {
    double unbias1 = 1 / (1 - Math.pow(BETA_1, (double) steps));
    double unbias2 = 1 / (1 - Math.pow(BETA_2, (double) steps));
    double keep = range.decays ? 1 - rate * weightDecay : 1;
    float[] m = first;
    float[] v = second;
    for (int i = range.begin; i < range.end; i++) {
      double g = gradients[i] * scale;
      m[i] += (float) ((1 - BETA_1) * (g - m[i]));
      v[i] += (float) ((1 - BETA_2) * (g * g - v[i]));
      double direction = m[i] * unbias1 / (Math.sqrt(v[i] * unbias2) + EPSILON);
      weights[i] = (float) (weights[i] * keep - rate * direction);
    }
  }

  private void average() {
    float keep = (float) Math.min(averageDecay, 1 - 5.0 / (steps + 5.0));
    for (int i = 0; i < average.length; i++) {
      average[i] = keep * average[i] + (1 - keep) * weights[i];
    }
  }

  /** Returns the number of steps made. */
  public long steps() {
    return steps;
  }

  /** Returns a copy of the averaged weights. */
  public Weights averaged() {
    MapWeights averaged = new MapWeights();
    for (String name : layout.names()) {
      averaged.put(name, layout.shape(name), layout.rows(name, average));
    }
    return averaged;
  }

  /** Writes weights, moments and averages into tensors whose names say which they are. */
  public MapWeights state() {
    MapWeights state = new MapWeights();
    for (String name : layout.names()) {
      Shape shape = layout.shape(name);
      state.put("weight:" + name, shape, parameters.values(name));
      state.put("average:" + name, shape, layout.rows(name, average));
      if (ParameterSet.isTrained(name)) {
        state.put("first:" + name, shape, layout.rows(name, first));
        state.put("second:" + name, shape, layout.rows(name, second));
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
    for (String name : layout.names()) {
      parameters.setValues(name, state.values("weight:" + name));
      layout.put(name, state.values("average:" + name), average);
      if (ParameterSet.isTrained(name)) {
        layout.put(name, state.values("first:" + name), first);
        layout.put(name, state.values("second:" + name), second);
      }
    }
  }
}
