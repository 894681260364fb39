package org.mem3d.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Writes results as JSON; undefined numbers are null. Stateless. */
final class ResultsJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ResultsJson() {}

  static String of(Results results) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode runNodes = root.putArray("runs");
    results.runs().forEach(run -> write(run, runNodes.addObject()));
    if (!results.sliceRuns().isEmpty()) {
      ArrayNode sliceNodes = root.putArray("sliceRuns");
      results.sliceRuns().forEach(run -> write(run, sliceNodes.addObject()));
    }
    ObjectNode summary = root.putObject("summary");
    List<String> methods = results.methods();
    writeSummary(results, methods.get(0), summary);
    if (methods.size() > 1) {
      ObjectNode others = summary.putObject("baselines");
      methods
          .subList(1, methods.size())
          .forEach(method -> writeSummary(results, method, others.putObject(method)));
    }
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values cannot be written", e);
    }
  }

  private static void writeSummary(Results results, String method, ObjectNode node) {
    node.put("method", method);
    ObjectNode setNodes = node.putObject("sets");
    Map<String, Results.Means> sets = results.sets(method);
    sets.forEach(
        (set, means) -> {
          ObjectNode setNode = setNodes.putObject(set);
          write(means, setNode);
          writeCalibration(
              results, run -> run.method().equals(method) && run.set().equals(set), setNode);
        });
    ObjectNode mean = node.putObject("mean");
    write(results.mean(method), mean);
    writeCalibration(results, run -> run.method().equals(method), mean);
  }

  private static void writeCalibration(
      Results results, Predicate<ObjectResult> which, ObjectNode node) {
    Calibration all = results.calibration(which, Integer.MAX_VALUE);
    if (all.slices() > 0) {
      ObjectNode calibration = node.putObject("calibration");
      write(results.calibration(which, 1), calibration.putObject("firstRound"));
      write(all, calibration.putObject("allRounds"));
    }
  }

  private static void write(Calibration calibration, ObjectNode node) {
    node.put("slices", calibration.slices());
    number(node, "mae", calibration.mae());
    number(node, "spearman", calibration.spearman());
    number(node, "ece", calibration.ece());
    ArrayNode bins = node.putArray("bins");
    for (Calibration.Bin bin : calibration.bins()) {
      ObjectNode binNode = bins.addObject();
      binNode.put("slices", bin.slices());
      number(binNode, "predicted", bin.predicted());
      number(binNode, "actual", bin.actual());
    }
  }

  private static void write(ObjectResult run, ObjectNode node) {
    node.put("set", run.set()).put("case", run.caseName()).put("label", run.label());
    node.put("axis", name(run.axis())).put("interaction", name(run.interaction()));
    node.put("policy", name(run.policy())).put("method", run.method());
    node.put("backend", run.backend());
    ArrayNode rounds = node.putArray("rounds");
    for (ObjectResult.Round round : run.rounds()) {
      ObjectNode roundNode = rounds.addObject();
      roundNode.put("round", round.round()).put("slice", round.slice());
      number(roundNode, "dice", round.score().dice());
      number(roundNode, "surfaceDice", round.score().surfaceDice());
      number(roundNode, "hausdorff95", round.score().hausdorff95());
      number(roundNode, "seconds", round.seconds());
      number(roundNode, "predictedQuality", round.predictedQuality());
      number(roundNode, "expectedLow", round.expectedLow());
      number(roundNode, "expectedHigh", round.expectedHigh());
    }
    Calibration first = run.firstCalibration();
    ObjectNode quality = node.putObject("sliceQuality");
    number(quality, "spearman", first.spearman());
    number(quality, "mae", first.mae());
  }

  private static void write(SliceResult run, ObjectNode node) {
    node.put("set", run.set()).put("case", run.caseName()).put("label", run.label());
    node.put("axis", name(run.axis())).put("slice", run.slice());
    node.put("interaction", name(run.interaction())).put("backend", run.backend());
    if (!run.scribble().isEmpty()) {
      node.put("scribble", run.scribble());
    }
    ArrayNode answers = node.putArray("answers");
    for (SliceResult.Answer answer : run.answers()) {
      ObjectNode answerNode = answers.addObject();
      number(answerNode, "dice", answer.dice());
      number(answerNode, "seconds", answer.seconds());
      number(answerNode, "predictedQuality", answer.predictedQuality());
    }
  }

  private static void write(Results.Means means, ObjectNode node) {
    node.put("runs", means.runs());
    numbers(node.putArray("dice"), means.dice());
    if (!means.surfaceDice().isEmpty()) {
      numbers(node.putArray("surfaceDice"), means.surfaceDice());
      numbers(node.putArray("hausdorff95"), means.hausdorff95());
    }
    numbers(node.putArray("seconds"), means.seconds());
    number(node, "spearman", means.spearman());
    number(node, "mae", means.mae());
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
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
