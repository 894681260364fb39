package org.mem3d.train.learn;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.mem3d.core.region.Window;

/** What is minimised. Tensors belong to the caller's scope. Stateless. */
final class Losses {
  static final int PIXELS = Window.INPUT_SIDE * Window.INPUT_SIDE;

  private static final double SOFT_DICE_EPSILON = 20;
  private static final double DICE_EPSILON = 8;
  private static final double QUALITY_BETA = 0.1;
  private static final long MEAN = 1;

  private Losses() {}

  /** Twice the mean cross-entropy plus one minus the soft Dice. */
  static Tensor mask(Tensor logits, Tensor truth) {
    Tensor full = logits.to(ScalarType.Float);
    long[] image = {1, 2, 3};
    Tensor entropy = torch.binary_cross_entropy_with_logits(full, truth);
    Tensor probability = full.sigmoid();
    Tensor overlap = probability.mul(truth).sum(image);
    Tensor sizes = probability.sum(image).add(truth.sum(image));
    Scalar epsilon = new Scalar(SOFT_DICE_EPSILON);
    Tensor dice = overlap.mul(new Scalar(2.0)).add(epsilon).div(sizes.add(epsilon));
    return entropy.mul(new Scalar(2.0)).add(dice.mean().neg().add(new Scalar(1.0)));
  }

  /** Smooth distance of the predicted Dice from the true one. */
  static Tensor quality(Tensor logit, Tensor dice) {
    return torch.smooth_l1_loss(logit.to(ScalarType.Float).sigmoid(), dice, MEAN, QUALITY_BETA);
  }

  /**
   * Returns the Dice of each mask of a batch at 0.5; two empty ones agree fully.
   *
   * @param probability a batch of masks
   * @param truth as many
   */
  static float[] dice(float[] probability, float[] truth) {
    return dice(probability, 0.5f, truth, new float[probability.length / PIXELS]);
  }

  /**
   * Returns the Dice of each mask of a batch with the whole object, parts of which its window may
   * not show.
   *
   * @param values a batch of masks of any size
   * @param threshold above which a value is inside
   * @param truth as many probabilities
   * @param hidden how many pixels of each object are outside the window
   */
  static float[] dice(float[] values, float threshold, float[] truth, float[] hidden) {
    int pixels = values.length / hidden.length;
    float[] dice = new float[hidden.length];
    for (int n = 0; n < dice.length; n++) {
      int both = 0;
      int sum = 0;
      for (int i = n * pixels; i < (n + 1) * pixels; i++) {
        int here = values[i] > threshold ? 1 : 0;
        int there = truth[i] > 0.5f ? 1 : 0;
        both += here & there;
        sum += here + there;
      }
      dice[n] = (float) ((2 * both + DICE_EPSILON) / (sum + hidden[n] + DICE_EPSILON));
    }
    return dice;
  }

  /** Returns how many pixels of one mask of a batch are inside. */
  static int area(float[] masks, int number) {
    int area = 0;
    for (int i = number * PIXELS; i < (number + 1) * PIXELS; i++) {
      area += masks[i] > 0.5f ? 1 : 0;
    }
    return area;
  }
}
