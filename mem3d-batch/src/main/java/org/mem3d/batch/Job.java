package org.mem3d.batch;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.GridCheck;
import org.mem3d.Mem3dException;
import org.mem3d.PropagationSettings;

/**
 * One volume to be segmented without a person, and from what. Files are named as the manifest names
 * them; {@link CohortFiles} finds them. Immutable.
 *
 * @param id names the job and its folder of results: letters, digits, dots, hyphens and underscores
 * @param image the volume, as {@code segment} takes it
 * @param marks a file of marks, or null
 * @param start labels of another program from which to start, or null
 * @param session a saved session whose steps are taken again, or null; then there are neither marks
 *     nor labels to start from
 * @param axis the direction along which the objects of {@code start} are carried; null for z
 * @param frame the volume of a file of several; null if it holds one
 * @param series the DICOM series of a folder of several; null if it holds one
 * @param anyGrid whether labels and masks of the image's size are taken wherever they lie
 * @param settings what it wants other than its cohort
 * @param outputs what is written
 * @param truth labels to compare the masks with, or null
 * @param truthLabels the label in {@code truth} of each object, by rising label of the objects;
 *     empty if they are the objects' own
 */
public record Job(
    String id,
    String image,
    @Nullable String marks,
    @Nullable String start,
    @Nullable String session,
    @Nullable Axis axis,
    @Nullable Integer frame,
    @Nullable Integer series,
    boolean anyGrid,
    JobSettings settings,
    Set<JobOutput> outputs,
    @Nullable String truth,
    List<Integer> truthLabels) {
  private static final Pattern ID = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._-]{0,127}");

  /**
   * Checks that it can be done, as far as that is seen without its files.
   *
   * @throws Mem3dException if it cannot
   */
  public Job {
    Objects.requireNonNull(settings, "the settings are null");
    if (!ID.matcher(id).matches()) {
      throw new Mem3dException(
          "the id '"
              + id
              + "' is no name of a folder: take letters, digits, dots, hyphens and underscores, 128"
              + " at most, a letter or digit first");
    }
    requireText("image", image);
    requireText("marks", marks);
    requireText("start", start);
    requireText("session", session);
    requireText("truth", truth);
    if (marks == null && start == null && session == null) {
      throw new Mem3dException("there is nothing to begin with: give marks, start or session");
    }
    if (session != null && (marks != null || start != null)) {
      throw new Mem3dException("a session has its marks: give it without marks and start");
    }
    if (axis != null && start == null) {
      throw new Mem3dException("axis is that of the objects of start, and there is none");
    }
    requireNatural("frame", frame);
    requireNatural("series", series);
    if (!truthLabels.isEmpty() && truth == null) {
      throw new Mem3dException("truthLabels are labels of truth, and there is none");
    }
    for (int label : truthLabels) {
      if (label < 1) {
        throw new Mem3dException("a label of truthLabels is 1 or more, not " + label);
      }
    }
    // Out of range here rather than when an engine is opened for it.
    settings.on(PropagationSettings.DEFAULT);
    outputs = Collections.unmodifiableSet(copy(outputs));
    truthLabels = List.copyOf(truthLabels);
  }

  /** Returns how files are seen to belong to the image. */
  public GridCheck gridCheck() {
    return anyGrid ? GridCheck.SIZES : GridCheck.PLACE;
  }

  private static Set<JobOutput> copy(Collection<JobOutput> outputs) {
    Set<JobOutput> copy = EnumSet.noneOf(JobOutput.class);
    copy.addAll(outputs);
    return copy;
  }

  private static void requireText(String field, @Nullable String text) {
    if (text != null && text.isBlank()) {
      throw new Mem3dException(field + " names no file");
    }
  }

  private static void requireNatural(String field, @Nullable Integer number) {
    if (number != null && number < 0) {
      throw new Mem3dException(field + " is 0 or more, not " + number);
    }
  }
}
