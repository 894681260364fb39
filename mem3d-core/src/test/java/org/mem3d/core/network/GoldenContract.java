package org.mem3d.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.DType;
import org.mem3d.runtime.golden.Formula;
import org.mem3d.runtime.golden.GoldenFilesContract;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.runtime.pass.Passes;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.GraphExecution;

/**
 * The compact networks on a backend, against the tensors that the prototype gave for formula-made
 * inputs (folder {@code shared/weights} beside the repository). A backend's test extends this and
 * returns its provider.
 */
public abstract class GoldenContract extends GoldenFilesContract {
  private static final Map<DType, Double> TOLERANCE =
      Map.of(DType.F32, 1e-4, DType.BF16, 2e-2, DType.F16, 2.5e-3);

  private DType precision = DType.F32;

  /** Makes the contract. */
  protected GoldenContract() {
    super("weights");
  }

  /** Runs a check at every precision that the backend computes. */
  private void atEveryPrecision(Runnable check) {
    for (DType wanted : DType.values()) {
      boolean supported =
          MemoryModel.graphs().stream()
              .flatMap(graph -> graph.nodes().stream())
              .allMatch(node -> backend().supports(node, wanted));
      assertThat(supported || wanted != DType.F32).as("every backend computes float32").isTrue();
      if (supported) {
        precision = wanted;
        check.run();
      }
    }
  }

  @Test
  final void memoryNetworkReproducesTheGoldenTensors() {
    atEveryPrecision(this::requireMemoryNetwork);
  }

  @Test
  final void interactionNetworkReproducesTheGoldenTensors() {
    atEveryPrecision(this::requireInteractionNetwork);
  }

  private void requireMemoryNetwork() {
    Safetensors weights = Safetensors.open(file("propagation.safetensors"));
    Safetensors golden = Safetensors.open(file("propagation-golden.safetensors"));
    float[] mask0 = ellipse(60, 66, 28, 34, 1);
    float[] mask1 = ellipse(64, 60, 22, 30, 0.9f);

    Map<String, float[]> query = run(encode(weights), Map.of("slice", slice("query")));
    Map<String, float[]> memory0 = run(encode(weights), Map.of("slice", slice("memory0")));
    Map<String, float[]> memory1 = run(encode(weights), Map.of("slice", slice("memory1")));
    float[] value0 = memorise(weights, "memory0", mask0, memory0);
    float[] value1 = memorise(weights, "memory1", mask1, memory1);

    expect(golden, "features.half", query.get("half"));
    expect(golden, "features.quarter", query.get("quarter"));
    expect(golden, "features.eighth", query.get("eighth"));
    expectKey(golden, "key.query", query.get("key"));
    expectKey(golden, "key.memory0", memory0.get("key"));
    expect(golden, "value.memory0", channelMajor(value0, MemoryNetwork.VALUE));
    expect(golden, "value.memory1", channelMajor(value1, MemoryNetwork.VALUE));

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
        run(MemoryModel.segmentGraph(weights, 1, slots, parameters, 0), inputs);

    expect(golden, "readout", channelMajor(answer.get("readout"), MemoryNetwork.VALUE));
    expect(golden, "similarity.max", answer.get("similarity"));
    expect(golden, "logits", answer.get("logits"));
    expect(golden, "quality.logit", answer.get("quality.logit"));
  }

  private void requireInteractionNetwork() {
    Safetensors weights = Safetensors.open(file("interaction.safetensors"));
    Safetensors golden = Safetensors.open(file("interaction-golden.safetensors"));
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
        run(new BoundGraph(InteractionNetwork.graph(1), weights), Map.of("slice", input));
    expect(golden, "logits", answer.get("logits"));
    expect(golden, "quality.logit", answer.get("quality.logit"));
  }

  private static BoundGraph encode(Safetensors weights) {
    return new BoundGraph(MemoryNetwork.encode(1), weights);
  }

  private float[] memorise(
      Safetensors weights, String name, float[] mask, Map<String, float[]> encoded) {
    Map<String, float[]> answer =
        run(
            new BoundGraph(MemoryNetwork.memorise(1), weights),
            Map.of("slice", slice(name), "mask", mask, "eighth", encoded.get("eighth")));
    return answer.get("value");
  }

  private Map<String, float[]> run(BoundGraph bound, Map<String, float[]> values) {
    BoundGraph passed = Passes.standard(bound);
    Map<String, float[]> inputs = new LinkedHashMap<>();
    passed.graph().inputs().forEach(node -> inputs.put(node.name(), values.get(node.name())));
    CompileOptions options = new CompileOptions(precision);
    try (GraphExecution execution =
        new GraphExecution(backend(), passed.graph(), passed.weights(), options)) {
      return execution.run(inputs);
    }
  }

  private void expect(Safetensors golden, String name, float[] actual) {
    float[] expected = golden.values(name);
    double error = 0;
    double norm = 0;
    assertThat(actual).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      error += Math.pow(expected[i] - actual[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    require(name, Math.sqrt(error / norm));
  }

  /** Golden keys are channel-major and not normalised; ours are position-major and of length 1. */
  private void expectKey(Safetensors golden, String name, float[] key) {
    float[] expected = golden.values(name);
    float[] actual = channelMajor(key, MemoryNetwork.KEY);
    int positions = MemoryNetwork.POSITIONS;
    double error = 0;
    for (int p = 0; p < positions; p++) {
      double norm = 0;
      for (int c = 0; c < MemoryNetwork.KEY; c++) {
        norm += Math.pow(expected[c * positions + p], 2);
      }
      for (int c = 0; c < MemoryNetwork.KEY; c++) {
        int i = c * positions + p;
        error += Math.pow(expected[i] / Math.sqrt(norm) - actual[i], 2);
      }
    }
    require(name, Math.sqrt(error / positions));
  }

  private void require(String name, double error) {
    assertThat(error)
        .as("relative L2 error of %s in %s", name, precision)
        .isLessThan(TOLERANCE.get(precision));
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
