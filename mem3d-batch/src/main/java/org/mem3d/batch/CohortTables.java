package org.mem3d.batch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;
import org.mem3d.batch.JobRecord.ObjectEntry;
import org.mem3d.batch.JobRecord.SliceEntry;
import org.mem3d.eval.CsvLine;
import org.mem3d.file.FileException;
import org.mem3d.file.WholeFile;

/**
 * What a cohort came to, as tables in CSV. All but the seconds of {@link #jobs} are the same
 * whichever way and how often the jobs were run. Immutable.
 */
public final class CohortTables {
  /** The file of {@link #objects}. */
  public static final String OBJECTS = "results.csv";

  /** The file of {@link #jobs}. */
  public static final String JOBS = "jobs.csv";

  /** The file of {@link #workList}. */
  public static final String WORK_LIST = "worklist.csv";

  private final List<JobOutcome> outcomes;

  /** Makes the tables of outcomes, which are in the order of the manifest. */
  public CohortTables(List<JobOutcome> outcomes) {
    this.outcomes = List.copyOf(outcomes);
  }

  /** An object of a job. */
  public record ObjectRow(String job, ObjectEntry object) {}

  /** A slice of a job. */
  public record SliceRow(String job, SliceEntry slice) {}

  /**
   * Writes all tables into a folder.
   *
   * @throws Mem3dException if one cannot be written; what was there of it is then unchanged
   */
  public void write(Path folder) {
    try {
      WholeFile.write(folder.resolve(OBJECTS), objects());
      WholeFile.write(folder.resolve(JOBS), jobs());
      WholeFile.write(folder.resolve(WORK_LIST), workList());
    } catch (FileException e) {
      throw new Mem3dException(e.getMessage(), e);
    }
  }

  /** Returns the objects of all jobs that were done, in the order of the manifest. */
  public List<ObjectRow> objectRows() {
    List<ObjectRow> rows = new ArrayList<>();
    for (JobOutcome outcome : outcomes) {
      JobRecord record = outcome.record();
      if (record != null) {
        record.objects().forEach(object -> rows.add(new ObjectRow(outcome.id(), object)));
      }
    }
    return rows;
  }

  /** Returns the slices most worth a person's look, over all jobs, the one of most gain first. */
  public List<SliceRow> sliceRows() {
    List<SliceRow> rows = new ArrayList<>();
    for (JobOutcome outcome : outcomes) {
      JobRecord record = outcome.record();
      if (record != null) {
        record.slices().forEach(slice -> rows.add(new SliceRow(outcome.id(), slice)));
      }
    }
    // Sorting is stable: among equals the order of the manifest stays.
    rows.sort(Comparator.comparingDouble((SliceRow row) -> row.slice().gain()).reversed());
    return rows;
  }

  /**
   * Returns a line for each object: volume, expected Dice with its interval, true Dice if known.
   */
  public String objects() {
    StringBuilder table =
        new StringBuilder("job,label,object,voxels,ml,expectedDice,low,high,trueDice\n");
    for (ObjectRow row : objectRows()) {
      ObjectEntry object = row.object();
      line(
          table,
          row.job(),
          object.label(),
          object.name(),
          object.voxels(),
          object.ml(),
          object.expectedDice(),
          object.low(),
          object.high(),
          orNan(object.trueDice()));
    }
    return table.toString();
  }

  /** Returns a line for each job: how it ended, how large it is and how long it took. */
  public String jobs() {
    StringBuilder table =
        new StringBuilder(
            "job,status,reason,voxels,inputBytes,outputBytes,inputSeconds,computeSeconds,"
                + "outputSeconds\n");
    for (JobOutcome outcome : outcomes) {
      JobRecord record = outcome.record();
      if (record == null) {
        String reason = outcome.reason();
        line(table, outcome.id(), "failed", reason == null ? "" : reason, "", "", "", "", "", "");
      } else {
        line(
            table,
            outcome.id(),
            "done",
            "",
            record.voxels(),
            record.inputBytes(),
            record.outputBytes(),
            milliseconds(record.inputSeconds()),
            milliseconds(record.computeSeconds()),
            milliseconds(record.outputSeconds()));
      }
    }
    return table.toString();
  }

  /** Returns a line for each slice of {@link #sliceRows}. */
  public String workList() {
    StringBuilder table =
        new StringBuilder("rank,job,label,axis,slice,predictedDice,gain,reason\n");
    int rank = 0;
    for (SliceRow row : sliceRows()) {
      rank++;
      SliceEntry slice = row.slice();
      line(
          table,
          rank,
          row.job(),
          slice.label(),
          slice.axis(),
          slice.slice(),
          orNan(slice.predictedDice()),
          slice.gain(),
          slice.reason());
    }
    return table.toString();
  }

  /**
   * How good masks are whose truth is known. Immutable.
   *
   * @param objects how many objects have a truth
   * @param trueDice the mean of their Dice; NaN if there are none
   * @param expectedDice the mean of what the sessions expected
   * @param within the share of objects whose Dice lies in the expected interval
   */
  public record Judgement(int objects, double trueDice, double expectedDice, double within) {}

  /** Compares masks with the truth where the manifest names one. */
  public Judgement judgement() {
    int objects = 0;
    double trueSum = 0;
    double expectedSum = 0;
    double within = 0;
    for (ObjectRow row : objectRows()) {
      Double truth = row.object().trueDice();
      if (truth != null) {
        objects++;
        trueSum += truth;
        expectedSum += row.object().expectedDice();
        within += row.object().low() <= truth && truth <= row.object().high() ? 1 : 0;
      }
    }
    return new Judgement(objects, trueSum / objects, expectedSum / objects, within / objects);
  }

  private static void line(StringBuilder table, Object... cells) {
    table.append(CsvLine.of(cells)).append('\n');
  }

  private static Object orNan(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  private static String milliseconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }
}
