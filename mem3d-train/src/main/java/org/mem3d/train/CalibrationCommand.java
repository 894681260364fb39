package org.mem3d.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.propagation.result.DiceCalibration;
import org.mem3d.file.FileRoles;
import org.mem3d.runtime.backend.BackendRegistry;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.runtime.weights.SafetensorsWriter;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code mem3d train calibration}. */
@Command(
    name = CalibrationCommand.NAME,
    mixinStandardHelpOptions = true,
    description =
        "Calibrates the predicted Dice of a memory network on synthetic volumes, and writes its"
            + " weights anew with what was found.")
final class CalibrationCommand implements Callable<Integer> {
  static final String NAME = "calibration";

  @Option(
      names = "--init",
      description = "Weights of a memory network (default: the default ones).")
  private @Nullable Path init;

  @Option(names = "--volumes", description = "How many volumes are played (default: 48).")
  private int volumes = 48;

  @Option(names = "--rounds", description = "How many slices of each are annotated (default: 6).")
  private int rounds = 6;

  @Option(names = "--seed", description = "Of the first volume (default: 5000).")
  private long seed = 5000;

  @Option(names = "--backend", description = "What computes (default: the fastest).")
  private @Nullable String backend;

  @Option(names = "--threads", description = "Threads that compute (default: all cores).")
  private int threads;

  @Option(names = "--out", required = true, description = "The safetensors file to write.")
  private Path out = Path.of("");

  @Override
  public Integer call() {
    new FileRoles().reads("--init", init).writes("--out", out).check();
    ClassLoader loader = CalibrationCommand.class.getClassLoader();
    Safetensors weights =
        init == null ? ModelFiles.open(null, loader).propagation() : Safetensors.open(init);
    MemoryModel.checkWeights(weights, weights.source());
    DiceCalibration found;
    try (Backend running =
        BackendRegistry.load(loader).open(backend, new BackendOptions(threads, Map.of()))) {
      found =
          new CalibrationSimulation(running, weights, rounds)
              .of(volumes, seed, System.err::println);
    }
    Map<String, String> metadata = new LinkedHashMap<>(weights.metadata());
    metadata.put(DiceCalibration.METADATA, found.text());
    SafetensorsWriter.write(out, weights, metadata);
    System.out.println(out);
    return 0;
  }
}
