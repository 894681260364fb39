package org.mem3d.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.eval.StrictJson;

/**
 * What a finished job came to, kept beside its results in {@value #FILE}, which is written last: a
 * job whose record is there, with this fingerprint and these results, is not computed again.
 * Immutable.
 *
 * @param fingerprint SHA-256 of its inputs, its line in the manifest and the engine
 * @param voxels of the image
 * @param inputBytes of all files that were read
 * @param inputSeconds how long it took to get, check and open them
 * @param computeSeconds how long marks and propagation took
 * @param outputSeconds how long it took to write the results
 * @param objects by rising label
 * @param slices those most worth a person's look, by rising label and falling gain
 * @param results the files that were written
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record JobRecord(
    String fingerprint,
    long voxels,
    long inputBytes,
    double inputSeconds,
    double computeSeconds,
    double outputSeconds,
    List<JobRecord.ObjectEntry> objects,
    List<JobRecord.SliceEntry> slices,
    List<JobRecord.ResultEntry> results) {
  /** The name of its file in the job's folder. */
  static final String FILE = "job.json";

  private static final JsonMapper JSON = StrictJson.mapper();

  /** Copies the lists. */
  public JobRecord {
    objects = List.copyOf(objects);
    slices = List.copyOf(slices);
    results = List.copyOf(results);
  }

  /**
   * An object of the job.
   *
   * @param label in the mask
   * @param voxels of its mask
   * @param ml volume of its mask
   * @param expectedDice as the session expects it, in {@code low} to {@code high} in nine of ten
   * @param trueDice in comparison with the truth; null without one
   */
  public record ObjectEntry(
      int label,
      String name,
      long voxels,
      double ml,
      double expectedDice,
      double low,
      double high,
      @Nullable Double trueDice) {}

  /**
   * A slice that is worth a look.
   *
   * @param label of the object
   * @param axis x, y or z
   * @param predictedDice null if nothing is known of its mask
   * @param gain the share of the object's voxels that marks on it are expected to mend
   * @param reason why, in a few words
   */
  public record SliceEntry(
      int label,
      String axis,
      int slice,
      @Nullable Double predictedDice,
      double gain,
      String reason) {}

  /**
   * A file that was written.
   *
   * @param file its name in the job's folder
   */
  public record ResultEntry(String file, long bytes, String sha256) {}

  /** Returns how many bytes its results have. */
  public long outputBytes() {
    return results.stream().mapToLong(ResultEntry::bytes).sum();
  }

  /** Returns it as JSON, in one line. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values cannot be written", e);
    }
  }

  /** Returns the record of a JSON text; null if it is none of this version. */
  public static @Nullable JobRecord ofJson(String json) {
    try {
      return JSON.readValue(json, JobRecord.class);
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
