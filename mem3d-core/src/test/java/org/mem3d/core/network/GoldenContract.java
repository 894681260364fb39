package org.mem3d.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.DType;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.golden.Deviation;
import org.mem3d.runtime.golden.Formula;
import org.mem3d.runtime.golden.FormulaWeights;
import org.mem3d.runtime.golden.GoldenFilesContract;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.runtime.pass.Passes;
import org.mem3d.runtime.pass.WatchConvolutions;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.GraphExecution;

/**
 * The compact networks on a backend, for formula-made inputs: with formula-made weights against
 * samples of what the definition of the operations gives in double precision (resources, made by
 * {@code GoldenSamples}), and, where the folder {@code shared/weights} is beside the repository,
 * with the prototype's weights against what the prototype gave. A backend's test extends this and
 * returns its provider.
 */
public abstract class GoldenContract extends GoldenFilesContract {
  /** The resources. */
  static final String MEMORY_SAMPLES = "memory-formula.safetensors";

  static final String INTERACTION_SAMPLES = "interaction-formula.safetensors";

  private static final Map<DType, Double> TOLERANCE =
      Map.of(DType.F32, 1e-4, DType.BF16, 2e-2, DType.F16, 2.5e-3, DType.I8, 1e-1);

  /** Runs one graph and returns its outputs by name. */
  interface Runner {
    Map<String, float[]> run(BoundGraph bound, Map<String, float[]> values);
  }

  /** Makes the contract. */
  protected GoldenContract() {
    super("weights");
  }

  /** Runs a check at every precision that the backend computes. */
  private void atEveryPrecision(java.util.function.Consumer<DType> check) {
    for (DType wanted : DType.values()) {
      boolean supported =
          MemoryModel.graphs().stream()
              .flatMap(graph -> graph.nodes().stream())
              .allMatch(node -> backend().supports(node, wanted));
      assertThat(supported || wanted != DType.F32).as("every backend computes float32").isTrue();
      if (supported) {
        check.accept(wanted);
      }
    }
  }

  @Test
  final void memoryNetworkReproducesTheGoldenTensors() {
    Weights samples = samples(GoldenContract.class, MEMORY_SAMPLES);
    Optional<Path> weights = shared("propagation.safetensors");
    Optional<Path> golden = shared("propagation-golden.safetensors");
    atEveryPrecision(
        precision -> {
          MapWeights actual = memoryNetwork(formulaMemory(), runner(precision));
          compare(samples, sampled(actual), precision);
          if (weights.isPresent() && golden.isPresent()) {
            compare(
                unitKeys(Safetensors.open(golden.get())),
                memoryNetwork(Safetensors.open(weights.get()), runner(precision)),
                precision);
          }
        });
  }

  @Test
  final void interactionNetworkReproducesTheGoldenTensors() {
    Weights samples = samples(GoldenContract.class, INTERACTION_SAMPLES);
    Optional<Path> weights = shared("interaction.safetensors");
    Optional<Path> golden = shared("interaction-golden.safetensors");
    atEveryPrecision(
        precision -> {
          MapWeights actual = interactionNetwork(formulaInteraction(), runner(precision));
          compare(samples, sampled(actual), precision);
          if (weights.isPresent() && golden.isPresent()) {
            compare(
                Safetensors.open(golden.get()),
                interactionNetwork(Safetensors.open(weights.get()), runner(precision)),
                precision);
          }
        });
  }

  /** Returns formula-made weights of the memory network. */
  static Weights formulaMemory() {
    Map<String, Shape> shapes = new LinkedHashMap<>(ReadParameters.tensors());
    MemoryModel.graphs().stream()
        .flatMap(graph -> graph.parameters().stream())
        .forEach(parameter -> shapes.put(parameter.name(), parameter.shape()));
    return new FormulaWeights(new Formula(0), shapes);
  }

  /** Returns formula-made weights of the interaction network. */
  static Weights formulaInteraction() {
    return FormulaWeights.of(new Formula(0), InteractionNetwork.graph(1));
  }

  /** Returns what the memory network gives, under the golden tensors' names. */
  static MapWeights memoryNetwork(Weights weights, Runner runner) {
    float[] mask0 = ellipse(60, 66, 28, 34, 1);
    float[] mask1 = ellipse(64, 60, 22, 30, 0.9f);
    BoundGraph encode = new BoundGraph(MemoryNetwork.encode(1), weights);
    Map<String, float[]> query = runner.run(encode, Map.of("slice", slice("query")));
    Map<String, float[]> memory0 = runner.run(encode, Map.of("slice", slice("memory0")));
    Map<String, float[]> memory1 = runner.run(encode, Map.of("slice", slice("memory1")));
    float[] value0 = memorise(weights, runner, "memory0", mask0, memory0);
    float[] value1 = memorise(weights, runner, "memory1", mask1, memory1);

    int slots = 2;
    ReadParameters parameters = ReadParameters.of(weights);
    float[] position = new float[4 * slots * MemoryNetwork.POSITIONS];
    MemoryRead.writeSlotPosition(position, 0, 0, slots, MemoryNetwork.FEATURE_SIDE, 3, parameters);
    MemoryRead.writeSlotPosition(position, 0, 1, slots, MemoryNetwork.FEATURE_SIDE, 1, parameters);
    Map<String, float[]> inputs = new HashMap<>(query);
    inputs.put("bank.keys", join(memory0.get("key"), memory1.get("key")));
    inputs.put("bank.values", join(value0, value1));
    inputs.put("bank.position", position);
    inputs.put("previous.value", value1);
    inputs.put("previous.mask", mask1);
    Map<String, float[]> answer =
        runner.run(MemoryModel.segmentGraph(weights, 1, slots, parameters, 0), inputs);

    MapWeights outputs = new MapWeights();
    put(outputs, "features.half", query.get("half"));
    put(outputs, "features.quarter", query.get("quarter"));
    put(outputs, "features.eighth", query.get("eighth"));
    put(outputs, "key.query", channelMajor(query.get("key"), MemoryNetwork.KEY));
    put(outputs, "key.memory0", channelMajor(memory0.get("key"), MemoryNetwork.KEY));
    put(outputs, "value.memory0", channelMajor(value0, MemoryNetwork.VALUE));
    put(outputs, "value.memory1", channelMajor(value1, MemoryNetwork.VALUE));
    put(outputs, "readout", channelMajor(answer.get("readout"), MemoryNetwork.VALUE));
    put(outputs, "similarity.max", answer.get("similarity"));
    put(outputs, "logits", answer.get("logits"));
    put(outputs, "quality.logit", answer.get("quality.logit"));
    return outputs;
  }

  private static void put(MapWeights outputs, String name, float[] values) {
    outputs.put(name, Shape.of(values.length), values);
  }

  private static float[] memorise(
      Weights weights, Runner runner, String name, float[] mask, Map<String, float[]> encoded) {
    return runner
        .run(
            new BoundGraph(MemoryNetwork.memorise(1), weights),
            Map.of("slice", slice(name), "mask", mask, "eighth", encoded.get("eighth")))
        .get("value");
  }

  /** Returns what the interaction network gives, under the golden tensors' names. */
  static MapWeights interactionNetwork(Weights weights, Runner runner) {
    float[] box = new float[128 * 128];
    for (int y = 30; y <= 91; y++) {
      java.util.Arrays.fill(box, y * 128 + 28, y * 128 + 104, 1);
    }
    float[] input = slice("slice");
    input = join(input, ellipse(60, 66, 3, 12, 1));
    input = join(input, ellipse(20, 30, 3, 3, 1));
    input = join(input, box);
    input = join(input, ellipse(100, 60, 3, 3, 1));
    input = join(input, ellipse(62, 64, 20, 26, 0.8f));
    Map<String, float[]> answer =
        runner.run(new BoundGraph(InteractionNetwork.graph(1), weights), Map.of("slice", input));
    MapWeights outputs = new MapWeights();
    put(outputs, "logits", answer.get("logits"));
    put(outputs, "quality.logit", answer.get("quality.logit"));
    return outputs;
  }

  /** The prototype's keys are not normalised; ours are of length 1. */
  private static Weights unitKeys(Weights golden) {
    MapWeights units = new MapWeights(golden);
    for (String name : new String[] {"key.query", "key.memory0"}) {
      float[] key = golden.values(name).clone();
      int positions = MemoryNetwork.POSITIONS;
      for (int p = 0; p < positions; p++) {
        double norm = 0;
        for (int c = 0; c < MemoryNetwork.KEY; c++) {
          norm += Math.pow(key[c * positions + p], 2);
        }
        for (int c = 0; c < MemoryNetwork.KEY; c++) {
          key[c * positions + p] /= (float) Math.sqrt(norm);
        }
      }
      units.put(name, golden.shape(name), key);
    }
    return units;
  }

  private Runner runner(DType precision) {
    return (bound, values) -> {
      BoundGraph passed = Passes.standard(bound);
      Map<String, float[]> inputs = new LinkedHashMap<>();
      passed.graph().inputs().forEach(node -> inputs.put(node.name(), values.get(node.name())));
      CompileOptions options = new CompileOptions(precision);
      if (precision == DType.I8) {
        options = options.withInputRanges(ranges(passed, inputs));
      }
      try (GraphExecution execution =
          new GraphExecution(backend(), passed.graph(), passed.weights(), options)) {
        return execution.run(inputs);
      }
    };
  }

  /** Returns how large the inputs of convolutions are in float32, by their kernels' names. */
  private Map<String, Float> ranges(BoundGraph passed, Map<String, float[]> inputs) {
    WatchConvolutions.Watched watched = WatchConvolutions.apply(passed.graph());
    Map<String, float[]> seen =
        GraphExecution.once(backend(), watched.graph(), passed.weights(), inputs);
    Map<String, Float> ranges = new LinkedHashMap<>();
    watched
        .kernels()
        .forEach(
            (output, kernel) -> {
              for (float value : seen.get(output)) {
                ranges.merge(kernel, Math.max(1e-6f, Math.abs(value)), Math::max);
              }
            });
    return ranges;
  }

  private static void compare(Weights expected, MapWeights actual, DType precision) {
    MapWeights known = new MapWeights();
    for (String name : actual.names()) {
      known.put(name, expected.shape(name), expected.values(name));
    }
    for (Deviation deviation : Deviation.of(known, actual)) {
      float[] values = known.values(deviation.name());
      // One logit near 0 has no relative error to speak of: it counts as one of 1 at least.
      double share = values.length == 1 ? Math.min(1, Math.abs(values[0])) : 1;
      assertThat(deviation.error() * share)
          .as("relative L2 error of %s in %s", deviation.name(), precision)
          .isLessThan(TOLERANCE.get(precision));
    }
  }

  private static float[] slice(String name) {
    float[] image = new Formula(0).image(name, 2, 128, 128);
    for (int i = 0; i < image.length; i++) {
      image[i] = image[i] * 2 - 1;
    }
    return image;
  }

  private static float[] ellipse(double y0, double x0, double ry, double rx, float value) {
    float[] mask = new float[128 * 128];
    for (int i = 0; i < mask.length; i++) {
      double y = (Math.floorDiv(i, 128) - y0) / ry;
      double x = (i % 128 - x0) / rx;
      mask[i] = y * y + x * x <= 1 ? value : 0;
    }
    return mask;
  }

  private static float[] join(float[] a, float[] b) {
    float[] joined = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }

  private static float[] channelMajor(float[] positionMajor, int channels) {
    float[] result = new float[positionMajor.length];
    int positions = positionMajor.length / channels;
    for (int p = 0; p < positions; p++) {
      for (int c = 0; c < channels; c++) {
        result[c * positions + p] = positionMajor[p * channels + c];
      }
    }
    return result;
  }
}
