package org.mem3d.train.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mem3d.ModelException;
import org.mem3d.backend.torch.ParameterSet;
import org.mem3d.backend.torch.Statistics;
import org.mem3d.eval.baseline.NetworkWindow;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Shape;
import org.mem3d.train.sample.WindowBatch;
import org.mem3d.train.sample.WindowSampler;
import org.mem3d.train.volume.SyntheticVolume;
import org.mem3d.train.volume.TrainingVolume;

/** The 3D U-Net: shapes, gradients, and that it learns. */
@Tag("slow") // trains
@SuppressWarnings("try")
class UNet3dTest {
  private static final int SIDE = NetworkWindow.SIDE;
  private static final List<TrainingVolume> VOLUMES =
      List.of(
          TrainingVolume.of("made-up 11", SyntheticVolume.of(96, 10, 11)),
          TrainingVolume.of("made-up 12", SyntheticVolume.of(96, 10, 12)));

  private static MapWeights weights(long seed) {
    return InitialWeights.of(UNet3d.tensors(), seed);
  }

  private static UNet3dLearner learner(long seed) {
    return new UNet3dLearner(weights(seed), "cpu", new WindowSampler(), 2);
  }

  @Test
  void itIsCompact() {
    int parameters = UNet3d.tensors().values().stream().mapToInt(Shape::elements).sum();
    assertThat(parameters).isBetween(100_000, 1_000_000);
    // By hand, multiplied and added: 3 x 3 over a plane, 6 to 8 and 8 to 8 channels down, 24 to 8
    // and 8 to 8 up; 3 x 3 x 3 over a quarter of the cells; over an eighth of those; and so on.
    double perCell = 9 * (6 * 8 + 8 * 8 + 24 * 8 + 8 * 8);
    perCell += 27 * (8 * 16 + 16 * 16 + 48 * 16 + 16 * 16) / 4.0;
    perCell += 27 * (16 * 32 + 32 * 32 + 96 * 32 + 32 * 32) / 32.0;
    perCell += 27 * (32 * 64 + 64 * 64) / 256.0;
    assertThat(UNet3d.flops(8))
        .isCloseTo(2 * perCell * 8 * NetworkWindow.PLANE, within(1e-6 * UNet3d.flops(8)));
  }

  @Test
  void logitsHaveTheWindowsShape() {
    try (ParameterSet parameters = new ParameterSet(weights(1), "cpu");
        PointerScope scope = new PointerScope()) {
      for (int depth : new int[] {8, 12}) {
        Shape shape = Shape.of(2, NetworkWindow.CHANNELS, depth, SIDE, SIDE);
        Tensor input = parameters.constant(shape, new float[shape.elements()]);
        Tensor logits = UNet3d.logits(parameters::tensor, input);
        assertThat(List.of(logits.size(0), logits.size(1), logits.size(2), logits.size(3)))
            .containsExactly(2L, 1L, (long) depth, (long) SIDE);
        assertThat(logits.size(4)).isEqualTo(SIDE);
      }
      Shape odd = Shape.of(1, NetworkWindow.CHANNELS, 6, SIDE, SIDE);
      Tensor input = parameters.constant(odd, new float[odd.elements()]);
      assertThatThrownBy(() -> UNet3d.logits(parameters::tensor, input))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not 6");
    }
  }

  /** The trained network in use gives the sigmoid of what training saw, window by window. */
  @Test
  void useAndTrainingAgree() {
    WindowBatch batch = learner(3).draw(VOLUMES, new SplittableRandom(5));
    int depth = batch.depth();
    int inputs = NetworkWindow.CHANNELS * depth * NetworkWindow.PLANE;
    float[] second = java.util.Arrays.copyOfRange(batch.inputs(), inputs, 2 * inputs);
    float[] logits;
    try (ParameterSet parameters = new ParameterSet(weights(3), "cpu");
        PointerScope scope = new PointerScope()) {
      Shape shape = Shape.of(2, NetworkWindow.CHANNELS, depth, SIDE, SIDE);
      Tensor input = parameters.constant(shape, batch.inputs());
      logits = ParameterSet.read(UNet3d.logits(parameters::tensor, input));
    }
    float[] used;
    try (TrainedUNet3d network = new TrainedUNet3d(weights(3), 1)) {
      used = network.segment(second, depth);
    }
    assertThat(used).hasSize(depth * NetworkWindow.PLANE);
    double largest = 0;
    for (int i = 0; i < used.length; i++) {
      double expected = 1 / (1 + Math.exp(-logits[used.length + i]));
      largest = Math.max(largest, Math.abs(used[i] - expected));
    }
    assertThat(largest).as("largest difference").isLessThan(1e-4);
  }

  /** Along each tensor's own gradient the loss rises as the gradient's length says. */
  @Test
  void gradientsAreThoseOfTheLoss() {
    try (UNet3dLearner learner = learner(2)) {
      WindowBatch batch = learner.draw(VOLUMES, new SplittableRandom(7));
      learner.learn(batch, Statistics.OF_BATCH, new SplittableRandom(1));
      for (String name :
          List.of(
              "down0.conv0.weight",
              "down1.norm1.bias",
              "down3.conv1.weight",
              "up2.conv0.weight",
              "up0.norm0.weight",
              "out.weight")) {
        float[] gradient;
        try (PointerScope scope = new PointerScope()) {
          gradient = ParameterSet.read(learner.parameters().tensor(name).grad());
        }
        double square = 0;
        for (float value : gradient) {
          square += (double) value * value;
        }
        double length = Math.sqrt(square);
        assertThat(length).as(name).isPositive();
        float[] values = learner.parameters().values(name);
        double difference =
            lossBeside(learner, batch, name, values, gradient, 1e-2 / length)
                - lossBeside(learner, batch, name, values, gradient, -1e-2 / length);
        learner.parameters().setValues(name, values);
        assertThat(difference / 2e-2).as(name).isCloseTo(length, within(0.1 * length + 2e-3));
      }
    }
  }

  private static double lossBeside(
      UNet3dLearner learner,
      WindowBatch batch,
      String name,
      float[] values,
      float[] gradient,
      double share) {
    float[] moved = new float[values.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = (float) (values[i] + share * gradient[i]);
    }
    learner.parameters().setValues(name, moved);
    return learner.judge(batch, new SplittableRandom(1)).loss();
  }

  @Test
  void afterSomeStepsOnTwoVolumesTheLossHasFallen() {
    try (UNet3dLearner learner = learner(1)) {
      AdamW optimiser = new AdamW(learner.parameters(), 1e-3, 3, 0.5);
      SplittableRandom random = new SplittableRandom(4);
      List<WindowBatch> judged = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        judged.add(learner.draw(VOLUMES, random));
      }
      double before = mean(learner, judged);
      for (int step = 0; step < 24; step++) {
        learner.learn(learner.draw(VOLUMES, random), Statistics.OF_BATCH, random);
        optimiser.step(3e-3);
      }
      assertThat(mean(learner, judged)).isLessThan(0.85 * before);
    }
  }

  private static double mean(UNet3dLearner learner, List<WindowBatch> batches) {
    double sum = 0;
    for (WindowBatch batch : batches) {
      sum += learner.judge(batch, new SplittableRandom(1)).loss() / batches.size();
    }
    return sum;
  }

  @Test
  void foreignWeightsAreNamed() {
    UNet3d.checkWeights(weights(1), "own");
    MapWeights more = weights(1).put("more", Shape.of(1), new float[1]);
    assertThatThrownBy(() -> UNet3d.checkWeights(more, "the file"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the file")
        .hasMessageContaining("mem3d train unet3d");
    MapWeights other = new MapWeights().put("read.locality", Shape.of(1), new float[1]);
    assertThatThrownBy(() -> UNet3d.checkWeights(other, "the file"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("down0.conv0.weight");
  }
}
