package org.mem3d.train;

import java.util.concurrent.Callable;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.propagation.result.DiceCalibration;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.spi.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Option(names = "--volumes", description = "How many volumes are played (default: 48).")
  private int volumes = 48;

  @Option(names = "--rounds", description = "How many slices of each are annotated (default: 6).")
  private int rounds = 6;

  @Option(names = "--seed", description = "Of the first volume (default: 5000).")
  private long seed = 5000;

  @Mixin private MeasuredWeights measured = new MeasuredWeights();

  @Override
  public Integer call() {
    measured.check();
    Safetensors weights = measured.open(ModelFiles::propagation);
    MemoryModel.checkWeights(weights, weights.source());
    DiceCalibration found;
    try (Backend running = measured.openBackend()) {
      found =
          new CalibrationSimulation(running, weights, rounds)
              .of(volumes, seed, System.err::println);
    }
    measured.write(weights, DiceCalibration.METADATA, found.text());
    return 0;
  }
}
