package org.mem3d.core.network;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mem3d.graph.MapWeights;
import org.mem3d.runtime.golden.GoldenFilesContract;
import org.mem3d.runtime.weights.SafetensorsWriter;
import org.mem3d.testkit.GraphEvaluator;

/**
 * Makes the samples of {@link GoldenContract} anew, by the definition of the operations in double
 * precision and no backend: {@code java org.mem3d.core.network.GoldenSamples FOLDER}, with the
 * tests' class path.
 */
final class GoldenSamples {
  private GoldenSamples() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    GoldenContract.Runner definition =
        (bound, values) -> {
          Map<String, float[]> inputs = new HashMap<>(values);
          Map<String, float[]> outputs = new LinkedHashMap<>();
          GraphEvaluator.evaluate(bound.graph(), bound.weights(), inputs)
              .forEach((name, exact) -> outputs.put(name, narrowed(exact)));
          return outputs;
        };
    write(
        folder.resolve(GoldenContract.MEMORY_SAMPLES),
        GoldenContract.memoryNetwork(GoldenContract.formulaMemory(), definition));
    write(
        folder.resolve(GoldenContract.INTERACTION_SAMPLES),
        GoldenContract.interactionNetwork(GoldenContract.formulaInteraction(), definition));
  }

  private static void write(Path file, MapWeights outputs) {
    SafetensorsWriter.write(
        file, GoldenFilesContract.sampled(outputs), Map.of("made by", "GoldenSamples"));
  }

  private static float[] narrowed(double[] exact) {
    float[] values = new float[exact.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) exact[i];
    }
    return values;
  }
}
