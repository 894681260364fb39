package org.mem3d.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.mem3d.eval.Calibration;
import org.mem3d.eval.ObjectResult;
import org.mem3d.eval.Results;

/** What a report shows of an evaluation: curves, tables, calibration, best and worst objects. */
final class EvaluationReport {
  private EvaluationReport() {}

  /**
   * Makes the report.
   *
   * @param settings rows of options and values, the first its head
   * @param engine what the engine says of itself
   */
  static Report of(Results results, Gallery gallery, List<List<String>> settings, String engine) {
    Report report = new Report("mem3d evaluation");
    addCurves(report, results);
    for (String method : results.methods()) {
      addTables(report, results, method);
    }
    addCalibration(report, results);
    String what = results.sliceRuns().isEmpty() ? "objects" : "slices";
    addPictures(report, "Best " + what, gallery.best());
    addPictures(report, "Worst " + what, gallery.worst());
    report.heading("Settings");
    report.paragraph(engine.strip().replaceAll("\\R", "; "));
    report.table(settings);
    return report;
  }

  private static void addCurves(Report report, Results results) {
    report.heading(results.sliceRuns().isEmpty() ? "Dice per round" : "Dice per mark");
    if (results.methods().size() > 1) {
      List<Report.Line> lines = new ArrayList<>();
      for (String method : results.methods()) {
        lines.add(
            new Report.Line(method, results.mean(method).dice(), Report.Line.alike(lines.size())));
      }
      report.curve("Mean of sets:", results.columnNames(), lines);
    }
    for (String method : results.methods()) {
      List<Report.Line> lines = new ArrayList<>();
      lines.add(new Report.Line("mean of sets", results.mean(method).dice(), Report.Line.alike(0)));
      results
          .sets(method)
          .forEach(
              (set, means) ->
                  lines.add(new Report.Line(set, means.dice(), Report.Line.alike(lines.size()))));
      report.curve(method + ":", results.columnNames(), lines);
    }
  }

  private static void addTables(Report report, Results results, String method) {
    report.heading("Means per set, " + method);
    addTable(report, results, method, "Dice", Results.Means::dice);
    if (results.sliceRuns().isEmpty()) {
      addTable(report, results, method, "surface Dice at 2 mm", Results.Means::surfaceDice);
      addTable(report, results, method, "95 % Hausdorff distance, mm", Results.Means::hausdorff95);
    }
    addTable(report, results, method, "seconds", Results.Means::seconds);
  }

  private static void addTable(
      Report report,
      Results results,
      String method,
      String what,
      Function<Results.Means, List<Double>> values) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(Stream.concat(Stream.of(what, "objects"), results.columnNames().stream()).toList());
    Map<String, Results.Means> sets = results.sets(method);
    sets.forEach((set, means) -> rows.add(row(set, means, values)));
    rows.add(row("mean of sets", results.mean(method), values));
    report.table(rows);
  }

  private static List<String> row(
      String name, Results.Means means, Function<Results.Means, List<Double>> values) {
    return Stream.concat(
            Stream.of(name, Integer.toString(means.runs())),
            values.apply(means).stream().map(Results::decimals))
        .toList();
  }

  private static void addCalibration(Report report, Results results) {
    Calibration all =
        results.calibration(run -> run.method().equals(ObjectResult.MEM3D), Integer.MAX_VALUE);
    if (all.slices() == 0) {
      return;
    }
    report.heading("Predicted Dice of slices");
    Calibration first = results.calibration(run -> run.method().equals(ObjectResult.MEM3D), 1);
    report.paragraph(
        "Slices that are not annotated and on which the object or its mask is. On the dashed line"
            + " predictions would be right.");
    report.table(
        List.of(
            List.of("rounds", "slices", "calibration error", "mean absolute error", "Spearman"),
            row("first", first),
            row("all", all)));
    List<String> places = new ArrayList<>();
    List<Double> ideal = new ArrayList<>();
    List<Double> afterFirst = new ArrayList<>();
    List<Double> afterAll = new ArrayList<>();
    for (int bin = 0; bin < Calibration.BINS; bin++) {
      double middle = (bin + 0.5) / Calibration.BINS;
      places.add(String.format(Locale.ROOT, "%.2f", middle));
      ideal.add(middle);
      afterFirst.add(first.bins().get(bin).actual());
      afterAll.add(all.bins().get(bin).actual());
    }
    report.curve(
        "Mean true Dice over predicted Dice:",
        places,
        List.of(
            new Report.Line("all rounds", afterAll, "predicted"),
            new Report.Line("first round", afterFirst, Report.Line.alike(3)),
            new Report.Line("ideal", ideal, "true")));
  }

  private static List<String> row(String name, Calibration calibration) {
    return List.of(
        name,
        Integer.toString(calibration.slices()),
        Results.decimals(calibration.ece()),
        Results.decimals(calibration.mae()),
        Results.decimals(calibration.spearman()));
  }

  private static void addPictures(Report report, String heading, List<Gallery.Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    report.heading(heading);
    report.paragraph("Masks of mem3d in colour, the truth outlined in white.");
    for (Gallery.Entry entry : entries) {
      report.paragraph(entry.title());
      report.beginPictures();
      entry.pictures().forEach(picture -> report.picture(picture.image(), picture.caption()));
      report.endPictures();
    }
  }
}
