package org.mem3d.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All that an evaluation measured, with means per set and over the sets. Immutable.
 *
 * @param columns how many columns a table has: rounds, or first marks and corrections
 * @param runs whole-volume runs; empty if only single slices were measured
 * @param sliceRuns single-slice runs; empty if whole volumes were measured
 */
public record Results(int columns, List<ObjectResult> runs, List<SliceResult> sliceRuns) {
  /** Copies the lists. */
  public Results {
    runs = List.copyOf(runs);
    sliceRuns = List.copyOf(sliceRuns);
  }

  /**
   * Means over one method's runs of one set, or over the sets.
   *
   * @param runs how many there are
   * @param dice after each round, or after the first marks and each correction; a run that ended
   *     before keeps its last value
   * @param surfaceDice as {@code dice}; empty for single slices
   * @param hausdorff95 as {@code dice}, in millimetres; empty for single slices
   * @param seconds of each round or correction, over the runs that had it
   * @param spearman rank correlation of predicted and true slice Dice after round 1, where it is
   *     defined
   * @param mae mean absolute error of the predicted slice Dice after round 1
   */
  public record Means(
      int runs,
      List<Double> dice,
      List<Double> surfaceDice,
      List<Double> hausdorff95,
      List<Double> seconds,
      double spearman,
      double mae) {
    /** Copies the lists. */
    public Means {
      dice = List.copyOf(dice);
      surfaceDice = List.copyOf(surfaceDice);
      hausdorff95 = List.copyOf(hausdorff95);
      seconds = List.copyOf(seconds);
    }

    /**
     * Returns the area under Dice over the columns, from 0 to 1: how good masks were along the way.
     */
    public double area() {
      return dice.size() < 2
          ? dice.isEmpty() ? Double.NaN : dice.get(0)
          : trapezoids(dice, 0) / (dice.size() - 1);
    }

    /** Returns the sum of the trapezoids under values one apart, from a column on. */
    private static double trapezoids(List<Double> values, int from) {
      return IntStream.range(from + 1, values.size())
          .mapToDouble(i -> (values.get(i - 1) + values.get(i)) / 2)
          .sum();
    }

    /**
     * Returns the challenge's four figures for people: the areas under Dice and surface Dice over
     * the last columns, each a click, at most one less than there are clicks; and the last values.
     *
     * @param clicks how many columns count
     */
    public String toChallengeLine(int clicks) {
      int from = Math.max(0, dice.size() - clicks);
      return String.format(
          Locale.ROOT,
          "area over %d clicks: Dice %.3f, surface Dice %.3f of %d; final: Dice %.3f, surface Dice"
              + " %.3f",
          dice.size() - from,
          trapezoids(dice, from),
          trapezoids(surfaceDice, from),
          dice.size() - from - 1,
          dice.get(dice.size() - 1),
          surfaceDice.get(surfaceDice.size() - 1));
    }
  }

  /** Returns how many rounds one method had after the first ones. */
  public long corrections(String method) {
    return of(method).mapToLong(run -> run.rounds().size() - 1).sum();
  }

  /** Returns after how many rounds Dice was lower, by more than an amount, than before. */
  public long falls(String method, double amount) {
    return of(method)
        .mapToLong(
            run ->
                IntStream.range(1, run.rounds().size())
                    .filter(i -> run.after(i).dice() - run.after(i + 1).dice() > amount)
                    .count())
        .sum();
  }

  /** Returns the share of the rounds whose Dice lies in the interval that the session expected. */
  public double coverage(String method) {
    return of(method)
        .flatMap(run -> run.rounds().stream())
        .filter(round -> Double.isFinite(round.expectedLow()))
        .mapToDouble(
            round ->
                round.expectedLow() <= round.score().dice()
                        && round.score().dice() <= round.expectedHigh()
                    ? 1
                    : 0)
        .average()
        .orElse(Double.NaN);
  }

  /** Returns the share of the predicted slices, of all rounds, whose Dice lies in its interval. */
  public double sliceCoverage(String method) {
    return withInterval(method)
        .mapToDouble(prediction -> prediction.covers() ? 1 : 0)
        .average()
        .orElse(Double.NaN);
  }

  private Stream<Calibration.Prediction> withInterval(String method) {
    return of(method)
        .flatMap(run -> run.rounds().stream())
        .flatMap(round -> round.predictions().stream())
        .filter(prediction -> Double.isFinite(prediction.low()));
  }

  private Stream<ObjectResult> of(String method) {
    return runs.stream().filter(run -> run.method().equals(method));
  }

  /** Returns the methods of the runs, in the order in which they first come. */
  public List<String> methods() {
    return runs.isEmpty()
        ? List.of(ObjectResult.MEM3D)
        : runs.stream().map(ObjectResult::method).distinct().toList();
  }

  /** Returns the means of one method for each set, by its name. */
  public Map<String, Means> sets(String method) {
    Map<String, Means> sets = new TreeMap<>();
    runs.stream()
        .filter(run -> run.method().equals(method))
        .collect(Collectors.groupingBy(ObjectResult::set))
        .forEach((set, members) -> sets.put(set, ofRuns(members)));
    if (method.equals(ObjectResult.MEM3D)) {
      sliceRuns.stream()
          .collect(Collectors.groupingBy(SliceResult::set))
          .forEach((set, members) -> sets.put(set, ofSliceRuns(members)));
    }
    return sets;
  }

  /** Returns the means of one method over the sets, each counting alike. */
  public Means mean(String method) {
    List<Means> sets = List.copyOf(sets(method).values());
    return new Means(
        sets.stream().mapToInt(Means::runs).sum(),
        perColumn(i -> mean(sets, set -> set.dice.get(i))),
        sliceRuns.isEmpty() ? perColumn(i -> mean(sets, set -> set.surfaceDice.get(i))) : List.of(),
        sliceRuns.isEmpty() ? perColumn(i -> mean(sets, set -> set.hausdorff95.get(i))) : List.of(),
        perColumn(i -> mean(sets, set -> set.seconds.get(i))),
        mean(sets, Means::spearman),
        mean(sets, Means::mae));
  }

  /**
   * Returns how far one method's predicted slice Dice can be believed: all slices of all chosen
   * objects and rounds in one heap.
   *
   * @param which the runs that count
   * @param rounds how many rounds of each count
   */
  public Calibration calibration(Predicate<ObjectResult> which, int rounds) {
    return Calibration.of(
        runs.stream()
            .filter(which)
            .flatMap(run -> run.rounds().stream())
            .filter(round -> round.round() <= rounds)
            .flatMap(round -> round.predictions().stream())
            .toList());
  }

  private Means ofRuns(List<ObjectResult> members) {
    return new Means(
        members.size(),
        perColumn(i -> mean(members, run -> run.after(i + 1).dice())),
        perColumn(i -> mean(members, run -> run.after(i + 1).surfaceDice())),
        perColumn(i -> mean(members, run -> run.after(i + 1).hausdorff95())),
        perColumn(
            i ->
                mean(
                    members,
                    run -> i < run.rounds().size() ? run.rounds().get(i).seconds() : Double.NaN)),
        mean(members, run -> run.firstCalibration().spearman()),
        mean(members, run -> run.firstCalibration().mae()));
  }

  private Means ofSliceRuns(List<SliceResult> members) {
    Calibration calibration =
        Calibration.of(members.stream().flatMap(SliceResult::predictions).toList());
    return new Means(
        members.size(),
        perColumn(i -> mean(members, run -> run.answers().get(i).dice())),
        List.of(),
        List.of(),
        perColumn(i -> mean(members, run -> run.answers().get(i).seconds())),
        calibration.spearman(),
        calibration.mae());
  }

  private List<Double> perColumn(Function<Integer, Double> value) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      values.add(value.apply(i));
    }
    return values;
  }

  private static <T> double mean(List<T> members, Function<T, Double> value) {
    return members.stream()
        .mapToDouble(value::apply)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  /** Returns the heads of the columns. */
  public List<String> columnNames() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      names.add(sliceRuns.isEmpty() ? "round " + (i + 1) : i == 0 ? "first" : "+" + i);
    }
    return names;
  }

  /** Returns a table for people: for each method a line of each mean for each set. */
  public String toTable() {
    StringBuilder table = new StringBuilder();
    for (String method : methods()) {
      Map<String, Means> sets = sets(method);
      Means mean = mean(method);
      String prefix = methods().size() == 1 ? "" : method + ", ";
      table.append(String.format(Locale.ROOT, "%-30s", prefix + "mean Dice"));
      columnNames().forEach(name -> table.append(String.format(Locale.ROOT, "%9s", name)));
      table.append(String.format(Locale.ROOT, "%9s%10s%7s%n", "area", "spearman", "mae"));
      sets.forEach((set, means) -> table.append(diceLine(set, means)));
      table.append(diceLine("mean of sets", mean));
      if (sliceRuns.isEmpty()) {
        addBlock(table, "mean surface Dice at 2 mm", sets, mean, Means::surfaceDice);
        addBlock(table, "mean 95 % Hausdorff, mm", sets, mean, Means::hausdorff95);
      }
      addBlock(table, "mean seconds", sets, mean, Means::seconds);
      if (sliceRuns.isEmpty()) {
        table.append(
            String.format(
                Locale.ROOT,
                "%d corrections: Dice fell by more than 0.2 points in %d, by more than 2 in %d%n",
                corrections(method),
                falls(method, 0.002),
                falls(method, 0.02)));
        table.append(
            coverageLine(
                "true Dice in the expected interval: %.1f %% of %d rounds%n",
                coverage(method), of(method).mapToLong(run -> run.rounds().size()).sum()));
        table.append(
            coverageLine(
                "true slice Dice in its interval: %.1f %% of %d slices%n",
                sliceCoverage(method), withInterval(method).count()));
      }
    }
    return table.toString();
  }

  private static String coverageLine(String format, double coverage, long count) {
    return Double.isFinite(coverage)
        ? String.format(Locale.ROOT, format, 100 * coverage, count)
        : "";
  }

  private static void addBlock(
      StringBuilder table,
      String head,
      Map<String, Means> sets,
      Means mean,
      Function<Means, List<Double>> values) {
    table.append(head).append('\n');
    sets.forEach((set, means) -> table.append(line(set, means, values)).append('\n'));
    table.append(line("mean of sets", mean, values)).append('\n');
  }

  private static String diceLine(String name, Means means) {
    return line(name, means, Means::dice)
        + String.format(
            Locale.ROOT,
            "%9s%10s%7s%n",
            decimals(means.area()),
            decimals(means.spearman),
            decimals(means.mae));
  }

  private static String line(String name, Means means, Function<Means, List<Double>> values) {
    return String.format(Locale.ROOT, "%-30s", "  " + name + " (" + means.runs + ")")
        + values.apply(means).stream()
            .map(value -> String.format(Locale.ROOT, "%9s", decimals(value)))
            .collect(Collectors.joining());
  }

  /** Returns a number with three decimals, a hyphen if it is undefined. */
  public static String decimals(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "-";
  }

  /**
   * Returns everything as JSON: {@code runs}, {@code sliceRuns} where single slices were measured,
   * and {@code summary}. Undefined numbers are null.
   */
  public String toJson() {
    return ResultsJson.of(this);
  }

  /** Returns a table with commas, one line a run and round, or slice and answer. */
  public String toCsv() {
    return Stream.concat(
            ResultsCsv.head(this), Stream.concat(ResultsCsv.runs(this), ResultsCsv.slices(this)))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
