package org.mem3d.batch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mem3d.Grid;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationEngine;
import org.mem3d.batch.input.ImageChoice;
import org.mem3d.batch.input.InteractionsFile;
import org.mem3d.batch.input.MarkList;
import org.mem3d.batch.input.SliceMaskFile;
import org.mem3d.eval.MemoryFault;
import org.mem3d.file.FileFailure;
import org.mem3d.io.ImageSource;
import org.mem3d.io.VolumeHeader;

/**
 * Does jobs, each whole or not at all, and leaves those alone that were done. Whatever is wrong
 * with one ends as the reason of its failure. Thread-safe.
 */
public final class JobRunner {
  private final EngineSet engines;
  private final CohortFiles files;
  private final MemoryBudget budget;

  /**
   * Makes a runner.
   *
   * @param memoryBytes what jobs that run at the same time may take together
   */
  public JobRunner(EngineSet engines, CohortFiles files, long memoryBytes) {
    this.engines = engines;
    this.files = files;
    budget = new MemoryBudget(memoryBytes);
  }

  /** A job whose inputs are here and were checked. */
  record Prepared(
      Job job,
      SegmentationEngine engine,
      Path image,
      ImageChoice choice,
      MarkList marks,
      SortedMap<String, Path> inputs,
      String fingerprint,
      double seconds,
      long need) {}

  /**
   * Does a job, or finds that it was done.
   *
   * @throws Mem3dException if the engine of the cohort cannot be opened
   * @throws InterruptedException if the thread is interrupted while it waits for memory
   */
  public JobOutcome run(Job job) throws InterruptedException {
    SegmentationEngine engine;
    try {
      engine = engines.of(job);
    } catch (Mem3dException e) {
      if (job.settings().equals(JobSettings.COHORT)) {
        throw e; // No job is to blame.
      }
      return JobOutcome.failed(job, FileFailure.line(e));
    }
    try (CohortFiles.JobFiles own = files.open(job)) {
      Prepared prepared = prepare(job, engine, own);
      JobRecord before = before(prepared, own);
      if (before != null) {
        return JobOutcome.kept(job, before);
      }
      if (!budget.fits(prepared.need())) {
        return JobOutcome.failed(
            job,
            "needs about "
                + mebibytes(prepared.need())
                + " MB, which the memory for all jobs does not hold: give more, or a smaller"
                + " volume");
      }
      return JobOutcome.done(job, computed(prepared, own));
    } catch (IOException | RuntimeException e) {
      return JobOutcome.failed(job, FileFailure.line(e));
    } catch (OutOfMemoryError | StackOverflowError e) {
      return JobOutcome.failed(job, FileFailure.line(told(e)));
    }
  }

  private static Throwable told(Error e) {
    Mem3dException fault = MemoryFault.of(e);
    return fault == null ? e : fault;
  }

  private JobRecord computed(Prepared prepared, CohortFiles.JobFiles own)
      throws IOException, InterruptedException {
    try {
      return within(budget.claim(prepared.need()), prepared, own);
    } catch (OutOfMemoryError e) {
      // It needs more than was guessed, or another one did: alone it may fit.
      return within(budget.claimAll(), prepared, own);
    }
  }

  private static JobRecord within(
      MemoryBudget.Claim claim, Prepared prepared, CohortFiles.JobFiles own) throws IOException {
    try {
      return new JobWork(prepared, own).done();
    } finally {
      claim.release();
    }
  }

  private Prepared prepare(Job job, SegmentationEngine engine, CohortFiles.JobFiles own)
      throws IOException {
    long begin = System.nanoTime();
    SortedMap<String, Path> inputs = new TreeMap<>();
    Path image = own.input(job.image());
    inputs.put(JobField.IMAGE.word(), image);
    add(inputs, JobField.START, job.start(), own);
    add(inputs, JobField.SESSION, job.session(), own);
    add(inputs, JobField.TRUTH, job.truth(), own);
    ImageChoice choice = new ImageChoice(job.frame(), job.series(), false, "");
    Stored stored = stored(image, choice);
    MarkList marks = marks(job, own, inputs, stored.grid());
    return new Prepared(
        job,
        engine,
        image,
        choice,
        marks,
        inputs,
        JobFingerprint.of(engine.fingerprint(), job, inputs),
        JobWork.seconds(begin),
        JobMemory.bytes(job, stored.grid(), stored.voxelBytes()));
  }

  private record Stored(Grid grid, int voxelBytes) {}

  private static Stored stored(Path image, ImageChoice choice) {
    ImageSource source = ImageSource.of(image);
    VolumeHeader header = source.header(choice.seriesOf(source));
    return new Stored(header.grid(), header.type().bytes());
  }

  private static void add(
      SortedMap<String, Path> inputs,
      JobField field,
      @Nullable String name,
      CohortFiles.JobFiles own)
      throws IOException {
    if (name != null) {
      inputs.put(field.word(), own.input(name));
    }
  }

  /** Reads the marks, and notes their file and the files of masks that it names. */
  private static MarkList marks(
      Job job, CohortFiles.JobFiles own, SortedMap<String, Path> inputs, Grid grid)
      throws IOException {
    MarkList marks = new MarkList();
    String name = job.marks();
    if (name == null) {
      return marks;
    }
    Path file = own.input(name);
    SliceMaskFile masks = new SliceMaskFile(() -> grid, job.gridCheck());
    InteractionsFile.read(file, marks, masks, other -> beside(own, name, other));
    List<Path> read = marks.files();
    for (int i = 0; i < read.size(); i++) {
      inputs.put(JobField.MARKS.word() + String.format(Locale.ROOT, "%06d", i), read.get(i));
    }
    return marks;
  }

  private static Path beside(CohortFiles.JobFiles own, String name, String other) {
    try {
      return own.beside(name, other);
    } catch (IOException e) {
      throw new Mem3dException(FileFailure.line(e), e);
    }
  }

  /**
   * Returns the record of the job, if it was done with the same inputs and its results are here.
   */
  private static @Nullable JobRecord before(Prepared prepared, CohortFiles.JobFiles own)
      throws IOException {
    JobRecord record;
    try (InputStream in = own.result(JobRecord.FILE)) {
      record =
          in == null
              ? null
              : JobRecord.ofJson(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    if (record == null || !record.fingerprint().equals(prepared.fingerprint())) {
      return null;
    }
    for (JobRecord.ResultEntry result : record.results()) {
      try (InputStream in = own.result(result.file())) {
        if (in == null || !JobFingerprint.sha256(in).equals(result.sha256())) {
          return null;
        }
      }
    }
    return record;
  }

  private static long mebibytes(long bytes) {
    return bytes >> 20;
  }
}
