package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.Profile;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.core.network.DefaultGraphs;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.published.network.Architecture;
import org.mem3d.runtime.golden.Formula;
import org.mem3d.runtime.golden.FormulaWeights;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.runtime.weights.SafetensorsWriter;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.GraphExecution;

/** {@code model export}: what ONNX Runtime computes from the file is what the engine computes. */
@Tag("slow") // whole networks, again in another library
class ModelExportCommandTest {
  private static final int SIDE = 32;
  private static final Formula FORMULA = new Formula(11);

  @TempDir Path directory = Path.of(".");

  @AfterEach
  void forgetMappedFiles() {
    // Weights are mapped until they are collected; some systems keep such a file from deletion.
    System.gc();
  }

  @ParameterizedTest
  @ValueSource(strings = {"interaction", "encode", "memorise", "segment"})
  void defaultNetworks(String name) throws OrtException {
    Path file = export(name, "--slots", "3", "--batch", "2");
    ModelFiles files = ModelFiles.open(null, ModelExportCommandTest.class.getClassLoader());
    Safetensors weights = name.equals("interaction") ? files.interaction() : files.propagation();
    compare(file, DefaultGraphs.of(name, weights, 2, 3));
  }

  @ParameterizedTest
  @CsvSource({
    "MEM3D_SAQ, OFFICIAL_CODE, segment",
    "MEM3D_SAQ, PAPER, segment",
    "MEM3D_SAQ, OFFICIAL_CODE, encode",
    "MEM3D_ASPP, OFFICIAL_CODE, segment",
    "MEM3D_STM, OFFICIAL_CODE, memorise",
    "MEM3D_STM, OFFICIAL_CODE, segment",
    "IOG, OFFICIAL_CODE, interaction"
  })
  void publishedNetworks(Architecture architecture, Profile profile, String graph)
      throws OrtException {
    Path weights = weights(architecture);
    Path file =
        export(
            weights.toString(),
            "--arch",
            architecture.text(),
            "--profile",
            profile.name().replace('_', '-'),
            "--graph",
            graph,
            "--slots",
            "2",
            "--side",
            String.valueOf(SIDE));
    Safetensors opened = Safetensors.open(weights);
    compare(file, architecture.graph(graph, opened, profile, 1, 2, SIDE));
  }

  private Path weights(Architecture architecture) {
    Path file = directory.resolve("weights.safetensors");
    FormulaWeights weights =
        new FormulaWeights(new Formula(0), architecture.manifest(5).parameters());
    SafetensorsWriter.write(file, weights, Map.of(), DType.BF16);
    return file;
  }

  private Path export(String source, String... more) {
    Path file = directory.resolve("model.onnx");
    String[] first = {"model", "export", source, "-o", file.toString()};
    String[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    CommandRun run = CommandRun.of(all);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains(file.toString(), "  input  ", "  output ");
    return file;
  }

  private static void compare(Path file, BoundGraph bound) throws OrtException {
    Map<String, float[]> inputs = new LinkedHashMap<>();
    for (Node input : bound.graph().inputs()) {
      inputs.put(input.name(), FORMULA.uniform(input.name(), input.shape().elements(), -1, 1));
    }
    Map<String, float[]> expected;
    try (Backend backend = new ReferenceBackendProvider().open(BackendOptions.DEFAULT)) {
      expected = GraphExecution.once(backend, bound.graph(), bound.weights(), inputs);
    }
    Map<String, float[]> actual = run(file, bound, inputs);
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, values) -> {
          double norm = 0;
          double error = 0;
          float[] other = actual.get(name);
          for (int i = 0; i < values.length; i++) {
            norm += (double) values[i] * values[i];
            error += ((double) values[i] - other[i]) * ((double) values[i] - other[i]);
          }
          // ONNX Runtime gives no probability below 1.5e-8: it bounds a sigmoid's argument.
          double allowed = 1e-4 * Math.sqrt(norm) + 1e-7 * Math.sqrt(values.length);
          assertThat(Math.sqrt(error)).as(name).isLessThan(allowed);
        });
  }

  private static Map<String, float[]> run(Path file, BoundGraph bound, Map<String, float[]> inputs)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> given = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = environment.createSession(file.toString(), options)) {
      for (Node input : bound.graph().inputs()) {
        long[] dims = Arrays.stream(input.shape().dims()).asLongStream().toArray();
        FloatBuffer values = FloatBuffer.wrap(inputs.get(input.name()));
        given.put(input.name(), OnnxTensor.createTensor(environment, values, dims));
      }
      Map<String, float[]> outputs = new LinkedHashMap<>();
      try (OrtSession.Result result = session.run(given)) {
        for (Map.Entry<String, ai.onnxruntime.OnnxValue> entry : result) {
          FloatBuffer values = ((OnnxTensor) entry.getValue()).getFloatBuffer();
          float[] copy = new float[values.remaining()];
          values.get(copy);
          // An output that is named as an input has ":2" behind its name.
          outputs.put(entry.getKey().replace(":2", ""), copy);
        }
      }
      return outputs;
    } finally {
      given.values().forEach(OnnxTensor::close);
    }
  }

  @Test
  void aMemoryNetworkNeedsTheGraphsName() {
    Path weights = weights(Architecture.MEM3D_STM);
    String out = directory.resolve("model.onnx").toString();
    CommandRun run = CommandRun.of("model", "export", weights.toString(), "-o", out);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--graph", "encode, memorise, segment");
    CommandRun other =
        CommandRun.of("model", "export", weights.toString(), "--arch", "iog", "-o", out);
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("is not of iog, but of mem3d-stm");
    assertThat(Path.of(out)).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"--side, 100", "--slots, 65", "--batch, 0", "--graph, encode", "--arch, iog"})
  void badOptionsAreUsageErrors(String option, String value) {
    String out = directory.resolve("model.onnx").toString();
    CommandRun run = CommandRun.of("model", "export", "encode", "-o", out, option, value);
    assertThat(run.status()).isEqualTo(2);
    assertThat(directory).isEmptyDirectory();
  }
}
