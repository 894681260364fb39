package org.mem3d.train.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.mem3d.backend.torch.ParameterSet;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Shape;

@SuppressWarnings("try")
class LearningPartsTest {
  @Test
  void adamWMovesAsWorkedOutByHand() {
    MapWeights weights = new MapWeights().put("w", Shape.of(1, 1), new float[] {2});
    try (ParameterSet parameters = new ParameterSet(weights, "cpu")) {
      AdamW optimiser = new AdamW(parameters, 0.1, 100, 0.5);
      double w = 2;
      double m = 0;
      double v = 0;
      for (int step = 1; step <= 3; step++) {
        // The slope of 3 w is 3.
        try (PointerScope scope = new PointerScope()) {
          parameters.tensor("w").mul(new Scalar(3.0)).sum().backward();
        }
        assertThat(optimiser.step(0.01)).isCloseTo(3, within(1e-6));
        m = 0.9 * m + 0.1 * 3;
        v = 0.99 * v + 0.01 * 9;
        double direction =
            m / (1 - Math.pow(0.9, step)) / (Math.sqrt(v / (1 - Math.pow(0.99, step))) + 1e-8);
        w = w * (1 - 0.01 * 0.1) - 0.01 * direction;
        assertThat((double) parameters.values("w")[0]).isCloseTo(w, within(1e-6));
      }
    }
  }

  @Test
  void adamWMovesEachNumberOfAKernelByItsOwnGradient() {
    Shape shape = Shape.of(2, 3, 2, 2);
    float[] start = new float[24];
    float[] slopes = new float[24];
    for (int i = 0; i < 24; i++) {
      start[i] = i - 7;
      slopes[i] = (float) Math.sin(i + 1) / 10;
    }
    MapWeights weights =
        new MapWeights()
            .put("kernel", shape, start)
            .put("norm.running_var", Shape.of(1), new float[] {4});
    try (ParameterSet parameters = new ParameterSet(weights, "cpu")) {
      AdamW optimiser = new AdamW(parameters, 0.1, 100, 0.5);
      float[] expected = start.clone();
      float[] mean = start.clone();
      for (int step = 1; step <= 2; step++) {
        try (PointerScope scope = new PointerScope()) {
          Tensor factors = parameters.constant(shape, slopes);
          parameters.tensor("kernel").mul(factors).sum().backward();
        }
        optimiser.step(0.01);
        for (int i = 0; i < 24; i++) {
          // Equal gradients have equal moments, so each number moves by the rate.
          expected[i] = (float) (expected[i] * 0.999 - 0.01 * Math.signum(slopes[i]));
          mean[i] += (expected[i] - mean[i]) * 5 / (step + 5);
        }
      }
      float[] moved = parameters.values("kernel");
      float[] first = optimiser.state().values("first:kernel");
      float[] averaged = optimiser.averaged().values("kernel");
      for (int i = 0; i < 24; i++) {
        assertThat(moved[i]).as("number %d", i).isCloseTo(expected[i], within(1e-5f));
        assertThat(first[i]).as("moment %d", i).isCloseTo(0.19f * slopes[i], within(1e-6f));
        assertThat(averaged[i]).as("average %d", i).isCloseTo(mean[i], within(1e-5f));
      }
      assertThat(parameters.values("norm.running_var")).containsExactly(4);
    }
  }

  @Test
  void longGradientsAreClippedAndBrokenOnesMoveNothing() {
    MapWeights weights = new MapWeights().put("w", Shape.of(2), new float[] {1, 1});
    try (ParameterSet parameters = new ParameterSet(weights, "cpu")) {
      AdamW optimiser = new AdamW(parameters, 0, 1, 0.5);
      try (PointerScope scope = new PointerScope()) {
        parameters.tensor("w").mul(new Scalar(Double.NaN)).sum().backward();
      }
      assertThat(optimiser.step(0.1)).isNaN();
      assertThat(parameters.values("w")).containsExactly(1, 1);
      assertThat(optimiser.steps()).isZero();
    }
  }

  @Test
  void scheduleWarmsUpAndFalls() {
    Schedule schedule = new Schedule(1, 10);
    assertThat(schedule.at(0, 0)).isCloseTo(0.1, within(1e-9));
    assertThat(schedule.at(9, 0)).isCloseTo(1, within(1e-9));
    assertThat(schedule.at(500, 0.5)).isCloseTo(0.505, within(1e-9));
    assertThat(schedule.at(1000, 1)).isCloseTo(0.01, within(1e-9));
  }

  @Test
  void initialWeightsHaveTheRightSpread() {
    Map<String, Shape> tensors = new LinkedHashMap<>();
    tensors.put("a.conv.weight", Shape.of(32, 16, 3, 3));
    tensors.put("a.norm.weight", Shape.of(32));
    tensors.put("a.norm.running_var", Shape.of(32));
    tensors.put("a.norm.bias", Shape.of(32));
    MapWeights weights = InitialWeights.of(tensors, 1);
    double square = 0;
    for (float value : weights.values("a.conv.weight")) {
      square += value * value;
    }
    assertThat(square / (32 * 16 * 9)).isCloseTo(2.0 / (16 * 9), within(0.001));
    assertThat(weights.values("a.norm.weight")).containsOnly(1f);
    assertThat(weights.values("a.norm.running_var")).containsOnly(1f);
    assertThat(weights.values("a.norm.bias")).containsOnly(0f);
  }

  @Test
  void diceCountsTwoEmptyMasksAsAgreeing() {
    float[] probability = new float[3 * Losses.PIXELS];
    float[] truth = new float[3 * Losses.PIXELS];
    for (int i = 0; i < 100; i++) {
      probability[Losses.PIXELS + i] = 1;
      truth[Losses.PIXELS + 50 + i] = 1;
      truth[2 * Losses.PIXELS + i] = 1;
    }
    float[] dice = Losses.dice(probability, truth);
    assertThat(dice[0]).isEqualTo(1);
    assertThat((double) dice[1]).isCloseTo(108.0 / 208, within(1e-6));
    float[] whole = Losses.dice(probability, 0.5f, truth, new float[] {8, 100, 0});
    assertThat((double) whole[0]).as("an object out of sight").isCloseTo(0.5, within(1e-6));
    assertThat((double) whole[1]).isCloseTo(108.0 / 308, within(1e-6));
    assertThat((double) dice[2]).isCloseTo(8.0 / 108, within(1e-6));
  }
}
