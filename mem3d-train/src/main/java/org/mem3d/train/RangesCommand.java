package org.mem3d.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.mem3d.Mem3dException;
import org.mem3d.core.model.ActivationRanges;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.core.network.InteractionModel;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;
import org.mem3d.train.sample.MarkSampler;
import org.mem3d.train.sample.MarkedSample;
import org.mem3d.train.volume.SyntheticVolume;
import org.mem3d.train.volume.TrainingVolume;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code mem3d train ranges}. */
@Command(
    name = RangesCommand.NAME,
    mixinStandardHelpOptions = true,
    description =
        "Measures on synthetic volumes how large the inputs of a network's convolutions are, and"
            + " writes its weights anew with what was found: what computing in 8 bits needs.")
final class RangesCommand implements Callable<Integer> {
  static final String NAME = "ranges";

  /** The largest number that a value is rounded to. */
  private static final int STEPS = 127;

  private static final String MEMORY = "propagation";
  private static final String INTERACTION = "interaction";

  /** Slices that are marked in each volume, and how often each is. */
  private static final int MARKED = 8;

  private static final int ANSWERS = 3;

  @Parameters(paramLabel = "NETWORK", description = "Which network: propagation or interaction.")
  private String network = "";

  @Option(names = "--volumes", description = "How many volumes are played (default: 24).")
  private int volumes = 24;

  @Option(
      names = "--rounds",
      description = "How many slices of each are annotated for the memory network (default: 3).")
  private int rounds = 3;

  @Option(names = "--seed", description = "Of the first volume (default: 6000).")
  private long seed = 6000;

  @Mixin private MeasuredWeights measured = new MeasuredWeights();

  @Override
  public Integer call() {
    measured.check();
    if (!network.equals(MEMORY) && !network.equals(INTERACTION)) {
      throw new Mem3dException(
          "the network is " + MEMORY + " or " + INTERACTION + ", not '" + network + "'");
    }
    Safetensors weights =
        measured.open(network.equals(MEMORY) ? ModelFiles::propagation : ModelFiles::interaction);
    Map<String, Float> found;
    try (Backend inside = measured.openBackend();
        RangeRecorder recorder = new RangeRecorder(inside)) {
      if (network.equals(MEMORY)) {
        MemoryModel.checkWeights(weights, weights.source());
        new CalibrationSimulation(recorder, weights, rounds)
            .samples(volumes, seed, System.err::println);
      } else {
        mark(recorder, weights);
      }
      found = recorder.ranges(STEPS);
    }
    measured.write(weights, ActivationRanges.METADATA, ActivationRanges.text(found));
    return 0;
  }

  /** Marks slices as the simulated user does, and corrects the answers. */
  private void mark(Backend recorder, Safetensors weights) {
    MarkSampler sampler = new MarkSampler();
    try (InteractionModel model =
        new InteractionModel(recorder, weights, weights.source(), CompileOptions.F32)) {
      for (int volume = 0; volume < volumes; volume++) {
        TrainingVolume made =
            TrainingVolume.of("made-up " + volume, SyntheticVolume.of(seed + volume));
        SplittableRandom random = new SplittableRandom(seed + volume);
        for (MarkedSample sample : sampler.draw(List.of(made), MARKED, random)) {
          float[] input = new float[InteractionModel.INPUT];
          List<float[]> answer = new ArrayList<>(List.of(InteractionModel.newProbability()));
          for (int i = 0; i < ANSWERS; i++) {
            sample.fill(input);
            model.run(List.of(input), answer);
            sample.answer(answer.get(0));
          }
        }
        System.err.println("volume " + (volume + 1) + " of " + volumes);
      }
    }
  }
}
