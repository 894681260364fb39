package org.mem3d.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Mem3dException;
import org.mem3d.PropagationPlan;
import org.mem3d.eval.StrictJson;

/** A job as the line of a manifest: a JSON object of {@link JobField}s. Stateless. */
public final class JobJson {
  private static final JsonMapper JSON = StrictJson.mapper();

  private JobJson() {}

  /**
   * Reads a job.
   *
   * @param line one JSON object
   * @throws Mem3dException if it is none, has unknown fields or values of another kind, or is a job
   *     that cannot be done; the message does not name the manifest
   */
  public static Job read(String line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new Mem3dException("is not JSON: " + e.getOriginalMessage(), e);
    }
    if (!(node instanceof ObjectNode job)) {
      throw new Mem3dException("is not a JSON object");
    }
    return of(job);
  }

  /** Returns the job of a JSON object; throws as {@link #read}. */
  static Job of(ObjectNode job) {
    job.fieldNames().forEachRemaining(JobField::named);
    for (JobField field : JobField.values()) {
      JsonNode value = job.get(field.word());
      if (value != null) {
        field.check(value);
      }
    }
    return new Job(
        required(job, JobField.ID),
        required(job, JobField.IMAGE),
        text(job, JobField.MARKS),
        text(job, JobField.START),
        text(job, JobField.SESSION),
        constant(job, JobField.AXIS, Axis.class),
        whole(job, JobField.FRAME),
        whole(job, JobField.SERIES),
        Boolean.TRUE.equals(flag(job, JobField.ANY_GRID)),
        new JobSettings(
            constant(job, JobField.PLAN, PropagationPlan.class),
            whole(job, JobField.TOP_K),
            whole(job, JobField.SLOTS),
            number(job, JobField.WINDOW),
            flag(job, JobField.REFINE)),
        outputs(job),
        text(job, JobField.TRUTH),
        wholes(job));
  }

  /** Returns a job as {@link #read} takes it: one line, the same for the same job. */
  public static String write(Job job) {
    ObjectNode node = JSON.createObjectNode();
    node.put(JobField.ID.word(), job.id());
    node.put(JobField.IMAGE.word(), job.image());
    put(node, JobField.MARKS, job.marks());
    put(node, JobField.START, job.start());
    put(node, JobField.SESSION, job.session());
    put(node, JobField.AXIS, job.axis() == null ? null : word(job.axis()));
    put(node, JobField.FRAME, job.frame());
    put(node, JobField.SERIES, job.series());
    put(node, JobField.ANY_GRID, job.anyGrid() ? true : null);
    JobSettings settings = job.settings();
    put(node, JobField.PLAN, settings.plan() == null ? null : word(settings.plan()));
    put(node, JobField.TOP_K, settings.topK());
    put(node, JobField.SLOTS, settings.slots());
    put(node, JobField.WINDOW, settings.window());
    put(node, JobField.REFINE, settings.refine());
    ArrayNode outputs = node.putArray(JobField.OUTPUTS.word());
    job.outputs().forEach(output -> outputs.add(output.word()));
    put(node, JobField.TRUTH, job.truth());
    if (!job.truthLabels().isEmpty()) {
      ArrayNode labels = node.putArray(JobField.TRUTH_LABELS.word());
      job.truthLabels().forEach(labels::add);
    }
    return node.toString();
  }

  private static void put(ObjectNode node, JobField field, @Nullable Object value) {
    if (value != null) {
      node.putPOJO(field.word(), value);
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String required(ObjectNode job, JobField field) {
    String text = text(job, field);
    if (text == null) {
      throw new Mem3dException("has no " + field.word());
    }
    return text;
  }

  private static @Nullable String text(ObjectNode job, JobField field) {
    return job.has(field.word()) ? job.get(field.word()).textValue() : null;
  }

  private static @Nullable Integer whole(ObjectNode job, JobField field) {
    return job.has(field.word()) ? Integer.valueOf(job.get(field.word()).intValue()) : null;
  }

  private static @Nullable Double number(ObjectNode job, JobField field) {
    return job.has(field.word()) ? Double.valueOf(job.get(field.word()).doubleValue()) : null;
  }

  private static @Nullable Boolean flag(ObjectNode job, JobField field) {
    return job.has(field.word()) ? Boolean.valueOf(job.get(field.word()).booleanValue()) : null;
  }

  private static <E extends Enum<E>> @Nullable E constant(
      ObjectNode job, JobField field, Class<E> type) {
    String text = text(job, field);
    return text == null ? null : constant(field, text, type);
  }

  private static <E extends Enum<E>> E constant(JobField field, String text, Class<E> type) {
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(text.toLowerCase(Locale.ROOT))) {
        return constant;
      }
      words.add(word(constant));
    }
    throw new Mem3dException(
        field.word() + " is one of " + String.join(", ", words) + ", not '" + text + "'");
  }

  private static Set<JobOutput> outputs(ObjectNode job) {
    Set<JobOutput> outputs = EnumSet.noneOf(JobOutput.class);
    if (!job.has(JobField.OUTPUTS.word())) {
      outputs.add(JobOutput.MASK);
    }
    for (JsonNode word : job.path(JobField.OUTPUTS.word())) {
      outputs.add(constant(JobField.OUTPUTS, word.textValue(), JobOutput.class));
    }
    return outputs;
  }

  private static List<Integer> wholes(ObjectNode job) {
    List<Integer> labels = new ArrayList<>();
    job.path(JobField.TRUTH_LABELS.word()).forEach(label -> labels.add(label.intValue()));
    return labels;
  }
}
