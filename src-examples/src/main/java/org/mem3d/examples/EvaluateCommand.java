package org.mem3d.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationEngine;
import org.mem3d.Volume;
import org.mem3d.eval.Dataset;
import org.mem3d.eval.LabelChoice;
import org.mem3d.eval.Policy;
import org.mem3d.eval.Prompt;
import org.mem3d.eval.Protocol;
import org.mem3d.eval.Results;
import org.mem3d.eval.Run;
import org.mem3d.eval.SliceRun;
import org.mem3d.eval.Truth;
import org.mem3d.io.Volumes;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Measures on labelled volumes how well a simulated user gets on. */
@Command(
    name = "evaluate",
    description = {
      "Plays a simulated user on every image.nii.gz with a label.nii.gz beside it:"
          + " round 1 on the object's largest slice, then one slice a round.",
      "Objects are labels of more than 300 voxels on at least 5 slices."
    })
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private EngineOptions engineOptions = new EngineOptions();

  @Parameters(paramLabel = "DIR", description = "Where to look; sets are its first-level folders.")
  private Path directory = Path.of(".");

  @Option(names = "--rounds", paramLabel = "N", description = "Annotated slices (default 6).")
  private int rounds = 6;

  @Option(
      names = "--interaction",
      paramLabel = "KIND",
      converter = PromptNames.class,
      description = "mask (the slice's true mask, the default), scribble, click, box or extreme.")
  private Prompt interaction = Prompt.MASK;

  @Option(
      names = "--policy",
      paramLabel = "RULE",
      converter = PolicyNames.class,
      description =
          "How the next slice is chosen: recommended (the default), lowest-quality, oracle (the"
              + " largest true error area) or random.")
  private Policy policy = Policy.RECOMMENDED;

  @Option(
      names = "--corrections",
      paramLabel = "N",
      description = "Further marks on each slice while its mask is wrong (default 0).")
  private int corrections;

  @Option(
      names = "--axis",
      paramLabel = "AXIS",
      converter = AxisNames.class,
      description = "x, y, z or auto: the coarsest spacing, else z (default auto).")
  private @Nullable Axis axis;

  @Option(names = "--sets", paramLabel = "A,B", split = ",", description = "These sets alone.")
  private List<String> sets = List.of();

  @Option(
      names = "--labels",
      paramLabel = "LABELS",
      converter = LabelNames.class,
      description = "Labels as in 1,2, or all, or largest (default largest).")
  private LabelChoice labels = LabelChoice.parse("largest");

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many cases of each set, in name order.")
  private int limit = Integer.MAX_VALUE;

  @Option(names = "--seed", paramLabel = "S", description = "Of the user's habits (default 1).")
  private long seed = 1;

  @Option(
      names = "--no-propagation",
      description =
          "Measure single slices instead: the first mask and after each of --corrections.")
  private boolean noPropagation;

  @Option(
      names = "--slices",
      paramLabel = "N",
      description = "Slices of each object for --no-propagation (default 3).")
  private int slices = 3;

  @Option(names = "--out", paramLabel = "DIR", description = "Write results.json there.")
  private @Nullable Path out;

  @Override
  public Integer call() {
    require(rounds >= 1, "--rounds must be 1 or more, not " + rounds);
    require(corrections >= 0, "--corrections must be 0 or more, not " + corrections);
    require(limit >= 1, "--limit must be 1 or more, not " + limit);
    require(slices >= 1, "--slices must be 1 or more, not " + slices);
    require(
        !noPropagation || interaction != Prompt.MASK,
        "--no-propagation needs an --interaction other than mask");
    Dataset dataset = Dataset.in(directory);
    if (!sets.isEmpty()) {
      dataset = dataset.only(sets);
    }
    Progress progress = new Progress(spec.commandLine().getErr());
    List<Run> runs = new ArrayList<>();
    List<SliceRun> sliceRuns = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    List<Dataset.Case> cases = dataset.first(limit).cases();
    try (SegmentationEngine engine = engineOptions.open()) {
      for (int i = 0; i < cases.size(); i++) {
        Dataset.Case from = cases.get(i);
        progress.step(from.toString(), i, cases.size());
        try {
          measure(engine, from, runs, sliceRuns, progress);
        } catch (Mem3dException e) {
          failures.add(from + ": " + e.getMessage());
          progress.say("mem3d: " + from + ": " + e.getMessage());
        }
      }
    }
    progress.clear();
    if (runs.isEmpty() && sliceRuns.isEmpty()) {
      throw new Mem3dException(
          failures.isEmpty()
              ? "no object in " + cases.size() + " cases is large enough to be measured"
              : "nothing was measured; " + failures.get(failures.size() - 1));
    }
    report(new Results(noPropagation ? corrections + 1 : rounds, runs, sliceRuns));
    return failures.isEmpty() ? 0 : Mem3d.FAILED;
  }

  private void measure(
      SegmentationEngine engine,
      Dataset.Case from,
      List<Run> runs,
      List<SliceRun> sliceRuns,
      Progress progress) {
    Volume labelVolume = Volumes.readLabels(from.label()).asVolume();
    Axis along = axis == null ? labelVolume.geometry().coarsestAxis() : axis;
    List<Truth> objects =
        labels.of(Truth.all(labelVolume, along), noPropagation ? 1 : LabelChoice.MIN_SLICES);
    if (objects.isEmpty()) {
      return;
    }
    Volume image = Volumes.open(from.image());
    requireSameGrid(image, labelVolume);
    for (Truth object : objects) {
      if (noPropagation) {
        List<SliceRun> made =
            SliceRun.play(engine, from, image, object, interaction, slices, corrections, seed);
        sliceRuns.addAll(made);
        made.forEach(run -> progress.say(line(run)));
      } else {
        Run run =
            new Protocol(rounds, interaction, policy, corrections, seed)
                .play(engine, from, image, object);
        runs.add(run);
        progress.say(line(run));
      }
    }
  }

  private static void requireSameGrid(Volume image, Volume labels) {
    for (Axis axis : Axis.values()) {
      if (image.size(axis) != labels.size(axis)) {
        throw new Mem3dException(
            "image and label differ in size along "
                + axis
                + ": "
                + image.size(axis)
                + " and "
                + labels.size(axis)
                + " voxels");
      }
    }
  }

  private void report(Results results) {
    PrintWriter printer = spec.commandLine().getOut();
    printer.print(results.toTable());
    if (out != null) {
      Path file = out.resolve("results.json");
      try {
        Files.createDirectories(out);
        Files.writeString(file, results.toJson());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      printer.println("wrote " + file);
    }
  }

  private static String line(Run run) {
    StringBuilder line = new StringBuilder(run.set() + "/" + run.caseName());
    line.append(" label ").append(run.label()).append(", Dice");
    double seconds = 0;
    for (Run.Round round : run.rounds()) {
      line.append(String.format(Locale.ROOT, " %.3f", round.score().dice()));
      seconds += round.seconds();
    }
    return line.append(String.format(Locale.ROOT, ", %.1f s", seconds)).toString();
  }

  private static String line(SliceRun run) {
    StringBuilder line = new StringBuilder(run.set() + "/" + run.caseName());
    line.append(" label ").append(run.label()).append(" slice ").append(run.slice());
    line.append(", Dice");
    for (SliceRun.Answer answer : run.answers()) {
      line.append(String.format(Locale.ROOT, " %.3f", answer.dice()));
    }
    return line.toString();
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  /** Reads a constant of an enum as the command line spells it, lower case with hyphens. */
  private static <E extends Enum<E>> E constant(Class<E> type, String text) {
    List<String> names = new ArrayList<>();
    for (E value : type.getEnumConstants()) {
      String name = value.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (name.equals(text)) {
        return value;
      }
      names.add(name);
    }
    throw new TypeConversionException("'" + text + "' is not one of " + String.join(", ", names));
  }

  /** Reads {@code --interaction}. */
  static final class PromptNames implements ITypeConverter<Prompt> {
    @Override
    public Prompt convert(String text) {
      return constant(Prompt.class, text);
    }
  }

  /** Reads {@code --policy}. */
  static final class PolicyNames implements ITypeConverter<Policy> {
    @Override
    public Policy convert(String text) {
      return constant(Policy.class, text);
    }
  }

  /** Reads {@code --axis}; null stands for auto. */
  static final class AxisNames implements ITypeConverter<Axis> {
    @Override
    public @Nullable Axis convert(String text) {
      return text.equals("auto") ? null : constant(Axis.class, text);
    }
  }

  /** Reads {@code --labels}. */
  static final class LabelNames implements ITypeConverter<LabelChoice> {
    @Override
    public LabelChoice convert(String text) {
      try {
        return LabelChoice.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
