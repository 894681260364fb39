package org.mem3d.train.learn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.mem3d.backend.torch.ParameterSet;
import org.mem3d.backend.torch.Statistics;
import org.mem3d.backend.torch.TrainableGraph;
import org.mem3d.core.network.InteractionNetwork;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;
import org.mem3d.train.sample.MarkSampler;
import org.mem3d.train.sample.MarkedSample;
import org.mem3d.train.volume.TrainingVolume;

/**
 * The interaction network learning: it answers first marks, a simulated user corrects it, it
 * answers again; every answer counts alike. The Dice to be predicted is that of the whole object,
 * also of what the window does not show. No gradient flows through the mask that was corrected.
 */
public final class InteractionLearner implements Learner<List<MarkedSample>> {
  private static final int SIDE = InteractionNetwork.SIDE;
  private static final int INPUT = InteractionNetwork.CHANNELS * SIDE * SIDE;
  private static final int ROUNDS_JUDGED = 2;

  /** Answers to the same sample at most. */
  private static final int MOST_ROUNDS = 5;

  /** How likely an answer is corrected and answered again. */
  private static final double CORRECTED = 0.5;

  private final ParameterSet parameters;
  private final DType precision;
  private final MarkSampler sampler;
  private final int batch;
  private final Map<Integer, TrainableGraph> graphs = new HashMap<>();

  /**
   * Makes a learner.
   *
   * @param weights to start from; copied
   * @param device {@code cpu}, {@code cuda} or {@code cuda:N}
   * @param precision of convolutions and products
   * @param batch slices of a batch
   */
  public InteractionLearner(
      Weights weights, String device, DType precision, MarkSampler sampler, int batch) {
    this.parameters = new ParameterSet(weights, device);
    this.precision = precision;
    this.sampler = sampler;
    this.batch = batch;
  }

  @Override
  public ParameterSet parameters() {
    return parameters;
  }

  @Override
  public List<MarkedSample> draw(List<TrainingVolume> volumes, SplittableRandom random) {
    return sampler.draw(volumes, batch, random);
  }

  @Override
  public Score learn(List<MarkedSample> samples, Statistics statistics, SplittableRandom random) {
    int rounds = 1;
    while (rounds < MOST_ROUNDS && random.nextDouble() < CORRECTED) {
      rounds++;
    }
    return mean(samples, rounds, statistics, true);
  }

  @Override
  @SuppressWarnings("try")
  public Score judge(List<MarkedSample> samples, SplittableRandom random) {
    try (NoGradGuard guard = new NoGradGuard()) {
      return mean(samples, ROUNDS_JUDGED, Statistics.STORED, false);
    }
  }

  private Score mean(
      List<MarkedSample> samples, int rounds, Statistics statistics, boolean backwards) {
    double loss = 0;
    double dice = 0;
    double qualityError = 0;
    for (int round = 0; round < rounds; round++) {
      Score score = round(samples, 1.0 / rounds, statistics, backwards, round + 1 < rounds);
      loss += score.loss() / rounds;
      dice += score.dice() / rounds;
      qualityError += score.qualityError() / rounds;
    }
    return new Score(loss, dice, qualityError);
  }

  @SuppressWarnings("try")
  private Score round(
      List<MarkedSample> samples,
      double weight,
      Statistics statistics,
      boolean backwards,
      boolean correct) {
    int size = samples.size();
    float[] inputs = new float[size * INPUT];
    float[] truth = new float[size * Losses.PIXELS];
    float[] hidden = new float[size];
    float[] input = new float[INPUT];
    for (int i = 0; i < size; i++) {
      hidden[i] = samples.get(i).hidden();
      samples.get(i).fill(input);
      System.arraycopy(input, 0, inputs, i * INPUT, INPUT);
      System.arraycopy(samples.get(i).truth(), 0, truth, i * Losses.PIXELS, Losses.PIXELS);
    }
    try (PointerScope scope = new PointerScope()) {
      Tensor slices =
          parameters.constant(Shape.of(size, InteractionNetwork.CHANNELS, SIDE, SIDE), inputs);
      Map<String, Tensor> answer = graph(size).run(Map.of("slice", slices), statistics);
      float[] probability = ParameterSet.read(Named.of(answer, "probability"));
      float[] reached = Losses.dice(probability, 0.5f, truth, hidden);
      float[] guessed = ParameterSet.read(Named.of(answer, "quality"));
      Tensor loss =
          Losses.mask(
                  Named.of(answer, "logits"),
                  parameters.constant(Shape.of(size, 1, SIDE, SIDE), truth))
              .add(
                  Losses.quality(
                      Named.of(answer, "quality.logit"),
                      parameters.constant(Shape.of(size, 1), reached)));
      if (backwards) {
        loss.mul(new Scalar(weight)).backward();
      }
      if (correct) {
        float[] one = new float[Losses.PIXELS];
        for (int i = 0; i < size; i++) {
          System.arraycopy(probability, i * Losses.PIXELS, one, 0, Losses.PIXELS);
          samples.get(i).answer(one);
        }
      }
      double dice = 0;
      double qualityError = 0;
      for (int i = 0; i < size; i++) {
        dice += reached[i] / size;
        qualityError += Math.abs(guessed[i] - reached[i]) / size;
      }
      return new Score(loss.item_float(), dice, qualityError);
    }
  }

  private TrainableGraph graph(int size) {
    return graphs.computeIfAbsent(
        size,
        key ->
            new TrainableGraph(
                InteractionNetwork.graph(size),
                parameters,
                precision,
                Set.of("quality", "quality.logit")));
  }

  @Override
  public double flops(List<MarkedSample> samples) {
    double rounds = (1 - Math.pow(CORRECTED, MOST_ROUNDS)) / (1 - CORRECTED);
    return 3.0 * rounds * samples.size() * InteractionNetwork.graph(1).flops();
  }

  @Override
  public int samples(List<MarkedSample> samples) {
    return samples.size();
  }

  @Override
  public void close() {
    parameters.close();
  }
}
