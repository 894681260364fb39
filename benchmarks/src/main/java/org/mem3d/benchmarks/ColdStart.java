package org.mem3d.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mem3dException;
import org.mem3d.Precision;
import org.mem3d.PropagationPlan;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;
import org.mem3d.eval.Prompt;
import org.mem3d.eval.SimulatedUser;

/**
 * One cold start: what {@link ColdStartBenchmark} runs in JVMs of their own. It reads no command
 * line as {@link Bench} does, so that nothing is loaded that an application would not load.
 */
final class ColdStart {
  private static final Size SIZE = new Size(256, 256, 64);
  private static final long SEED = 5;

  private ColdStart() {}

  /** Returns what {@link #main} takes. */
  static List<String> arguments(EngineChoice choice) {
    return List.of(
        choice.backend(),
        choice.precision().name(),
        choice.plan().name(),
        String.valueOf(choice.threads()));
  }

  /** Measures the engine that the {@link #arguments} choose, and prints the result as JSON. */
  public static void main(String[] arguments) throws IOException {
    EngineChoice choice =
        new EngineChoice(
            arguments[0],
            Precision.valueOf(arguments[1]),
            PropagationPlan.valueOf(arguments[2]),
            Integer.parseInt(arguments[3]));
    try {
      System.out.println(Json.text(List.of(measure(choice))));
    } catch (Mem3dException e) {
      System.err.println("mem3d: " + e.getMessage());
      System.exit(1);
    }
  }

  private static double sinceStart() {
    return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
  }

  private static ColdStartBenchmark.ColdResult measure(EngineChoice choice) {
    double main = sinceStart();
    ScanVolume scan = ScanVolume.of(SIZE, SEED);
    double made = sinceStart() - main;
    int slice = scan.truth().largestSlice();
    SliceMask wanted = scan.truth().slices().get(slice);
    Interaction mark =
        new SimulatedUser(SEED).firstMarks(Prompt.EXTREME, 1, Axis.Z, slice, wanted).get(0);
    try (SegmentationEngine engine = choice.open();
        SegmentationSession session = engine.newSession(scan.image())) {
      double open = sinceStart() - made;
      session.addObject("object");
      session.interact(mark);
      double firstMask = sinceStart() - made;
      session.propagate();
      double firstVolume = sinceStart() - made;
      return new ColdStartBenchmark.ColdResult(
          "cold",
          engine.backendName(),
          EngineChoice.name(engine.precision()),
          choice.planName(),
          main,
          open,
          firstMask,
          firstVolume,
          choice.actualThreads());
    }
  }
}
