package org.mem3d.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;
import org.mem3d.eval.command.CommandProgram;
import org.mem3d.file.FileRoles;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code mem3d train}. */
@Command(
    name = "mem3d train",
    mixinStandardHelpOptions = true,
    description = "Trains one of the networks, on made-up volumes and on your own.")
public final class TrainMain implements Callable<Integer> {
  @Parameters(
      index = "0",
      // Not for subcommands.
      arity = "0..1",
      paramLabel = "<network>",
      description =
          "Which network: propagation, interaction or unet3d, which the evaluation sets beside"
              + " them.")
  private String network = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--config", description = "A JSON file of settings; see docs/training.md.")
  private @Nullable Path config;

  @Option(names = "--hours", description = "How long to train (default: 1).")
  private @Nullable Double hours;

  @Option(names = "--steps", description = "How many steps to train, instead of hours.")
  private @Nullable Long steps;

  @Option(names = "--seed", description = "Chooses volumes, samples and first weights.")
  private @Nullable Long seed;

  @Option(names = "--threads", description = "Threads that compute (default: all cores).")
  private @Nullable Integer threads;

  @Option(names = "--device", description = "cpu, cuda or cuda:N (default: cpu).")
  private @Nullable String device;

  @Option(
      names = "--init",
      description = "Weights to start from: a safetensors file, or 'default' for the default ones.")
  private @Nullable String init;

  @Mixin private DataOptions data = new DataOptions();

  @Option(names = "--resume", description = "Goes on with the run in this folder.")
  private @Nullable Path resume;

  @Option(names = "--out", description = "The run's folder (default: out/train-NETWORK).")
  private @Nullable Path out;

  @Option(
      names = "--debug",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Shows stack traces.")
  @SuppressWarnings("unused") // Looked for among the arguments, since parsing may fail.
  private boolean debug;

  private TrainMain() {}

  /** Runs the command; the exit status is 0, 1 for a failure, 2 for wrong usage. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs the command, as {@link #main} does, and returns the exit status. */
  public static int execute(String... args) {
    return CommandProgram.run(
        new CommandLine(new TrainMain())
            .addSubcommand(new AverageCommand())
            .addSubcommand(new CalibrationCommand())
            .addSubcommand(new RangesCommand())
            .addSubcommand(new MarksCommand())
            .addSubcommand(new ShowCommand())
            .addSubcommand(new SpeedCommand()),
        args);
  }

  @Override
  public Integer call() throws IOException {
    if (network.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Missing required parameter: '<network>'");
    }
    if (!TrainSettings.NETWORKS.contains(network)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "the networks are "
              + String.join(", ", TrainSettings.NETWORKS)
              + ", not '"
              + network
              + "'");
    }
    if (resume != null && (init != null || data.isGiven() || seed != null || config != null)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "a resumed run keeps its settings: leave out --config, --init, --data, --share and"
              + " --seed");
    }
    Path directory =
        resume != null ? resume : out != null ? out : Path.of("out", "train-" + network);
    TrainSettings settings = settings(directory);
    if (resume == null && Checkpoint.isIn(directory)) {
      throw new Mem3dException(
          directory
              + " holds a run already: go on with --resume "
              + directory
              + ", or name"
              + " another folder with --out");
    }
    checkFiles(directory);
    Files.createDirectories(directory);
    TrainingJob.of(settings, directory, line -> System.err.println(line));
    System.out.println(directory);
    return 0;
  }

  private void checkFiles(Path directory) {
    FileRoles files = new FileRoles().reads("--config", config);
    if (init != null && !init.equals("default")) {
      files.reads("--init", Path.of(init));
    }
    files
        .writesInto(resume != null ? "--resume" : "--out", directory, TrainingJob.files(network))
        .check();
  }

  private TrainSettings settings(Path directory) {
    TrainSettings settings;
    if (resume != null) {
      if (!Checkpoint.isIn(directory)) {
        throw new Mem3dException("there is no run to resume in " + directory);
      }
      settings = TrainSettings.read(directory.resolve("config.json"), network);
    } else if (config != null) {
      settings = TrainSettings.read(config, network);
    } else {
      settings = TrainSettings.forNetwork(network);
    }
    if (hours != null) {
      settings.hours = hours;
      settings.steps = 0;
    }
    settings.steps = steps != null ? steps : settings.steps;
    settings.seed = seed != null ? seed : settings.seed;
    settings.threads = threads != null ? threads : settings.threads;
    settings.device = device != null ? device : settings.device;
    settings.init = init != null ? init : settings.init;
    data.addTo(settings);
    settings.check();
    return settings;
  }
}
