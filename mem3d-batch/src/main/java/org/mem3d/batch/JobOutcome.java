package org.mem3d.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;
import org.mem3d.eval.StrictJson;

/**
 * How a job ended. Immutable.
 *
 * @param id the job's
 * @param record what it came to; null if it failed
 * @param reason why it failed, in one line; null if it did not
 * @param kept whether it was done before, and not computed again
 */
public record JobOutcome(
    String id, @Nullable JobRecord record, @Nullable String reason, boolean kept) {
  private static final JsonMapper JSON = StrictJson.mapper();

  /** Returns it as JSON, in one line. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values cannot be written", e);
    }
  }

  /**
   * Returns the outcome of a JSON text.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static JobOutcome ofJson(String json) {
    try {
      return JSON.readValue(json, JobOutcome.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no outcome of a job: " + json, e);
    }
  }

  /** Returns the outcome of a job that was done now. */
  static JobOutcome done(Job job, JobRecord record) {
    return new JobOutcome(job.id(), record, null, false);
  }

  /** Returns the outcome of a job that was done before. */
  static JobOutcome kept(Job job, JobRecord record) {
    return new JobOutcome(job.id(), record, null, true);
  }

  /** Returns the outcome of a job that failed. */
  public static JobOutcome failed(Job job, String reason) {
    return new JobOutcome(job.id(), null, reason, false);
  }
}
