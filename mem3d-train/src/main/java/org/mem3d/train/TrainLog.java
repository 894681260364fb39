package org.mem3d.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mem3d.file.WholeFile;
import org.mem3d.train.learn.Learner.Score;

/** A run's {@code log.csv}: a line a step, and the scores on volumes that are not trained on. */
final class TrainLog {
  private static final String HEADER =
      "step,seconds,progress,rate,gradient,loss,dice,quality_error,judged_loss,judged_dice,"
          + "judged_quality_error";

  private static final List<String> COLUMNS = List.of(HEADER.split(",", -1));

  private final Path file;
  private final List<String> waiting = new ArrayList<>();

  /** Opens the log; lines of steps from {@code step} on, written before a crash, are dropped. */
  TrainLog(Path file, long step) throws IOException {
    this.file = file;
    List<String> kept = new ArrayList<>(List.of(HEADER));
    if (step > 0 && Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String number = line.substring(0, Math.max(0, line.indexOf(',')));
        if (number.matches("[0-9]+") && Long.parseLong(number) < step) {
          kept.add(line);
        }
      }
    }
    WholeFile.write(file, String.join("\n", kept) + "\n");
  }

  void add(
      long step,
      double seconds,
      double progress,
      double rate,
      double gradient,
      Score score,
      double[] judged) {
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT, "%d,%.2f,%.5f,%.3e,%.4f", step, seconds, progress, rate, gradient));
    line.append(field(score.loss()))
        .append(field(score.dice()))
        .append(field(score.qualityError()));
    for (int i = 0; i < 3; i++) {
      line.append(field(judged.length > 0 ? judged[i] : Double.NaN));
    }
    waiting.add(line.toString());
  }

  /** A comma and a number, or nothing behind it where there is none. */
  private static String field(double value) {
    return Double.isNaN(value) ? "," : String.format(Locale.ROOT, ",%.5f", value);
  }

  void flush() throws IOException {
    Files.write(file, waiting, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    waiting.clear();
  }

  /**
   * What is read of a line; NaN where it has no number.
   *
   * @param step counted from 0
   * @param seconds of training so far
   * @param dice of the step's samples
   * @param qualityError mean error of the predicted Dice of the step's samples
   * @param judgedDice Dice on volumes that are not trained on
   * @param judgedQualityError mean error of the predicted Dice there
   */
  record Row(
      long step,
      double seconds,
      double dice,
      double qualityError,
      double judgedDice,
      double judgedQualityError) {}

  /** Returns the lines written so far. */
  List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.equals(HEADER)) {
        continue;
      }
      List<String> fields = List.of(line.split(",", -1));
      rows.add(
          new Row(
              Long.parseLong(fields.get(0)),
              number(fields, "seconds"),
              number(fields, "dice"),
              number(fields, "quality_error"),
              number(fields, "judged_dice"),
              number(fields, "judged_quality_error")));
    }
    return rows;
  }

  private static double number(List<String> fields, String column) {
    String field = fields.get(COLUMNS.indexOf(column));
    return field.isEmpty() ? Double.NaN : Double.parseDouble(field);
  }
}
