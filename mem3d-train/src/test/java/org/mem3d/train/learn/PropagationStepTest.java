package org.mem3d.train.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.mem3d.backend.torch.ParameterSet;
import org.mem3d.backend.torch.Statistics;
import org.mem3d.backend.torch.TrainableGraph;
import org.mem3d.core.network.MemoryNetwork;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;
import org.mem3d.train.sample.SequenceBatch;
import org.mem3d.train.sample.SequenceSampler;
import org.mem3d.train.volume.SyntheticVolume;
import org.mem3d.train.volume.TrainingVolume;

/** A step of the learner beside the same composed of the graphs one by one. */
@SuppressWarnings("try")
class PropagationStepTest {
  private static final int SIDE = MemoryNetwork.SIDE;
  private static final List<TrainingVolume> VOLUMES =
      List.of(TrainingVolume.of("made-up", SyntheticVolume.of(96, 8, 31)));
  private static final Weights START = InitialWeights.of(MemoryNetwork.tensors(), 9);

  /** Two slices of two sequences: one is remembered, the other segmented. */
  private static double plain(ParameterSet parameters, SequenceBatch batch) {
    int size = batch.size();
    Tensor images = parameters.constant(Shape.of(2 * size, 2, SIDE, SIDE), batch.images());
    Map<String, Tensor> encoded =
        new TrainableGraph(MemoryNetwork.encode(2 * size), parameters, DType.F32)
            .run(Map.of("slice", images), Statistics.OF_BATCH);
    Tensor mask = parameters.constant(Shape.of(size, 1, SIDE, SIDE), batch.masks(0));
    Tensor value =
        new TrainableGraph(MemoryNetwork.memorise(size), parameters, DType.F32)
            .run(
                Map.of(
                    "slice",
                    images.narrow(0, 0, size),
                    "eighth",
                    encoded.get("eighth").narrow(0, 0, size),
                    "mask",
                    mask),
                Statistics.OF_BATCH)
            .get("value");
    Map<String, Tensor> inputs = new HashMap<>();
    for (String name : List.of("key", "half", "quarter", "eighth")) {
      inputs.put(name, encoded.get(name).narrow(0, size, size));
    }
    float[] distances = new float[size];
    for (int i = 0; i < size; i++) {
      distances[i] = batch.strides()[i];
    }
    TrainableReadParameters read = new TrainableReadParameters(parameters);
    inputs.put("bank.keys", encoded.get("key").narrow(0, 0, size));
    inputs.put("bank.values", value);
    inputs.put("bank.position", read.position(parameters.constant(Shape.of(size, 1), distances)));
    inputs.put("read.temperature", read.temperature());
    inputs.put("previous.value", value);
    inputs.put("previous.mask", mask);
    Weights constant = MemoryNetwork.queryPosition(size);
    for (String name : constant.names()) {
      inputs.put(name, parameters.constant(constant.shape(name), constant.values(name)));
    }
    Map<String, Tensor> answer =
        new TrainableGraph(
                MemoryNetwork.segmentForTraining(size, 1),
                parameters,
                DType.F32,
                java.util.Set.of("quality", "quality.logit"))
            .run(inputs, Statistics.OF_BATCH);
    float[] truth = batch.masks(1);
    float[] reached = Losses.dice(ParameterSet.read(answer.get("probability")), truth);
    Tensor loss =
        Losses.mask(answer.get("logits"), parameters.constant(Shape.of(size, 1, SIDE, SIDE), truth))
            .add(
                Losses.quality(
                    answer.get("quality.logit"), parameters.constant(Shape.of(size, 1), reached)));
    loss.backward();
    return loss.item_float();
  }

  @Test
  void lossAndGradientsAreThoseOfTheGraphsOneByOne() {
    try (ParameterSet parameters = new ParameterSet(START, "cpu");
        PropagationLearner learner =
            new PropagationLearner(
                START, "cpu", DType.F32, new SequenceSampler(1.6), 4, new int[] {2}, 0);
        PointerScope scope = new PointerScope()) {
      SequenceBatch batch = learner.draw(VOLUMES, new SplittableRandom(4));
      assertThat(batch.frames()).isEqualTo(2);
      double expected = plain(parameters, batch);
      double actual = learner.learn(batch, Statistics.OF_BATCH, new SplittableRandom(1)).loss();
      assertThat(actual).isCloseTo(expected, within(1e-5 * expected));
      for (String name : parameters.trained()) {
        float[] wanted = ParameterSet.read(parameters.tensor(name).grad());
        float[] got = ParameterSet.read(learner.parameters().tensor(name).grad());
        double difference = 0;
        double length = 0;
        for (int i = 0; i < wanted.length; i++) {
          difference += Math.pow(got[i] - wanted[i], 2);
          length += Math.pow(wanted[i], 2);
        }
        assertThat(Math.sqrt(difference))
            .as("error of the gradient of %s, of length %s", name, Math.sqrt(length))
            .isLessThanOrEqualTo(1e-4 * Math.sqrt(length) + 1e-7);
      }
      for (String name : parameters.names()) {
        if (!ParameterSet.isTrained(name)) {
          float[] moved = learner.parameters().values(name);
          assertThat(moved).as(name).containsExactly(parameters.values(name), within(1e-6f));
        }
      }
    }
  }
}
