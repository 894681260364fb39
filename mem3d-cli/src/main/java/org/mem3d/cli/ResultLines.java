package org.mem3d.cli;

import java.util.Locale;
import org.mem3d.eval.ObjectResult;
import org.mem3d.eval.SliceResult;

/** The line that an evaluation shows of each result as it comes. */
final class ResultLines {
  private ResultLines() {}

  /** Returns what a volume's rounds came to. */
  static String of(ObjectResult run) {
    StringBuilder line = new StringBuilder(run.set() + "/" + run.caseName());
    line.append(" label ").append(run.label());
    if (!run.method().equals(ObjectResult.MEM3D)) {
      line.append(' ').append(run.method());
    }
    line.append(", Dice");
    double seconds = 0;
    for (ObjectResult.Round round : run.rounds()) {
      line.append(String.format(Locale.ROOT, " %.3f", round.score().dice()));
      seconds += round.seconds();
    }
    return line.append(String.format(Locale.ROOT, ", %.1f s", seconds)).toString();
  }

  /** Returns what a slice's answers came to. */
  static String of(SliceResult run) {
    StringBuilder line = new StringBuilder(run.set() + "/" + run.caseName());
    line.append(" label ").append(run.label()).append(" slice ").append(run.slice());
    if (!run.scribble().isEmpty()) {
      line.append(' ').append(run.scribble());
    }
    line.append(", Dice");
    for (SliceResult.Answer answer : run.answers()) {
      line.append(String.format(Locale.ROOT, " %.3f", answer.dice()));
    }
    return line.toString();
  }
}
