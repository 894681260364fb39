package org.mem3d.spark;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.util.SerializableConfiguration;
import org.mem3d.PropagationSettings;
import org.mem3d.batch.EngineSet;
import org.mem3d.batch.JobJson;
import org.mem3d.batch.JobOutcome;
import org.mem3d.batch.JobRunner;

/**
 * Does a job on an executor: from its line to its outcome, both as JSON. All tasks of an executor
 * share its engine, which lives as long as the executor.
 */
final class JobTask implements MapFunction<String, String> {
  private static final long serialVersionUID = 1L;

  private static final Map<EngineChoice, EngineSet> ENGINES = new ConcurrentHashMap<>();
  private static final Map<Place, JobRunner> RUNNERS = new ConcurrentHashMap<>();

  private final Place place;
  private final SerializableConfiguration configuration;

  /** Where the files of a cohort are, and what computes. */
  record Place(String inputs, String results, EngineChoice engine)
      implements java.io.Serializable {}

  JobTask(Place place, SerializableConfiguration configuration) {
    this.place = place;
    this.configuration = configuration;
  }

  @Override
  public String call(String line) throws InterruptedException {
    JobOutcome outcome = RUNNERS.computeIfAbsent(place, this::runner).run(JobJson.read(line));
    return outcome.toJson();
  }

  private JobRunner runner(Place where) {
    EngineSet engines =
        ENGINES.computeIfAbsent(
            where.engine(), choice -> new EngineSet(PropagationSettings.DEFAULT, choice::open));
    return new JobRunner(
        engines,
        new HadoopFiles(where.inputs(), where.results(), configuration.value()),
        where.engine().memoryBytes());
  }
}
