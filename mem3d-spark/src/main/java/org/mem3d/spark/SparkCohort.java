package org.mem3d.spark;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.mem3d.Mem3dException;
import org.mem3d.batch.CohortTables;
import org.mem3d.batch.JobJson;
import org.mem3d.batch.JobOutcome;
import org.mem3d.batch.Manifest;
import org.mem3d.file.FileFailure;

/**
 * Does the jobs of a manifest on a cluster. The results are those of a run on one machine, byte for
 * byte; a task that is tried again, on another executor too, finds what was finished and does not
 * compute it anew. Belongs to one thread.
 */
public final class SparkCohort {
  private final SparkSession spark;
  private final HadoopFiles files;
  private final JobTask.Place place;
  private final Manifest manifest;

  /**
   * Reads a manifest.
   *
   * @param manifest a path or URI on a file system that Hadoop reaches; inputs without a root are
   *     found from its folder, and are read by the executors
   * @param results the folder of the results, a path or URI which all executors reach
   * @throws Mem3dException if it cannot be read, or a line is no job
   */
  public SparkCohort(SparkSession spark, String manifest, String results, EngineChoice engine) {
    this.spark = spark;
    Path file = new Path(manifest);
    Path folder = file.getParent() == null ? new Path(".") : file.getParent();
    files = new HadoopFiles(folder.toString(), results, configuration());
    place = files.place(engine);
    try {
      this.manifest = Manifest.parse(manifest, files.read(file.getName()));
    } catch (IOException e) {
      throw new Mem3dException(manifest + " cannot be read: " + FileFailure.text(e), e);
    }
  }

  private Configuration configuration() {
    return spark.sparkContext().hadoopConfiguration();
  }

  /** Returns the jobs, each a line of JSON in a partition of its own. */
  public Dataset<String> jobs() {
    List<String> lines = manifest.jobs().stream().map(JobJson::write).toList();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return spark.createDataset(context.parallelize(lines, lines.size()).rdd(), Encoders.STRING());
  }

  /**
   * Does all jobs that were not done before, and writes the tables: as CSV, the same as on one
   * machine, and as Parquet.
   *
   * @return the outcomes, in the order of the manifest
   * @throws Mem3dException if a table cannot be written
   */
  public List<JobOutcome> run() {
    JobTask task = new JobTask(place, new SerializableConfiguration(configuration()));
    List<JobOutcome> outcomes =
        jobs().map(task, Encoders.STRING()).collectAsList().stream()
            .map(JobOutcome::ofJson)
            .toList();
    CohortTables tables = new CohortTables(outcomes);
    try {
      files.write(CohortTables.OBJECTS, tables.objects());
      files.write(CohortTables.JOBS, tables.jobs());
      files.write(CohortTables.WORK_LIST, tables.workList());
    } catch (IOException e) {
      throw new Mem3dException("the tables cannot be written: " + FileFailure.line(e), e);
    }
    ParquetTables.write(spark, tables, files);
    return outcomes;
  }
}
