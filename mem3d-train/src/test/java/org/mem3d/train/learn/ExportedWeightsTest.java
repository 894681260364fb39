package org.mem3d.train.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.backend.torch.ParameterSet;
import org.mem3d.backend.torch.Statistics;
import org.mem3d.backend.torch.TrainableGraph;
import org.mem3d.core.network.InteractionModel;
import org.mem3d.core.network.InteractionNetwork;
import org.mem3d.core.network.MemoryBankBatch;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.network.MemoryNetwork;
import org.mem3d.core.network.SliceBatch;
import org.mem3d.core.network.SliceFeatures;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.runtime.weights.SafetensorsWriter;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;
import org.mem3d.train.sample.MarkSampler;
import org.mem3d.train.sample.SequenceSampler;
import org.mem3d.train.volume.SyntheticVolume;
import org.mem3d.train.volume.TrainingVolume;

/** Weights that were trained a little, written and read, in the engine's own models. */
@SuppressWarnings("try")
class ExportedWeightsTest {
  private static final int SIDE = MemoryNetwork.SIDE;
  private static final List<TrainingVolume> VOLUMES =
      List.of(
          TrainingVolume.of("made-up 21", SyntheticVolume.of(96, 8, 21)),
          TrainingVolume.of("made-up 22", SyntheticVolume.of(96, 8, 22)));

  private static <B> Weights trained(Learner<B> learner, Path file) {
    try (learner) {
      AdamW optimiser = new AdamW(learner.parameters(), 1e-3, 3, 0.5);
      SplittableRandom random = new SplittableRandom(1);
      for (int step = 0; step < 3; step++) {
        learner.learn(learner.draw(VOLUMES, random), Statistics.OF_BATCH, random);
        optimiser.step(1e-3);
      }
      SafetensorsWriter.write(file, optimiser.averaged(), Map.of());
      return Safetensors.open(file);
    }
  }

  private static float[] noise(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] disc(double u, double v, double radius) {
    float[] mask = new float[SIDE * SIDE];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = Math.hypot(i % SIDE - u, Math.floorDiv(i, SIDE) - v) < radius ? 0.9f : 0;
    }
    return mask;
  }

  @Test
  void memoryNetworkInTheEngineGivesWhatTheTrainerSaw(@TempDir Path directory) {
    Weights weights =
        trained(
            new PropagationLearner(
                InitialWeights.of(MemoryNetwork.tensors(), 5),
                "cpu",
                DType.F32,
                new SequenceSampler(1.6),
                6,
                new int[] {3},
                0),
            directory.resolve("w.safetensors"));
    float[] images = noise(3 * SliceBatch.IMAGE, 3);
    float[][] masks = {disc(60, 60, 30), disc(66, 58, 28)};

    float[] expected = new float[SIDE * SIDE];
    float expectedDice;
    try (Backend reference = new ReferenceBackendProvider().open(BackendOptions.DEFAULT);
        MemoryModel model =
            new MemoryModel(reference, weights, "trained", 2, 0, CompileOptions.F32, 1 << 24)) {
      SliceBatch slices = model.borrow(2);
      List<SliceFeatures> features =
          model
              .features()
              .encode(
                  List.of(0, 1, 2),
                  (row, channels) ->
                      System.arraycopy(
                          images, row * SliceBatch.IMAGE, channels, 0, SliceBatch.IMAGE));
      for (int row = 0; row < 2; row++) {
        slices.setSlice(row, features.get(row));
        slices.setMask(row, masks[row]);
      }
      slices.memorise();
      MemoryBankBatch banks = model.memoryBanks(1);
      banks.store(0, 0, slices, 0);
      banks.store(0, 1, slices, 1);
      banks.setDistance(0, 0, 3);
      banks.setDistance(0, 1, 1);
      banks.setQuery(0, features.get(2));
      banks.setPrevious(0, 1, masks[1]);
      banks.segment();
      banks.readProbability(0, expected);
      expectedDice = banks.predictedDice(0);
      model.release(slices);
      features.forEach(model.features()::release);
    }

    try (ParameterSet parameters = new ParameterSet(weights, "cpu");
        PointerScope scope = new PointerScope()) {
      Tensor slices = parameters.constant(Shape.of(3, 2, SIDE, SIDE), images);
      Map<String, Tensor> encoded =
          new TrainableGraph(MemoryNetwork.encode(3), parameters, DType.F32)
              .run(Map.of("slice", slices), Statistics.STORED);
      float[] both = new float[2 * SIDE * SIDE];
      System.arraycopy(masks[0], 0, both, 0, SIDE * SIDE);
      System.arraycopy(masks[1], 0, both, SIDE * SIDE, SIDE * SIDE);
      Tensor values =
          new TrainableGraph(MemoryNetwork.memorise(2), parameters, DType.F32)
              .run(
                  Map.of(
                      "slice", slices.narrow(0, 0, 2),
                      "eighth", encoded.get("eighth").narrow(0, 0, 2),
                      "mask", parameters.constant(Shape.of(2, 1, SIDE, SIDE), both)),
                  Statistics.STORED)
              .get("value");
      TrainableReadParameters read = new TrainableReadParameters(parameters);
      Map<String, Tensor> inputs = new HashMap<>();
      for (String name : List.of("key", "half", "quarter", "eighth")) {
        inputs.put(name, encoded.get(name).narrow(0, 2, 1));
      }
      inputs.put("bank.keys", encoded.get("key").narrow(0, 0, 2));
      inputs.put("bank.values", values);
      inputs.put(
          "bank.position", read.position(parameters.constant(Shape.of(1, 2), new float[] {3, 1})));
      inputs.put("read.temperature", read.temperature());
      inputs.put("previous.value", values.narrow(0, 1, 1));
      inputs.put("previous.mask", parameters.constant(Shape.of(1, 1, SIDE, SIDE), masks[1]));
      Weights constant = MemoryNetwork.queryPosition(1);
      for (String name : constant.names()) {
        inputs.put(name, parameters.constant(constant.shape(name), constant.values(name)));
      }
      Map<String, Tensor> answer =
          new TrainableGraph(MemoryNetwork.segmentForTraining(1, 2), parameters, DType.F32)
              .run(inputs, Statistics.STORED);
      assertClose(ParameterSet.read(answer.get("probability")), expected);
      assertThat(ParameterSet.read(answer.get("quality"))[0])
          .isCloseTo(expectedDice, within(1e-4f));
    }
  }

  @Test
  void interactionNetworkInTheEngineGivesWhatTheTrainerSaw(@TempDir Path directory) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    InteractionNetwork.graph(1)
        .parameters()
        .forEach(parameter -> shapes.put(parameter.name(), parameter.shape()));
    Weights weights =
        trained(
            new InteractionLearner(
                InitialWeights.of(shapes, 5), "cpu", DType.F32, new MarkSampler(), 3),
            directory.resolve("w.safetensors"));
    float[] input = noise(InteractionModel.INPUT, 8);
    float[] expected = InteractionModel.newProbability();
    float expectedDice;
    try (Backend reference = new ReferenceBackendProvider().open(BackendOptions.DEFAULT);
        InteractionModel model =
            new InteractionModel(reference, weights, "trained", CompileOptions.F32)) {
      expectedDice = model.run(List.of(input), List.of(expected))[0];
    }
    try (ParameterSet parameters = new ParameterSet(weights, "cpu");
        PointerScope scope = new PointerScope()) {
      Tensor slice =
          parameters.constant(Shape.of(1, InteractionNetwork.CHANNELS, SIDE, SIDE), input);
      Map<String, Tensor> answer =
          new TrainableGraph(InteractionNetwork.graph(1), parameters, DType.F32)
              .run(Map.of("slice", slice), Statistics.STORED);
      assertClose(ParameterSet.read(answer.get("probability")), expected);
      assertThat(ParameterSet.read(answer.get("quality"))[0])
          .isCloseTo(expectedDice, within(1e-4f));
    }
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
    }
    assertThat(largest).as("largest difference").isLessThan(1e-4);
  }
}
