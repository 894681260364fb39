package org.mem3d.train.learn;

/**
 * The learning rate: a linear warm-up, then half a cosine down to a hundredth. Immutable.
 *
 * @param rate the highest rate
 * @param warmUpSteps steps until it is reached
 */
public record Schedule(double rate, int warmUpSteps) {
  private static final double LEAST = 0.01;

  /**
   * Returns the rate of a step.
   *
   * @param step its number, from 0
   * @param progress the share of the training that is done, 0 to 1
   */
  public double at(long step, double progress) {
    double warmth = Math.min(1, (step + 1.0) / Math.max(1, warmUpSteps));
    double cosine = (1 + Math.cos(Math.PI * Math.min(1, progress))) / 2;
    return rate * warmth * (LEAST + (1 - LEAST) * cosine);
  }
}
