package org.mem3d.train.learn;

import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.mem3d.backend.torch.ParameterSet;
import org.mem3d.backend.torch.Statistics;
import org.mem3d.eval.baseline.NetworkWindow;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;
import org.mem3d.train.sample.WindowBatch;
import org.mem3d.train.sample.WindowSampler;
import org.mem3d.train.volume.TrainingVolume;

/**
 * The 3D U-Net learning: from annotated slices to all others of a window. What is known already,
 * annotated slices and what lies beyond the volume, counts in no loss. It predicts no Dice, so the
 * error of that is no number.
 */
public final class UNet3dLearner implements Learner<WindowBatch> {
  private static final int SIDE = NetworkWindow.SIDE;

  /** A logit that costs nothing where the truth is 0. */
  private static final double SURELY_OUTSIDE = -30;

  private final ParameterSet parameters;
  private final WindowSampler sampler;
  private final int batch;

  /**
   * Makes a learner.
   *
   * @param weights to start from; copied
   * @param device {@code cpu}, {@code cuda} or {@code cuda:N}
   * @param batch windows of a batch
   */
  public UNet3dLearner(Weights weights, String device, WindowSampler sampler, int batch) {
    this.parameters = new ParameterSet(weights, device);
    this.sampler = sampler;
    this.batch = batch;
  }

  @Override
  public ParameterSet parameters() {
    return parameters;
  }

  @Override
  public WindowBatch draw(List<TrainingVolume> volumes, SplittableRandom random) {
    return sampler.draw(volumes, batch, random);
  }

  @Override
  @SuppressWarnings("try")
  public Score learn(WindowBatch windows, Statistics statistics, SplittableRandom random) {
    try (PointerScope scope = new PointerScope()) {
      Answer answer = answer(windows);
      answer.loss.backward();
      return answer.score;
    }
  }

  @Override
  @SuppressWarnings("try")
  public Score judge(WindowBatch windows, SplittableRandom random) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      return answer(windows).score;
    }
  }

  private record Answer(Tensor loss, Score score) {}

  private Answer answer(WindowBatch windows) {
    int size = windows.size();
    int depth = windows.depth();
    Tensor input =
        parameters.constant(
            Shape.of(size, NetworkWindow.CHANNELS, depth, SIDE, SIDE), windows.inputs());
    Tensor logits = UNet3d.logits(parameters::tensor, input);
    // One image of all planes below each other: the losses are those of slices.
    Shape image = Shape.of(size, 1, depth * SIDE, SIDE);
    Tensor flat = logits.contiguous().reshape((long) size, 1, (long) depth * SIDE, SIDE);
    Tensor asked = parameters.constant(image, windows.asked());
    Tensor known = asked.neg().add(new Scalar(1.0)).mul(new Scalar(SURELY_OUTSIDE));
    Tensor counted = flat.mul(asked).add(known);
    Tensor loss = Losses.mask(counted, parameters.constant(image, windows.truth()));
    float[] reached = Losses.dice(ParameterSet.read(counted), 0, windows.truth(), new float[size]);
    double dice = 0;
    for (float each : reached) {
      dice += each / size;
    }
    return new Answer(loss, new Score(loss.item_float(), dice, Double.NaN));
  }

  @Override
  public double flops(WindowBatch windows) {
    return 3 * windows.size() * UNet3d.flops(windows.depth());
  }

  @Override
  public int samples(WindowBatch windows) {
    return windows.size();
  }

  @Override
  public void close() {
    parameters.close();
  }
}
