package org.mem3d.batch.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mem3dException;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
import org.mem3d.batch.Job;
import org.mem3d.batch.JobJson;
import org.mem3d.batch.JobOutput;
import org.mem3d.batch.JobSettings;
import org.mem3d.batch.Manifest;
import org.mem3d.core.store.MarkJson;
import org.mem3d.eval.Dataset;
import org.mem3d.eval.LabelChoice;
import org.mem3d.eval.Prompt;
import org.mem3d.eval.SimulatedUser;
import org.mem3d.eval.StrictJson;
import org.mem3d.eval.Truth;
import org.mem3d.file.FileException;
import org.mem3d.file.WholeFile;
import org.mem3d.io.LabelVolume;
import org.mem3d.io.Volumes;
import org.mem3d.io.VoxelType;

/**
 * Makes a cohort of labelled volumes: each job's image is cut out around one object, its marks are
 * those of a simulated user on some slices, its truth is the object. The same data and seed give
 * the same files. Belongs to one thread.
 */
public final class SimulatedCohort {
  /** The name of the manifest in the cohort's folder. */
  public static final String MANIFEST = "manifest.jsonl";

  /** On how many slices the user marks the object. */
  private static final int SLICES = 3;

  private static final JsonMapper JSON = StrictJson.mapper();

  private final Path folder;
  private final Prompt prompt;
  private final long seed;
  private final List<Job> jobs = new ArrayList<>();

  private SimulatedCohort(Path folder, Prompt prompt, long seed) {
    this.folder = folder;
    this.prompt = prompt;
    this.seed = seed;
  }

  /**
   * Makes a cohort: the largest object of each case, then the second of each, and so on.
   *
   * @param folder into which all of it is written; made if it is not there
   * @param count how many jobs there are to be
   * @param prompt how the user marks a slice; whole masks and real scribbles are not for this
   * @throws Mem3dException if the data have fewer objects, or a file cannot be read or written
   */
  public static Manifest write(Dataset data, Path folder, int count, Prompt prompt, long seed) {
    if (prompt == Prompt.MASK || prompt == Prompt.REAL_SCRIBBLE) {
      throw new Mem3dException("marks of a cohort are scribble, click, box or extreme");
    }
    SimulatedCohort cohort = new SimulatedCohort(folder, prompt, seed);
    int before = -1;
    for (int rank = 0; cohort.jobs.size() < count; rank++) {
      if (before == cohort.jobs.size()) {
        throw new Mem3dException(
            "the data have " + before + " objects that are large enough, not " + count);
      }
      before = cohort.jobs.size();
      for (Dataset.Case each : data.cases()) {
        if (cohort.jobs.size() < count) {
          cohort.add(each, rank);
        }
      }
    }
    Manifest manifest = new Manifest(cohort.jobs);
    write(
        folder.resolve(MANIFEST),
        manifest.jobs().stream().map(JobJson::write).collect(Collectors.joining("\n", "", "\n")));
    return manifest;
  }

  private void add(Dataset.Case from, int rank) {
    LabelVolume labels = from.readLabels(Volumes.header(from.image()).grid());
    Axis axis = labels.geometry().coarsestAxis();
    List<Truth> objects =
        LabelChoice.parse("all").of(Truth.all(labels, axis), LabelChoice.MIN_SLICES).stream()
            .sorted(Comparator.comparingLong(Truth::voxels).reversed())
            .toList();
    if (rank >= objects.size()) {
      return;
    }
    int label = objects.get(rank).label();
    String id = (from + "-" + label).replaceAll("[^A-Za-z0-9._-]", "-");
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + id.hashCode());
    CutOut cut = CutOut.around(labels, label, random);
    Path own = folder.resolve(id);
    try {
      Files.createDirectories(own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    writeImage(own.resolve("image.nii.gz"), cut.of(Volumes.open(from.image())), from.image());
    Volume truth = cut.of(labels, label);
    Volumes.write(own.resolve("truth.nii.gz"), truth, VoxelType.UINT8);
    Truth object = Truth.all(truth, axis).get(0);
    write(own.resolve("marks.json"), marks(object, "label " + label, random.nextLong()));
    jobs.add(
        new Job(
            id,
            id + "/image.nii.gz",
            id + "/marks.json",
            null,
            null,
            null,
            null,
            null,
            false,
            JobSettings.COHORT,
            EnumSet.of(JobOutput.MASK),
            id + "/truth.nii.gz",
            List.of()));
  }

  /** Writes an image in the type of the file that it is from, if that holds its intensities. */
  private static void writeImage(Path file, Volume image, Path from) {
    try {
      Volumes.write(file, image, Volumes.header(from).type());
    } catch (VolumeException e) {
      Volumes.write(file, image, VoxelType.FLOAT32);
    }
  }

  private String marks(Truth object, String name, long userSeed) {
    SimulatedUser user = new SimulatedUser(userSeed);
    List<Map<String, Object>> marks = new ArrayList<>();
    for (int slice : slices(object)) {
      for (Interaction mark :
          user.firstMarks(prompt, 1, object.axis(), slice, object.slices().get(slice))) {
        Map<String, Object> json = new LinkedHashMap<>(MarkJson.of(mark));
        // In a file, marks are listed below their object.
        json.remove("object");
        marks.add(json);
      }
    }
    try {
      return JSON.writeValueAsString(
          Map.of("objects", List.of(Map.of("name", name, "marks", marks))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values cannot be written", e);
    }
  }

  /** Returns the largest slice and others between it and the ends. */
  private static Iterable<Integer> slices(Truth object) {
    TreeSet<Integer> slices = new TreeSet<>();
    int largest = object.largestSlice();
    slices.add(largest);
    for (int i = 1; i < SLICES; i++) {
      int end = i % 2 == 0 ? object.lastSlice() : object.firstSlice();
      int between = Math.round((largest + 2 * end) / 3f);
      if (!object.slices().get(between).isEmpty()) {
        slices.add(between);
      }
    }
    return slices;
  }

  private static void write(Path file, String text) {
    try {
      WholeFile.write(file, text);
    } catch (FileException e) {
      throw new Mem3dException(e.getMessage(), e);
    }
  }
}
