package org.mem3d.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mem3dException;
import org.mem3d.PropagationReport;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SessionStep;
import org.mem3d.SliceMask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everyday steps of a session with several objects, and what the n-th object costs. */
@Command(
    name = "session",
    description = {
      "Everyday steps of a session: what does not ask a network, and each further object's"
          + " propagation."
    })
final class SessionCommand implements Callable<Integer> {
  private static final long SEED = 5;

  /** How far an object lies beside the one before it, in voxels along x. */
  private static final int SHIFT = 23;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ChoiceOptions options = new ChoiceOptions();

  @Option(
      names = "--size",
      paramLabel = "XxYxZ",
      defaultValue = "512x512x100",
      description = "Voxels; default 512x512x100. The objects are on three fifths of the slices.")
  private String size = "512x512x100";

  @Option(
      names = "--objects",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many objects, propagated one after another; default 5.")
  private int objects = 5;

  /**
   * What one kind of step took, as it stands in the JSON. Immutable.
   *
   * @param millis median
   * @param mostMillis the slowest
   * @param times how often it was taken
   * @param slices how many the network looked at; 0 where it was not asked
   * @param historyBytes what the session's states held after it
   */
  record StepResult(
      String benchmark,
      String backend,
      String precision,
      String size,
      String step,
      double millis,
      double mostMillis,
      int times,
      int slices,
      long historyBytes,
      int threads) {}

  private final Map<String, List<Double>> millis = new LinkedHashMap<>();
  private final Map<String, Integer> slices = new LinkedHashMap<>();
  private final Map<String, Long> bytes = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Json.require(options.json());
    PrintWriter out = spec.commandLine().getOut();
    if (objects < 1 || objects > 20) {
      throw new Mem3dException("--objects must be 1 to 20, not " + objects);
    }
    if (options.inProcess()) {
      out.println(Json.text(measure(options.choice(), Size.parse(size))));
      return 0;
    }
    PrintWriter err = spec.commandLine().getErr();
    List<StepResult> results = options.measure(err, this::forked);
    print(results, out);
    Json.write(options.json(), results);
    return 0;
  }

  private List<StepResult> forked(EngineChoice choice) throws IOException, InterruptedException {
    Fork fork = Fork.forBackend(choice.backend(), RoundCommand.heapFor(Size.parse(size)));
    List<String> arguments = new ArrayList<>(List.of("session", "--in-process"));
    arguments.addAll(choice.arguments());
    arguments.addAll(List.of("--size=" + size, "--objects=" + objects));
    return Json.read(fork.run(arguments), StepResult.class);
  }

  private List<StepResult> measure(EngineChoice choice, Size voxels) {
    ScanVolume scan = ScanVolume.of(voxels, SEED);
    try (SegmentationEngine engine = choice.open()) {
      engine.warmUp();
      // Once for what the JVM has to compile.
      play(engine, scan);
      millis.clear();
      play(engine, scan);
      choice.requireStillIn(engine);
      List<StepResult> results = new ArrayList<>();
      millis.forEach(
          (step, taken) ->
              results.add(
                  new StepResult(
                      "session",
                      engine.backendName(),
                      EngineChoice.name(engine.precision()),
                      voxels.toString(),
                      step,
                      Statistics.median(taken),
                      taken.stream().mapToDouble(each -> each).max().orElseThrow(),
                      taken.size(),
                      slices.getOrDefault(step, 0),
                      bytes.getOrDefault(step, 0L),
                      choice.actualThreads())));
      return results;
    }
  }

  private void play(SegmentationEngine engine, ScanVolume scan) {
    try (SegmentationSession session = engine.newSession(scan.image())) {
      int middle = scan.truth().largestSlice();
      for (int number = 1; number <= objects; number++) {
        String name = "object " + number;
        int shift = (number - 1) * SHIFT;
        int[] label = {0};
        time("addObject", session, () -> label[0] = session.addObject(name));
        SliceMask truth = shifted(scan.truth().slices().get(middle), shift);
        Interaction mark = Interaction.mask(label[0], Axis.Z, middle, truth);
        time("interact (given mask)", session, () -> session.interact(mark));
        String step = "propagate, object " + number;
        PropagationReport[] report = new PropagationReport[1];
        time(step, session, () -> report[0] = session.propagate());
        slices.put(step, report[0].slicesComputed());
        time("propagate, nothing to do", session, session::propagate);
      }
      everyday(session, middle);
    }
  }

  private void everyday(SegmentationSession session, int middle) {
    for (int round = 0; round < 5; round++) {
      int slice = middle + 1 + round;
      int label = 1 + round % objects;
      time("mask()", session, session::mask);
      time("mask(object)", session, () -> session.mask(label));
      time("quality(object)", session, () -> session.quality(label));
      time("suggest(10)", session, () -> session.suggest(10));
      time("history()", session, session::history);
      time("confirm", session, () -> session.confirm(label, slice));
      time("undo (confirm)", session, session::undo);
      time("redo (confirm)", session, session::redo);
      String name = "renamed " + round;
      time("renameObject", session, () -> session.renameObject(label, name));
      time("lockObject", session, () -> session.lockObject(label));
      time("unlockObject", session, () -> session.unlockObject(label));
      time("removeObject", session, () -> session.removeObject(label));
      session.undo();
      time("checkpoint", session, () -> session.checkpoint("now"));
      time("restore", session, () -> session.restore("now"));
    }
    while (session.canUndo()) {
      List<SessionStep> done = session.history().done();
      SessionStep next = done.get(done.size() - 1);
      if (next.kind() == SessionStep.Kind.PROPAGATE && !next.changes().isEmpty()) {
        time("undo (propagate)", session, session::undo);
      } else {
        session.undo();
      }
    }
  }

  private void time(String step, SegmentationSession session, Runnable work) {
    long start = System.nanoTime();
    work.run();
    double taken = (System.nanoTime() - start) / 1e6;
    millis.computeIfAbsent(step, key -> new ArrayList<>()).add(taken);
    bytes.put(step, session.history().bytes());
  }

  /** Returns a mask that lies further right. */
  static SliceMask shifted(SliceMask mask, int shift) {
    int width = mask.width();
    return SliceMask.of(
        width, mask.height(), i -> mask.contains(i % width - shift, Math.floorDiv(i, width)));
  }

  private static void print(List<StepResult> results, PrintWriter out) {
    Table table =
        new Table(
            "backend",
            "precision",
            "size",
            "step",
            "median ms",
            "most ms",
            "times",
            "slices",
            "history MB");
    for (StepResult each : results) {
      table.add(
          each.backend(),
          each.precision(),
          each.size(),
          each.step(),
          String.format(Locale.ROOT, "%.2f", each.millis()),
          String.format(Locale.ROOT, "%.2f", each.mostMillis()),
          String.valueOf(each.times()),
          String.valueOf(each.slices()),
          String.format(Locale.ROOT, "%.1f", each.historyBytes() / 1e6));
    }
    table.print(out);
  }
}
