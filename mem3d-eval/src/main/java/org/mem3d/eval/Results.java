package org.mem3d.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that an evaluation measured, with means per set and over the sets. Immutable.
 *
 * @param columns how many columns a table has: rounds, or first marks and corrections
 * @param runs whole-volume runs; empty if only single slices were measured
 * @param sliceRuns single-slice runs; empty if whole volumes were measured
 */
public record Results(int columns, List<Run> runs, List<SliceRun> sliceRuns) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Copies the lists. */
  public Results {
    runs = List.copyOf(runs);
    sliceRuns = List.copyOf(sliceRuns);
  }

  /**
   * Means over the runs of one set, or over the sets.
   *
   * @param runs how many there are
   * @param dice after each round, or after the first marks and each correction; a run that ended
   *     before keeps its last value
   * @param seconds of each round or correction, over the runs that had it
   * @param spearman rank correlation of predicted and true slice Dice, where it is defined
   * @param mae mean absolute error of the predicted slice Dice
   */
  public record Means(
      int runs, List<Double> dice, List<Double> seconds, double spearman, double mae) {
    /** Copies the lists. */
    public Means {
      dice = List.copyOf(dice);
      seconds = List.copyOf(seconds);
    }
  }

  /** Returns the means of each set, by its name. */
  public Map<String, Means> sets() {
    Map<String, Means> sets = new TreeMap<>();
    runs.stream()
        .collect(Collectors.groupingBy(Run::set))
        .forEach((set, members) -> sets.put(set, ofRuns(members)));
    sliceRuns.stream()
        .collect(Collectors.groupingBy(SliceRun::set))
        .forEach((set, members) -> sets.put(set, ofSliceRuns(members)));
    return sets;
  }

  /** Returns the means over the sets, each counting alike. */
  public Means mean() {
    List<Means> sets = List.copyOf(sets().values());
    return new Means(
        sets.stream().mapToInt(Means::runs).sum(),
        perColumn(i -> mean(sets, set -> set.dice.get(i))),
        perColumn(i -> mean(sets, set -> set.seconds.get(i))),
        mean(sets, Means::spearman),
        mean(sets, Means::mae));
  }

  private Means ofRuns(List<Run> members) {
    return new Means(
        members.size(),
        perColumn(i -> mean(members, run -> run.diceAfter(i + 1))),
        perColumn(
            i ->
                mean(
                    members,
                    run -> i < run.rounds().size() ? run.rounds().get(i).seconds() : Double.NaN)),
        mean(members, run -> run.sliceQuality().spearman()),
        mean(members, run -> run.sliceQuality().mae()));
  }

  private Means ofSliceRuns(List<SliceRun> members) {
    double[] predicted = answers(members).mapToDouble(SliceRun.Answer::predictedQuality).toArray();
    double[] actual = answers(members).mapToDouble(SliceRun.Answer::dice).toArray();
    return new Means(
        members.size(),
        perColumn(i -> mean(members, run -> run.answers().get(i).dice())),
        perColumn(i -> mean(members, run -> run.answers().get(i).seconds())),
        Metrics.spearman(predicted, actual),
        Metrics.meanAbsoluteError(predicted, actual));
  }

  private static Stream<SliceRun.Answer> answers(List<SliceRun> members) {
    return members.stream().flatMap(run -> run.answers().stream());
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

  /** Returns a table for people: a line of mean Dice and a line of seconds for each set. */
  public String toTable() {
    StringBuilder table = new StringBuilder();
    table.append(String.format(Locale.ROOT, "%-24s", "mean Dice"));
    for (int i = 0; i < columns; i++) {
      String column = sliceRuns.isEmpty() ? "round " + (i + 1) : i == 0 ? "first" : "+" + i;
      table.append(String.format(Locale.ROOT, "%9s", column));
    }
    table.append(String.format(Locale.ROOT, "%10s%7s%n", "spearman", "mae"));
    Map<String, Means> sets = sets();
    sets.forEach((set, means) -> table.append(diceLine(set, means)));
    table.append(diceLine("mean of sets", mean()));
    table.append(String.format(Locale.ROOT, "%-24s%n", "mean seconds"));
    sets.forEach((set, means) -> table.append(line(set, means, means.seconds)).append('\n'));
    table.append(line("mean of sets", mean(), mean().seconds)).append('\n');
    return table.toString();
  }

  private static String diceLine(String name, Means means) {
    return line(name, means, means.dice)
        + String.format(Locale.ROOT, "%10s%7s%n", decimals(means.spearman), decimals(means.mae));
  }

  private static String line(String name, Means means, List<Double> values) {
    StringBuilder line =
        new StringBuilder(
            String.format(Locale.ROOT, "%-24s", "  " + name + " (" + means.runs + ")"));
    values.forEach(value -> line.append(String.format(Locale.ROOT, "%9s", decimals(value))));
    return line.toString();
  }

  private static String decimals(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "-";
  }

  /**
   * Returns everything as JSON: {@code runs}, {@code sliceRuns} where single slices were measured,
   * and {@code summary}. Undefined numbers are null.
   */
  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode runNodes = root.putArray("runs");
    runs.forEach(run -> write(run, runNodes.addObject()));
    if (!sliceRuns.isEmpty()) {
      ArrayNode sliceNodes = root.putArray("sliceRuns");
      sliceRuns.forEach(run -> write(run, sliceNodes.addObject()));
    }
    ObjectNode summary = root.putObject("summary");
    ObjectNode sets = summary.putObject("sets");
    sets().forEach((set, means) -> write(means, sets.putObject(set)));
    write(mean(), summary.putObject("mean"));
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values cannot be written", e);
    }
  }

  private static void write(Run run, ObjectNode node) {
    node.put("set", run.set()).put("case", run.caseName()).put("label", run.label());
    node.put("axis", name(run.axis())).put("interaction", name(run.interaction()));
    node.put("policy", name(run.policy())).put("backend", run.backend());
    ArrayNode rounds = node.putArray("rounds");
    for (Run.Round round : run.rounds()) {
      ObjectNode roundNode = rounds.addObject();
      roundNode.put("round", round.round()).put("slice", round.slice());
      number(roundNode, "dice", round.dice());
      number(roundNode, "seconds", round.seconds());
      number(roundNode, "predictedQuality", round.predictedQuality());
    }
    ObjectNode quality = node.putObject("sliceQuality");
    number(quality, "spearman", run.sliceQuality().spearman());
    number(quality, "mae", run.sliceQuality().mae());
  }

  private static void write(SliceRun run, ObjectNode node) {
    node.put("set", run.set()).put("case", run.caseName()).put("label", run.label());
    node.put("axis", name(run.axis())).put("slice", run.slice());
    node.put("interaction", name(run.interaction())).put("backend", run.backend());
    ArrayNode answers = node.putArray("answers");
    for (SliceRun.Answer answer : run.answers()) {
      ObjectNode answerNode = answers.addObject();
      number(answerNode, "dice", answer.dice());
      number(answerNode, "seconds", answer.seconds());
      number(answerNode, "predictedQuality", answer.predictedQuality());
    }
  }

  private static void write(Means means, ObjectNode node) {
    node.put("runs", means.runs);
    numbers(node.putArray("dice"), means.dice);
    numbers(node.putArray("seconds"), means.seconds);
    number(node, "spearman", means.spearman);
    number(node, "mae", means.mae);
  }

  private static void number(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  private static void numbers(ArrayNode node, List<Double> values) {
    for (double value : values) {
      if (Double.isFinite(value)) {
        node.add(value);
      } else {
        node.addNull();
      }
    }
  }

  /** Returns a constant's name as the command line spells it. */
  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
