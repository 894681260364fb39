package org.mem3d.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;
import org.mem3d.Suggestion;
import org.mem3d.eval.Annotator;
import org.mem3d.eval.Metrics;
import org.mem3d.eval.Phantom;
import org.mem3d.eval.Prompt;
import org.mem3d.eval.SimulatedUser;
import org.mem3d.eval.Truth;
import org.mem3d.file.FileRoles;
import org.mem3d.io.IntensityWindow;
import org.mem3d.io.SliceOverlay;
import org.mem3d.io.Volumes;
import org.mem3d.io.VoxelType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the whole flow on a made-up volume. */
@Command(
    name = "demo",
    description = {
      "Makes a CT-like volume, lets a simulated user scribble on its organs, carries the masks"
          + " through the volume, and follows three suggestions.",
      "Writes image.nii.gz, mask.nii.gz, truth.nii.gz, pictures and report.html."
    })
final class DemoCommand implements Callable<Integer> {
  private static final int SUGGESTIONS = 3;
  private static final int CORRECTIONS = 4;
  private static final IntensityWindow SOFT_TISSUE = new IntensityWindow(-150, 250);

  private static final String TITLE = "mem3d demonstration";
  private static final String IMAGE = "image.nii.gz";
  private static final String TRUTH = "truth.nii.gz";
  private static final String MASK = "mask.nii.gz";
  private static final String REPORT = "report.html";
  private static final String CORONAL = "overlay-coronal.png";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private EngineOptions engineOptions = new EngineOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write (default ${DEFAULT-VALUE}).",
      defaultValue = "out/demo")
  private Path out = Path.of("out/demo");

  @Option(names = "--seed", paramLabel = "S", description = "Of volume and user (default 1).")
  private long seed = 1;

  @Option(
      names = "--size",
      paramLabel = "XxYxZ",
      description = "Voxels of the volume (default ${DEFAULT-VALUE}).",
      defaultValue = "160x160x64")
  private String size = "160x160x64";

  /** What was reached after a round. */
  private record Round(String what, List<Double> dice, double marking, double propagation) {}

  @Override
  public Integer call() {
    PrintWriter answers = spec.commandLine().getOut();
    Progress progress = new Progress(spec.commandLine().getErr());
    Phantom phantom = phantom();
    List<Truth> truths = Truth.all(phantom.truth().asVolume(), Axis.Z);
    checkFiles(phantom, truths);
    create(out);
    try (SegmentationEngine engine = engineOptions.open();
        SegmentationSession session = engine.newSession(phantom.image())) {
      session.addListener(progress);
      answers.println("backend " + engine.backendName());
      phantom.objects().forEach(session::addObject);
      Annotator annotator = new Annotator(session, new SimulatedUser(seed));
      List<Round> rounds = new ArrayList<>();

      for (Truth truth : truths) {
        annotate(session, annotator, truth.label(), truth, truth.largestSlice());
      }
      rounds.add(finish("scribbles on every object", session, annotator, truths, 0, progress));
      printHead(answers, phantom.objects());
      print(answers, 1, rounds.get(0));

      for (int i = 0; i < SUGGESTIONS; i++) {
        List<Suggestion> suggestions = session.suggest(1);
        if (suggestions.isEmpty()) {
          break;
        }
        Suggestion next = suggestions.get(0);
        double before = annotator.seconds();
        annotate(session, annotator, next.object(), truths.get(next.object() - 1), next.slice());
        String what =
            "suggestion "
                + (i + 1)
                + ": z="
                + next.slice()
                + " for "
                + phantom.objects().get(next.object() - 1);
        rounds.add(finish(what, session, annotator, truths, before, progress));
        print(answers, i + 2, rounds.get(i + 1));
      }
      // The report first: by it a later demonstration knows that the files are of one.
      writeReport(engine, session, phantom, annotator.marks(), rounds);
      Volumes.write(out.resolve(IMAGE), phantom.image(), VoxelType.INT16);
      Volumes.write(out.resolve(TRUTH), phantom.truth());
      Volumes.write(out.resolve(MASK), session.mask());
      writePictures(phantom, session.mask(), annotator.marks(), truths);
    }
    answers.println("wrote " + out.resolve(REPORT));
    return 0;
  }

  private Phantom phantom() {
    if (!size.matches("[1-9][0-9]{1,3}x[1-9][0-9]{1,3}x[1-9][0-9]{1,3}")) {
      throw new ParameterException(
          spec.commandLine(), "--size is three numbers from 10 to 9999 as 160x160x64, not " + size);
    }
    String[] sizes = size.split("x", -1);
    return Phantom.of(
        Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), Integer.parseInt(sizes[2]), seed);
  }

  private static String picture(String object, Truth truth) {
    return "overlay-" + object + "-z" + truth.largestSlice() + ".png";
  }

  /** Refuses a folder in which somebody else's files bear the names of the demonstration's. */
  private void checkFiles(Phantom phantom, List<Truth> truths) {
    List<String> names = new ArrayList<>(List.of(IMAGE, TRUTH, MASK, REPORT, CORONAL));
    for (Truth truth : truths) {
      names.add(picture(phantom.objects().get(truth.label() - 1), truth));
    }
    FileRoles files = new FileRoles().writesInto("--out", out, names);
    engineOptions.addTo(files);
    files.check();
    Path report = out.resolve(REPORT);
    if (Report.isTitled(report, TITLE)) {
      return;
    }
    for (String name : names) {
      if (Files.exists(out.resolve(name))) {
        throw new ParameterException(
            spec.commandLine(),
            "--out "
                + out
                + " holds a file "
                + name
                + " that is of no earlier demonstration: name another folder");
      }
    }
  }

  private static void annotate(
      SegmentationSession session, Annotator annotator, int object, Truth truth, int slice) {
    annotator.annotate(
        object,
        truth,
        slice,
        session.mask().slice(object, Axis.Z, slice),
        Prompt.SCRIBBLE,
        CORRECTIONS);
  }

  private static Round finish(
      String what,
      SegmentationSession session,
      Annotator annotator,
      List<Truth> truths,
      double markingBefore,
      Progress progress) {
    long start = System.nanoTime();
    session.propagate();
    double propagation = (System.nanoTime() - start) / 1e9;
    progress.clear();
    Mask mask = session.mask();
    List<Double> dice = new ArrayList<>();
    for (Truth truth : truths) {
      List<SliceMask> slices =
          IntStream.range(0, mask.sizeZ())
              .mapToObj(z -> mask.slice(truth.label(), Axis.Z, z))
              .toList();
      dice.add(Metrics.dice(slices, truth.slices()));
    }
    return new Round(what, dice, annotator.seconds() - markingBefore, propagation);
  }

  private static void printHead(PrintWriter answers, List<String> objects) {
    answers.printf(Locale.ROOT, "%-10s", "Dice");
    objects.forEach(name -> answers.printf(Locale.ROOT, "%9s", name));
    answers.printf(Locale.ROOT, "%9s%9s%n", "mean", "seconds");
  }

  private static void print(PrintWriter answers, int number, Round round) {
    answers.printf(Locale.ROOT, "%-10s", "round " + number);
    round.dice.forEach(dice -> answers.printf(Locale.ROOT, "%9.3f", dice));
    answers.printf(
        Locale.ROOT,
        "%9.3f%9.2f  %s%n",
        mean(round.dice),
        round.marking + round.propagation,
        round.what);
    answers.flush();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  private void writePictures(
      Phantom phantom, Mask mask, List<Interaction> marks, List<Truth> truths) {
    SliceOverlay overlay =
        SliceOverlay.of(phantom.image(), SOFT_TISSUE)
            .withMask(mask)
            .withMarks(marks)
            .withOutline(phantom.truth())
            .withScale(Math.max(0.25, Math.min(8, 480.0 / phantom.image().sizeX())));
    for (Truth truth : truths) {
      String name = phantom.objects().get(truth.label() - 1);
      overlay.write(out.resolve(picture(name, truth)), Axis.Z, truth.largestSlice());
    }
    overlay.withMarks(List.of()).write(out.resolve(CORONAL), Axis.Y, phantom.image().sizeY() / 2);
  }

  private void writeReport(
      SegmentationEngine engine,
      SegmentationSession session,
      Phantom phantom,
      List<Interaction> marks,
      List<Round> rounds) {
    Report report = new Report(TITLE);
    report.paragraph(
        "A made-up CT of "
            + phantom.image().sizeX()
            + "x"
            + phantom.image().sizeY()
            + "x"
            + phantom.image().sizeZ()
            + " voxels. A simulated user scribbled on the largest slice of each object, corrected"
            + " its mask, and then did the same on the slice that was suggested, three times.");
    report.paragraph(engine.describe().strip().replaceAll("\\R", "; "));
    report.heading("Dice per round");
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("round"));
    head.addAll(phantom.objects());
    head.addAll(List.of("mean", "marks, s", "propagation, s"));
    rows.add(head);
    for (Round round : rounds) {
      List<String> row = new ArrayList<>(List.of(rows.size() + ": " + round.what));
      round.dice.forEach(dice -> row.add(String.format(Locale.ROOT, "%.3f", dice)));
      row.add(String.format(Locale.ROOT, "%.3f", mean(round.dice)));
      row.add(String.format(Locale.ROOT, "%.2f", round.marking));
      row.add(String.format(Locale.ROOT, "%.2f", round.propagation));
      rows.add(row);
    }
    report.table(rows);
    SessionReport.add(report, session, SOFT_TISSUE, marks, phantom.truth());
    report.write(out.resolve(REPORT));
  }

  private static void create(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
