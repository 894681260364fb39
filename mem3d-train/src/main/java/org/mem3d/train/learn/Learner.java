package org.mem3d.train.learn;

import java.util.List;
import java.util.SplittableRandom;
import org.mem3d.backend.torch.ParameterSet;
import org.mem3d.backend.torch.Statistics;
import org.mem3d.train.volume.TrainingVolume;

/**
 * One network's way to learn. One thread at a time, but for {@link #draw}, which may run on another
 * thread beside the others.
 *
 * @param <B> its batches
 */
public interface Learner<B> extends AutoCloseable {
  /** Returns the weights under training, which stay this learner's own. */
  ParameterSet parameters();

  /** Draws a batch: the same for the same volumes and random numbers. */
  B draw(List<TrainingVolume> volumes, SplittableRandom random);

  /**
   * Computes the loss of a batch and adds its gradients to the weights'.
   *
   * @param statistics whether batch norms still learn
   * @param random what the learner draws while it learns
   */
  Score learn(B batch, Statistics statistics, SplittableRandom random);

  /** Returns the score of a batch with the weights as they are: stored statistics, no gradients. */
  Score judge(B batch, SplittableRandom random);

  /** Returns the floating-point operations of {@link #learn}, about: forward and twice back. */
  double flops(B batch);

  /** Returns how many samples a batch holds. */
  int samples(B batch);

  /** Releases the weights. */
  @Override
  void close();

  /**
   * How a batch went, means over it.
   *
   * @param loss what was minimised
   * @param dice of the masks at 0.5 with the truth
   * @param qualityError mean distance of predicted and true Dice
   */
  record Score(double loss, double dice, double qualityError) {}
}
