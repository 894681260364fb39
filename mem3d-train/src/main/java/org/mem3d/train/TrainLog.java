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

  /** Returns the columns of the lines written so far, empty fields as NaN. */
  List<double[]> rows() throws IOException {
    List<double[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.equals(HEADER)) {
        continue;
      }
      String[] fields = line.split(",", -1);
      double[] row = new double[fields.length];
      for (int i = 0; i < row.length; i++) {
        row[i] = fields[i].isEmpty() ? Double.NaN : Double.parseDouble(fields[i]);
      }
      rows.add(row);
    }
    return rows;
  }
}
