package org.mem3d.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Grid;
import org.mem3d.GridException;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationEngine;
import org.mem3d.Volume;
import org.mem3d.eval.ChallengeProtocol;
import org.mem3d.eval.Dataset;
import org.mem3d.eval.Disturbance;
import org.mem3d.eval.LabelChoice;
import org.mem3d.eval.ObjectResult;
import org.mem3d.eval.Policy;
import org.mem3d.eval.Prompt;
import org.mem3d.eval.Protocol;
import org.mem3d.eval.RealScribbles;
import org.mem3d.eval.Results;
import org.mem3d.eval.SliceResult;
import org.mem3d.eval.TogetherProtocol;
import org.mem3d.eval.TogetherResult;
import org.mem3d.eval.Truth;
import org.mem3d.eval.baseline.BaselineMethod;
import org.mem3d.eval.baseline.BaselineSimulation;
import org.mem3d.eval.command.CommandProgram;
import org.mem3d.file.FileRoles;
import org.mem3d.io.LabelVolume;
import org.mem3d.io.Volumes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures on labelled volumes how well a simulated user gets on. */
@Command(
    name = "evaluate",
    description = {
      "Plays a simulated user on every image.nii.gz with a label.nii.gz beside it:"
          + " round 1 on the object's largest slice, then one slice a round.",
      "Objects are labels of more than 300 voxels on at least 5 slices."
    })
final class EvaluateCommand implements Callable<Integer> {
  private static final Set<String> UNTOLD = Set.of("--help", "--version", "--debug", "--out");

  private static final String JSON = "results.json";
  private static final String CSV = "results.csv";
  private static final String REPORT = "report.html";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private EngineOptions engineOptions = new EngineOptions();

  @Parameters(paramLabel = "DIR", description = "Where to look; sets are its first-level folders.")
  private Path directory = Path.of(".");

  @Option(names = "--rounds", paramLabel = "N", description = "Annotated slices (default 6).")
  private int rounds = 6;

  @Option(
      names = "--interaction",
      paramLabel = "KIND",
      converter = OptionNames.PromptNames.class,
      description =
          "mask (the slice's true mask, the default), scribble, real-scribble (from"
              + " scribble*.nii.gz beside the image), click, box or extreme.")
  private Prompt interaction = Prompt.MASK;

  @Option(
      names = "--policy",
      paramLabel = "RULE",
      converter = OptionNames.PolicyNames.class,
      description =
          "How the next slice is chosen: recommended (the default), lowest-quality, oracle (the"
              + " largest true error area), random or evenly-spread.")
  private Policy policy = Policy.RECOMMENDED;

  @Option(
      names = "--corrections",
      paramLabel = "N",
      description = "Further marks on each slice while its mask is wrong (default 0).")
  private int corrections;

  @Option(
      names = "--ends",
      description = "The user also says on which slice the object begins and on which it ends.")
  private boolean ends;

  @Option(
      names = "--axis",
      paramLabel = "AXIS",
      converter = OptionNames.AxisNames.class,
      description = "x, y, z or auto: the coarsest spacing, else z (default auto).")
  private @Nullable Axis axis;

  @Option(names = "--sets", paramLabel = "A,B", split = ",", description = "These sets alone.")
  private List<String> sets = List.of();

  @Option(
      names = "--labels",
      paramLabel = "LABELS",
      converter = OptionNames.LabelNames.class,
      description = "Labels as in 1,2, or all, or largest (default largest, with --together all).")
  private @Nullable LabelChoice labels;

  @Option(
      names = "--disturb",
      paramLabel = "KIND=VALUE",
      converter = OptionNames.DisturbanceNames.class,
      description =
          "Change the images first, to see whether masks stay: offset, scale, padding (outside an"
              + " ellipse around all labels), hot (one of 2000 voxels), metal (a block at the"
              + " object's corner) or rim (two voxels around each slice). Repeats.")
  private List<Disturbance> disturbances = List.of();

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

  @Option(
      names = "--together",
      paramLabel = "N",
      description =
          "Play up to N objects of a case, the largest first, in one session, corrected in turn"
              + ": what happens to each while others are corrected.")
  private int together;

  @Option(
      names = "--challenge",
      description =
          "Play the CVPR 2025 challenge: --interaction box (the object's box on its middle slice,"
              + " and its ends) or click (no box), then clicks in the middle of the largest error"
              + " of the volume, five in all.")
  private boolean challenge;

  @Mixin private GridOptions gridOptions = new GridOptions();

  @Mixin private BaselineOptions baselineOptions = new BaselineOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write results.json, results.csv and report.html there.")
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
    require(
        together == 0 || (together > 1 && together <= 255),
        "--together must be 2 to 255, not " + together);
    require(
        together == 0 || (interaction != Prompt.REAL_SCRIBBLE && !noPropagation && out == null),
        "--together plays with simulated users and prints its lines: leave out"
            + " --no-propagation, --out and real scribbles");
    require(
        !challenge
            || ((interaction == Prompt.BOX || interaction == Prompt.CLICK)
                && !noPropagation
                && together == 0
                && corrections == 0
                && !isGiven("--rounds")
                && !isGiven("--policy")),
        "--challenge needs --interaction box or click, and makes its own rounds: leave out"
            + " --rounds, --policy, --corrections, --no-propagation and --together");
    require(
        !ends || (!noPropagation && !challenge && together == 0),
        "--ends goes with rounds on one object: leave out --no-propagation, --challenge and"
            + " --together");
    baselineOptions.check(interaction, noPropagation || challenge);
    Dataset dataset = Dataset.in(directory).comparing(gridOptions.check());
    if (!sets.isEmpty()) {
      dataset = dataset.only(sets);
    }
    List<Dataset.Case> cases = dataset.first(limit).cases();
    checkFiles(cases);
    Progress progress = new Progress(spec.commandLine().getErr());
    List<ObjectResult> runs = new ArrayList<>();
    List<SliceResult> sliceRuns = new ArrayList<>();
    List<TogetherResult> togetherResults = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    if (interaction == Prompt.REAL_SCRIBBLE && cases.stream().noneMatch(RealScribbles::areBeside)) {
      throw new Mem3dException("no case has a scribble*.nii.gz beside its image");
    }
    Gallery gallery = new Gallery();
    String described;
    try (BaselineOptions.Opened baselines = baselineOptions.open(engineOptions.threads());
        SegmentationEngine engine = engineOptions.open()) {
      described = engine.describe();
      for (int i = 0; i < cases.size(); i++) {
        Dataset.Case from = cases.get(i);
        progress.step(from.toString(), i, cases.size());
        try {
          if (together > 0) {
            measureTogether(engine, from, togetherResults, progress);
          } else {
            measure(engine, baselines.methods(), from, runs, sliceRuns, gallery, progress);
          }
        } catch (Mem3dException caught) {
          Mem3dException e =
              caught instanceof GridException other ? GridOptions.told(other) : caught;
          failures.add(from + ": " + e.getMessage());
          progress.say("mem3d: " + from + ": " + e.getMessage());
        }
      }
    }
    progress.clear();
    if (!togetherResults.isEmpty()) {
      spec.commandLine().getOut().print(TogetherResult.toTable(togetherResults));
      return failures.isEmpty() ? 0 : CommandProgram.FAILED;
    }
    if (runs.isEmpty() && sliceRuns.isEmpty()) {
      throw new Mem3dException(
          failures.isEmpty()
              ? noneLargeEnough(cases.size())
              : "nothing was measured; " + failures.get(failures.size() - 1));
    }
    int columns =
        noPropagation ? corrections + 1 : challenge ? challengeProtocol().rounds() : rounds;
    report(new Results(columns, runs, sliceRuns), gallery, described);
    return failures.isEmpty() ? 0 : CommandProgram.FAILED;
  }

  private void checkFiles(List<Dataset.Case> cases) {
    FileRoles files = new FileRoles();
    engineOptions.addTo(files);
    baselineOptions.addTo(files);
    for (Dataset.Case each : cases) {
      files.reads("the image", each.image()).reads("the labels", each.label());
    }
    files.writesInto("--out", out, List.of(JSON, CSV, REPORT)).check();
  }

  private String noneLargeEnough(int cases) {
    return together == 0
        ? "no object in " + cases + " cases is large enough to be measured"
        : "no case has two objects that are large enough: leave out --labels, or give --labels all";
  }

  private void measureTogether(
      SegmentationEngine engine,
      Dataset.Case from,
      List<TogetherResult> results,
      Progress progress) {
    Grid grid = ImageOptions.gridOf(from.image());
    Axis along = axis == null ? grid.geometry().coarsestAxis() : axis;
    List<Truth> objects =
        labelsOr("all").of(Truth.all(from.readLabels(grid), along), LabelChoice.MIN_SLICES);
    if (objects.size() > 1) {
      TogetherResult result =
          new TogetherProtocol(rounds, together, interaction, corrections, seed)
              .play(engine, from, Volumes.open(from.image()), objects);
      results.add(result);
      progress.say(result.toLine());
    }
  }

  private void measure(
      SegmentationEngine engine,
      List<BaselineMethod> methods,
      Dataset.Case from,
      List<ObjectResult> runs,
      List<SliceResult> sliceRuns,
      Gallery gallery,
      Progress progress) {
    if (interaction == Prompt.REAL_SCRIBBLE && !RealScribbles.areBeside(from)) {
      progress.say(from + ": left out, there is no scribble*.nii.gz");
      return;
    }
    Grid grid = ImageOptions.gridOf(from.image());
    LabelVolume labelVolume = from.readLabels(grid);
    Axis along = axis == null ? grid.geometry().coarsestAxis() : axis;
    List<Truth> all = Truth.all(labelVolume, along);
    List<Truth> objects = labelsOr("largest").of(all, noPropagation ? 1 : LabelChoice.MIN_SLICES);
    if (objects.isEmpty()) {
      return;
    }
    Volume opened = Volumes.open(from.image());
    for (Truth object : objects) {
      Volume image = opened;
      for (Disturbance disturbance : disturbances) {
        image = disturbance.of(image, all, object);
      }
      Volume seen = image;
      if (noPropagation) {
        List<SliceResult> made =
            SliceResult.play(
                engine,
                from,
                image,
                object,
                interaction,
                slices,
                corrections,
                seed,
                (run, marks, masks) -> {
                  if (out != null) {
                    gallery.offer(run, seen, object, marks, masks);
                  }
                });
        sliceRuns.addAll(made);
        made.forEach(run -> progress.say(ResultLines.of(run)));
      } else if (challenge) {
        ObjectResult run = challengeProtocol().play(engine, from, image, object);
        runs.add(run);
        progress.say(ResultLines.of(run));
      } else {
        BaselineSimulation baselines =
            new BaselineSimulation(image, object, methods, baselineOptions.marksAlone());
        Gallery.Last last = new Gallery.Last();
        ObjectResult run =
            new Protocol(rounds, interaction, policy, corrections, ends, seed)
                .play(engine, from, image, object, last.andThen(baselines));
        List<ObjectResult> made = new ArrayList<>();
        if (baselineOptions.withMem3d()) {
          made.add(run);
        }
        made.addAll(baselines.runs(run));
        runs.addAll(made);
        made.forEach(each -> progress.say(ResultLines.of(each)));
        if (out != null) {
          gallery.offer(run, image, object, last);
        }
      }
    }
  }

  private ChallengeProtocol challengeProtocol() {
    return new ChallengeProtocol(interaction == Prompt.BOX, ChallengeProtocol.CLICKS);
  }

  private void report(Results results, Gallery gallery, String described) {
    PrintWriter printer = spec.commandLine().getOut();
    printer.print(results.toTable());
    if (challenge) {
      printer.println(results.mean(ObjectResult.MEM3D).toChallengeLine(ChallengeProtocol.CLICKS));
    }
    if (out != null) {
      try {
        Files.createDirectories(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      TextFile.write(out.resolve(JSON), results.toJson());
      TextFile.write(out.resolve(CSV), results.toCsv());
      EvaluationReport.of(results, gallery, settings(), described).write(out.resolve(REPORT));
      printer.println("wrote " + out.resolve(REPORT));
    }
  }

  /** Returns what the report says of how it came about: the options, as they were given. */
  private List<List<String>> settings() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("option", "value"));
    rows.add(List.of("DIR", directory.toString()));
    for (OptionSpec option : spec.options()) {
      Object value = option.getValue();
      if (value != null && !UNTOLD.contains(option.longestName())) {
        rows.add(List.of(option.longestName(), OptionNames.text(value)));
      }
    }
    rows.add(List.of("mem3d", new Mem3d.Version().getVersion()[0]));
    rows.add(List.of("Java", System.getProperty("java.version", "unknown")));
    return rows;
  }

  private LabelChoice labelsOr(String otherwise) {
    return labels == null ? LabelChoice.parse(otherwise) : labels;
  }

  private boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
