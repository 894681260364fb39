package org.mem3d.eval;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes results as lines with commas; undefined numbers are empty. Stateless. */
final class ResultsCsv {
  private ResultsCsv() {}

  static Stream<String> head(Results results) {
    return Stream.of(
        results.sliceRuns().isEmpty()
            ? "set,case,label,axis,interaction,policy,method,backend,round,slice,dice,surfaceDice,"
                + "hausdorff95,seconds,predictedQuality,expectedLow,expectedHigh"
            : "set,case,label,axis,interaction,scribble,backend,slice,correction,dice,seconds,"
                + "predictedQuality");
  }

  static Stream<String> runs(Results results) {
    return results.runs().stream()
        .flatMap(
            run ->
                run.rounds().stream()
                    .map(
                        round ->
                            CsvLine.of(
                                run.set(),
                                run.caseName(),
                                run.label(),
                                ResultsJson.name(run.axis()),
                                ResultsJson.name(run.interaction()),
                                ResultsJson.name(run.policy()),
                                run.method(),
                                run.backend(),
                                round.round(),
                                round.slice(),
                                round.score().dice(),
                                round.score().surfaceDice(),
                                round.score().hausdorff95(),
                                round.seconds(),
                                round.predictedQuality(),
                                round.expectedLow(),
                                round.expectedHigh())));
  }

  static Stream<String> slices(Results results) {
    return results.sliceRuns().stream()
        .flatMap(
            run ->
                IntStream.range(0, run.answers().size())
                    .mapToObj(
                        i ->
                            CsvLine.of(
                                run.set(),
                                run.caseName(),
                                run.label(),
                                ResultsJson.name(run.axis()),
                                ResultsJson.name(run.interaction()),
                                run.scribble(),
                                run.backend(),
                                run.slice(),
                                i,
                                run.answers().get(i).dice(),
                                run.answers().get(i).seconds(),
                                run.answers().get(i).predictedQuality())));
  }
}
