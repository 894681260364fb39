package org.mem3d.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mem3d.Mem3dException;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.runtime.weights.SafetensorsWriter;
import org.mem3d.train.learn.AdamW;

/**
 * Where a run stands, beside its weights. All that a step draws follows from its number and the
 * seed, so nothing else need be kept to go on exactly.
 *
 * @param step the next step
 * @param optimiserSteps steps that moved the weights
 * @param progress share of the training that is done
 * @param seconds trained so far
 * @param samples seen so far
 */
record Checkpoint(long step, long optimiserSteps, double progress, double seconds, long samples) {
  private static final String FILE = "checkpoint.safetensors";

  static final Checkpoint START = new Checkpoint(0, 0, 0, 0, 0);

  static boolean isIn(Path directory) {
    return Files.isRegularFile(directory.resolve(FILE));
  }

  /** Returns the step at which a directory's checkpoint stands; 0 if there is none. */
  static long stepIn(Path directory) {
    if (!isIn(directory)) {
      return 0;
    }
    Map<String, String> fields = Safetensors.open(directory.resolve(FILE)).metadata();
    try {
      return Long.parseLong(field(fields, "step"));
    } catch (IllegalArgumentException e) {
      throw new Mem3dException(directory.resolve(FILE) + " is broken: " + e.getMessage(), e);
    }
  }

  /** Writes this and the optimiser's state, whole or not at all. */
  void write(Path directory, AdamW optimiser) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("step", Long.toString(step));
    fields.put("optimiserSteps", Long.toString(optimiserSteps));
    // In hexadecimal: not a bit is lost.
    fields.put("progress", Double.toHexString(progress));
    fields.put("seconds", Double.toHexString(seconds));
    fields.put("samples", Long.toString(samples));
    SafetensorsWriter.write(directory.resolve(FILE), optimiser.state(), fields);
  }

  /**
   * Reads a checkpoint into an optimiser.
   *
   * @throws Mem3dException if there is none or it is of another network
   */
  static Checkpoint read(Path directory, AdamW optimiser) {
    if (!isIn(directory)) {
      throw new Mem3dException("there is no " + FILE + " in " + directory + " to resume from");
    }
    Safetensors file = Safetensors.open(directory.resolve(FILE));
    Map<String, String> fields = file.metadata();
    try {
      Checkpoint checkpoint =
          new Checkpoint(
              Long.parseLong(field(fields, "step")),
              Long.parseLong(field(fields, "optimiserSteps")),
              Double.parseDouble(field(fields, "progress")),
              Double.parseDouble(field(fields, "seconds")),
              Long.parseLong(field(fields, "samples")));
      optimiser.restore(file, checkpoint.optimiserSteps);
      return checkpoint;
    } catch (IllegalArgumentException e) {
      throw new Mem3dException(directory.resolve(FILE) + " is broken: " + e.getMessage(), e);
    }
  }

  private static String field(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no field '" + name + "'");
    }
    return value;
  }
}
