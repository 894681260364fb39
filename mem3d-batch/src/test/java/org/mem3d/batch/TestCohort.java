package org.mem3d.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.mem3d.Geometry;
import org.mem3d.PropagationSettings;
import org.mem3d.SegmentationEngine;
import org.mem3d.Volume;
import org.mem3d.io.Volumes;
import org.mem3d.io.VoxelType;

/** A folder with small volumes of a bright ball each, marks on it, and its truth. */
public final class TestCohort {
  static final int X = 26;
  static final int Y = 24;
  static final int Z = 7;

  public final Path folder;
  private final List<String> lines = new ArrayList<>();

  public TestCohort(Path folder) {
    this.folder = folder;
  }

  private static boolean inBall(int x, int y, int z, double radius) {
    double dx = (x - 13) / radius;
    double dy = (y - 12) / radius;
    double dz = (z - 3) / 2.6;
    return dx * dx + dy * dy + dz * dz <= 1;
  }

  /** Writes image, marks and truth of a volume; balls of other numbers are of other sizes. */
  public TestCohort volume(String name, int number) throws IOException {
    double radius = 6 + 0.5 * (number % 6);
    Geometry geometry = Geometry.ofSpacing(1, 1, 2);
    Volume image =
        Volume.of(
            (x, y, z) -> inBall(x, y, z, radius) ? 180 + number : 30 + (x * 7 + y * 3) % 11,
            X,
            Y,
            Z,
            geometry);
    Volumes.write(folder.resolve(name + ".nii.gz"), image, VoxelType.INT16);
    Volumes.write(
        folder.resolve(name + "-truth.nii.gz"),
        Volume.of((x, y, z) -> inBall(x, y, z, radius) ? 1 : 0, X, Y, Z, geometry),
        VoxelType.UINT8);
    int left = (int) Math.round(13 - radius);
    int right = (int) Math.round(13 + radius);
    write(
        name + ".json",
        "{\"objects\": [{\"name\": \"ball\", \"marks\": [{\"type\": \"box\", \"slice\": 3, \"box\":"
            + " ["
            + left
            + ", "
            + (left - 1)
            + ", "
            + right
            + ", "
            + (right - 1)
            + "]}]}]}");
    return this;
  }

  public void write(String name, String text) throws IOException {
    Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a job with the marks of a volume. */
  public TestCohort job(String id, String volume, String more) {
    lines.add(
        "{\"id\": \""
            + id
            + "\", \"image\": \""
            + volume
            + ".nii.gz\", \"marks\": \""
            + volume
            + ".json\""
            + more
            + "}");
    return this;
  }

  public TestCohort line(String line) {
    lines.add(line);
    return this;
  }

  public Manifest manifest() throws IOException {
    write("manifest.jsonl", String.join("\n", lines) + "\n");
    return Manifest.read(folder.resolve("manifest.jsonl"));
  }

  static EngineSet engines() {
    return new EngineSet(PropagationSettings.DEFAULT, TestCohort::engine);
  }

  public static SegmentationEngine engine(PropagationSettings settings) {
    return SegmentationEngine.builder().backend("onednn").threads(1).settings(settings).open();
  }

  /** Runs all jobs and writes the tables. */
  public List<JobOutcome> run(Path out, int threads) throws IOException, InterruptedException {
    return run(out, threads, 1L << 30, TestCohort::engine);
  }

  List<JobOutcome> run(
      Path out, int threads, long memory, Function<PropagationSettings, SegmentationEngine> opener)
      throws IOException, InterruptedException {
    return run(manifest(), out, threads, memory, opener);
  }

  /** Runs the jobs of a manifest that is there already. */
  List<JobOutcome> run(
      Manifest manifest,
      Path out,
      int threads,
      long memory,
      Function<PropagationSettings, SegmentationEngine> opener)
      throws IOException, InterruptedException {
    Files.createDirectories(out);
    try (EngineSet engines = new EngineSet(PropagationSettings.DEFAULT, opener)) {
      JobRunner runner = new JobRunner(engines, new LocalFiles(folder, out), memory);
      List<JobOutcome> outcomes =
          new CohortRun(runner, (outcome, progress) -> {}).run(manifest, threads);
      new CohortTables(outcomes).write(out);
      return outcomes;
    }
  }

  /** Returns what all files of a folder hold, apart from the seconds that were measured. */
  public static Map<String, String> content(Path out) {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        String name = out.relativize(file).toString();
        if (name.endsWith(".json")) {
          text = text.replaceAll("Seconds\":[0-9.E-]+", "");
        } else if (name.equals(CohortTables.JOBS)) {
          text = text.replaceAll("(,[0-9.]*){3}\\n", "\n");
        }
        content.put(name, text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content;
  }
}
