package org.mem3d.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mem3d.Mem3dException;
import org.mem3d.core.model.ActivationRanges;
import org.mem3d.file.FileRoles;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.runtime.weights.SafetensorsWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code mem3d train average}. */
@Command(
    name = AverageCommand.NAME,
    mixinStandardHelpOptions = true,
    description =
        "Averages the weights that a training began with and those that it led to. What was learned"
            + " of made-up volumes alone cancels out in part, so the average does better on real"
            + " ones (Wortsman et al. 2022, robust fine-tuning).")
final class AverageCommand implements Callable<Integer> {
  static final String NAME = "average";

  /**
   * Significant bits of a weight, of float32's 24. Twice as many as bfloat16 has, so that no mask
   * changes that would not from one backend to the next; and packed they take a fifth less.
   */
  private static final int BITS = 16;

  private static final int DROPPED = 24 - BITS;

  @Parameters(index = "0", description = "The weights that the training began with.")
  private Path before = Path.of("");

  @Parameters(index = "1", description = "The weights that it led to.")
  private Path after = Path.of("");

  @Option(names = "--share", description = "Of the latter, 0 to 1 (default: 0.7).")
  private double share = 0.7;

  @Option(names = "--out", required = true, description = "The safetensors file to write.")
  private Path out = Path.of("");

  @Override
  public Integer call() {
    if (!(share >= 0 && share <= 1)) {
      throw new Mem3dException("--share is " + share + ", but must be from 0 to 1");
    }
    new FileRoles().reads("BEFORE", before).reads("AFTER", after).writes("--out", out).check();
    Safetensors trained = Safetensors.open(after);
    Map<String, String> metadata = new LinkedHashMap<>(trained.metadata());
    // They belong to the weights that they were measured with.
    metadata.remove(ActivationRanges.METADATA);
    metadata.put("share", Double.toString(share));
    SafetensorsWriter.write(out, average(Safetensors.open(before), trained, share), metadata);
    System.out.println(out);
    return 0;
  }

  /**
   * Returns {@code (1 - share) * before + share * after}, tensor by tensor, each value to 16
   * significant bits.
   *
   * @throws Mem3dException if the two have not the same tensors
   */
  static Weights average(Safetensors before, Safetensors after, double share) {
    if (!before.names().equals(after.names())) {
      throw new Mem3dException(
          before.source() + " and " + after.source() + " have other tensors: not one network's");
    }
    MapWeights average = new MapWeights();
    for (String name : after.names()) {
      if (!before.shape(name).equals(after.shape(name))) {
        throw new Mem3dException(
            String.format(
                "%s is %s in %s and %s in %s: not one network's",
                name, before.shape(name), before.source(), after.shape(name), after.source()));
      }
      float[] from = before.values(name);
      float[] to = after.values(name);
      float[] values = new float[to.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = rounded((float) ((1 - share) * from[i] + share * to[i]));
      }
      average.put(name, after.shape(name), values);
    }
    return average;
  }

  /** Rounds to {@link #BITS} significant bits, halves to the even. */
  private static float rounded(float value) {
    int bits = Float.floatToIntBits(value);
    int half = (1 << (DROPPED - 1)) - 1 + ((bits >> DROPPED) & 1);
    return Float.isFinite(value)
        ? Float.intBitsToFloat(((bits + half) >> DROPPED) << DROPPED)
        : value;
  }
}
