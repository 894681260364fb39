package org.mem3d.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mem3dException;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.core.interaction.MarkGeometry;
import org.mem3d.core.region.EuclideanDistance;
import org.mem3d.eval.Dataset;
import org.mem3d.eval.Prompt;
import org.mem3d.eval.RealScribbles;
import org.mem3d.eval.SimulatedUser;
import org.mem3d.io.LabelVolume;
import org.mem3d.io.Volumes;
import org.mem3d.train.sample.Hand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code mem3d train marks}. */
@Command(
    name = MarksCommand.NAME,
    mixinStandardHelpOptions = true,
    description =
        "Compares scribbles that people made with those that training draws on the same objects:"
            + " how many, how long, how deep inside, how much beside. Trains nothing.")
final class MarksCommand implements Callable<Integer> {
  static final String NAME = "marks";

  private static final int LEAST_AREA = 30;
  private static final List<String> MEASURES =
      List.of(
          "strokes",
          "length, in square roots of the area",
          "breadth, in pixels",
          "depth, in the largest depth",
          "share beside the object");

  @Option(names = "--data", required = true, description = "Cases with scribbles beside them.")
  private Path data = Path.of("");

  @Option(names = "--seed", description = "Chooses the marks that are drawn (default: 1).")
  private long seed = 1;

  @Override
  public Integer call() {
    Map<String, List<double[]>> measured = new LinkedHashMap<>();
    for (String who : List.of("people", "simulated user", "hand")) {
      measured.put(who, new ArrayList<>());
    }
    SplittableRandom random = new SplittableRandom(seed);
    for (Dataset.Case each : Dataset.in(data).cases()) {
      if (RealScribbles.areBeside(each)) {
        measure(each, measured, random);
      }
    }
    for (int i = 0; i < MEASURES.size(); i++) {
      System.out.println(MEASURES.get(i) + ": mean; quartiles");
      for (Map.Entry<String, List<double[]>> who : measured.entrySet()) {
        int measure = i;
        double[] values =
            who.getValue().stream().mapToDouble(row -> row[measure]).sorted().toArray();
        if (values.length == 0) {
          throw new Mem3dException("no scribbles in " + data);
        }
        System.out.printf(
            Locale.ROOT,
            "  %-15s %6.3f; %.3f %.3f %.3f (%d objects)%n",
            who.getKey(),
            Arrays.stream(values).average().orElse(0),
            values[values.length / 4],
            values[values.length / 2],
            values[(int) (3L * values.length / 4)],
            values.length);
      }
    }
    return 0;
  }

  private static void measure(
      Dataset.Case each, Map<String, List<double[]>> measured, SplittableRandom random) {
    Volume image = Volumes.open(each.image());
    LabelVolume labels = each.readLabels(image.grid());
    Axis axis = image.geometry().coarsestAxis();
    if (image.sizeZ() == 1) {
      axis = Axis.Z;
    }
    List<RealScribbles> people = RealScribbles.of(each, image.grid());
    for (int label = 1; label <= labels.largest(); label++) {
      for (int slice = 0; slice < image.size(axis); slice++) {
        SliceMask truth = labels.slice(label, axis, slice);
        if (truth.area() < LEAST_AREA) {
          continue;
        }
        for (RealScribbles person : people) {
          if (person.marks(label, axis, slice)) {
            add(measured, "people", truth, person.on(label, 1, axis, slice));
            SimulatedUser user = new SimulatedUser(random.nextLong());
            add(
                measured,
                "simulated user",
                truth,
                user.firstMarks(Prompt.SCRIBBLE, 1, axis, slice, truth));
            add(measured, "hand", truth, new Hand(axis, slice, truth, random).strokes());
          }
        }
      }
    }
  }

  private static void add(
      Map<String, List<double[]>> measured, String who, SliceMask truth, List<Interaction> marks) {
    int width = truth.width();
    int height = truth.height();
    double[] depths =
        EuclideanDistance.depths(truth::contains, new int[] {width, height}, new double[] {1, 1});
    double deepest = Arrays.stream(depths).max().orElse(1);
    SliceMask marked = MarkGeometry.voxels(marks, true, width, height);
    double[] within =
        EuclideanDistance.depths(marked::contains, new int[] {width, height}, new double[] {1, 1});
    double breadth = Math.max(1, 2 * Arrays.stream(within).max().orElse(0));
    double depth = 0;
    int beside = 0;
    for (int i = 0; i < depths.length; i++) {
      if (marked.contains(i)) {
        depth += Math.max(0, depths[i]) / deepest / marked.area();
        beside += depths[i] < 0 ? 1 : 0;
      }
    }
    long strokes =
        marks.stream()
            .filter(mark -> mark instanceof Interaction.Scribble stroke && stroke.positive())
            .count();
    measured
        .computeIfAbsent(who, key -> new ArrayList<>())
        .add(
            new double[] {
              strokes,
              marked.area() / breadth / Math.sqrt(truth.area()),
              breadth,
              depth,
              (double) beside / Math.max(1, marked.area())
            });
  }
}
