package org.mem3d.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Geometry;
import org.mem3d.ModelException;
import org.mem3d.PropagationSettings;
import org.mem3d.SegmentationEngine;
import org.mem3d.Volume;
import org.mem3d.io.Volumes;
import org.mem3d.io.VoxelType;

/** Cohorts of small volumes: what is written, what is not done again, and what goes wrong. */
class CohortRunTest {
  @TempDir Path work = Path.of(".");
  private TestCohort cohort = new TestCohort(Path.of("."));
  private Path out = Path.of(".");

  @BeforeEach
  void makeFolders() throws IOException {
    cohort = new TestCohort(Files.createDirectories(work.resolve("in")));
    out = work.resolve("out");
  }

  private static List<String> kept(List<JobOutcome> outcomes) {
    return outcomes.stream().filter(JobOutcome::kept).map(JobOutcome::id).toList();
  }

  private static Map<String, String> reasons(List<JobOutcome> outcomes) {
    return outcomes.stream()
        .filter(outcome -> outcome.reason() != null)
        .collect(Collectors.toMap(JobOutcome::id, outcome -> String.valueOf(outcome.reason())));
  }

  @Test
  void resultsAndTables() throws Exception {
    cohort.volume("a", 1).volume("b", 4);
    cohort
        .job("first", "a", ", \"truth\": \"a-truth.nii.gz\"")
        .job("second", "b", ", \"outputs\": [\"mask\", \"probability\", \"quality\", \"session\"]");
    List<JobOutcome> outcomes = cohort.run(out, 2);
    assertThat(reasons(outcomes)).isEmpty();
    assertThat(TestCohort.content(out).keySet())
        .containsExactlyInAnyOrder(
            "results.csv",
            "jobs.csv",
            "worklist.csv",
            "jobs/first/mask.nii.gz",
            "jobs/first/job.json",
            "jobs/second/mask.nii.gz",
            "jobs/second/probability-1.nii.gz",
            "jobs/second/quality.csv",
            "jobs/second/session.mem3d",
            "jobs/second/job.json");
    List<String> results = Files.readAllLines(out.resolve("results.csv"));
    assertThat(results.get(0))
        .isEqualTo("job,label,object,voxels,ml,expectedDice,low,high,trueDice");
    String[] first = results.get(1).split(",", -1);
    assertThat(first[0] + first[2]).isEqualTo("firstball");
    long voxels = Long.parseLong(first[3]);
    assertThat(voxels).isBetween(200L, 1000L);
    assertThat(Double.parseDouble(first[4])).isEqualTo(voxels * 2 / 1000.0);
    assertThat(Double.parseDouble(first[8])).isGreaterThan(0.8);
    assertThat(results.get(2)).startsWith("second,1,ball,").endsWith(",");
    assertThat(Files.readAllLines(out.resolve("jobs.csv")).get(2)).startsWith("second,done,,4368,");
    assertThat(new CohortTables(outcomes).judgement().objects()).isEqualTo(1);
  }

  @Test
  void theWorkListHasTheSliceOfMostGainFirst() throws Exception {
    cohort.volume("a", 1).volume("b", 4).job("first", "a", "").job("second", "b", "");
    cohort.run(out, 1);
    List<String> lines = Files.readAllLines(out.resolve("worklist.csv"));
    assertThat(lines.get(0)).isEqualTo("rank,job,label,axis,slice,predictedDice,gain,reason");
    List<Double> gains =
        lines.stream().skip(1).map(line -> Double.valueOf(line.split(",", -1)[6])).toList();
    assertThat(gains).hasSizeGreaterThan(4).isSortedAccordingTo(Collections.reverseOrder());
    assertThat(lines).anyMatch(line -> line.contains(",first,"));
    assertThat(lines).anyMatch(line -> line.contains(",second,"));
  }

  @Test
  void severalAtATimeGiveTheSameBytes() throws Exception {
    for (int i = 0; i < 5; i++) {
      cohort.volume("v" + i, i).job("j" + i, "v" + i, ", \"outputs\": [\"mask\", \"session\"]");
    }
    cohort.run(out, 1);
    cohort.run(work.resolve("two"), 2);
    assertThat(TestCohort.content(work.resolve("two"))).isEqualTo(TestCohort.content(out));
  }

  @Test
  void whatIsDoneIsNotComputedAgain() throws Exception {
    cohort.volume("a", 1).volume("b", 2).volume("c", 3);
    cohort.job("a", "a", "").job("b", "b", "").job("c", "c", "");
    cohort.run(out, 1);
    Map<String, String> before = TestCohort.content(out);
    FileTime time = FileTime.fromMillis(1_000_000_000_000L);
    for (String id : List.of("a", "b", "c")) {
      Files.setLastModifiedTime(out.resolve("jobs/" + id + "/mask.nii.gz"), time);
    }
    assertThat(kept(cohort.run(out, 2))).containsExactly("a", "b", "c");
    assertThat(TestCohort.content(out)).isEqualTo(before);

    // Other marks, a result that is not what was written, one that is missing.
    cohort.write("a.json", Files.readString(cohort.folder.resolve("a.json")) + " ");
    Files.writeString(out.resolve("jobs/b/mask.nii.gz"), "x");
    assertThat(kept(cohort.run(out, 1))).containsExactly("c");
    Files.delete(out.resolve("jobs/c/job.json"));
    assertThat(kept(cohort.run(out, 1))).containsExactly("a", "b");
    assertThat(TestCohort.content(out).get("results.csv")).isEqualTo(before.get("results.csv"));
    assertThat(Files.getLastModifiedTime(out.resolve("jobs/c/mask.nii.gz"))).isNotEqualTo(time);
  }

  @Test
  void otherSettingsAreComputedAnew() throws Exception {
    cohort.volume("a", 1).job("a", "a", "");
    cohort.run(out, 1);
    List<JobOutcome> same = cohort.run(out, 1);
    assertThat(kept(same)).containsExactly("a");
    List<JobOutcome> other =
        cohort.run(out, 1, 1L << 30, settings -> TestCohort.engine(settings.withRefine(false)));
    assertThat(kept(other)).isEmpty();
  }

  @Test
  void voxelsBesideAHeaderCount() throws Exception {
    cohort.volume("a", 1);
    Volumes.write(
        cohort.folder.resolve("a.mhd"),
        Volumes.open(cohort.folder.resolve("a.nii.gz")),
        VoxelType.INT16);
    cohort.line("{\"id\": \"a\", \"image\": \"a.mhd\", \"marks\": \"a.json\"}");
    cohort.run(out, 1);
    assertThat(kept(cohort.run(out, 1))).containsExactly("a");
    Volumes.write(
        cohort.folder.resolve("a.mhd"),
        Volumes.open(cohort.folder.resolve("a.nii.gz")).rescaled(2, 0),
        VoxelType.INT16);
    assertThat(kept(cohort.run(out, 1))).isEmpty();
  }

  @Test
  void aJobThatFailsKeepsNoOtherFromBeingDone() throws Exception {
    cohort.volume("a", 1).volume("damaged", 2).volume("d", 3);
    Files.write(
        cohort.folder.resolve("damaged.nii.gz"),
        Arrays.copyOf(Files.readAllBytes(cohort.folder.resolve("damaged.nii.gz")), 300));
    Volumes.write(
        cohort.folder.resolve("elsewhere.nii.gz"),
        Volume.of((x, y, z) -> 1, 5, 5, 5, Geometry.UNIT),
        VoxelType.UINT8);
    cohort.write("bad.json", "{\"objects\": 7}");
    cohort
        .job("missing", "none", "")
        .job("damaged", "damaged", "")
        .job("grid", "d", ", \"truth\": \"elsewhere.nii.gz\"")
        .job("labels", "d", ", \"truth\": \"d-truth.nii.gz\", \"truthLabels\": [1, 2]")
        .line("{\"id\": \"marks\", \"image\": \"a.nii.gz\", \"marks\": \"bad.json\"}")
        .job("fine", "a", "");
    List<JobOutcome> outcomes = cohort.run(out, 2);
    assertThat(reasons(outcomes)).containsOnlyKeys("missing", "damaged", "grid", "labels", "marks");
    assertThat(reasons(outcomes).get("missing")).contains("none.nii.gz", "does not exist");
    assertThat(reasons(outcomes).get("grid")).contains("elsewhere.nii.gz");
    assertThat(reasons(outcomes).get("labels")).contains("2 labels for 1 objects");
    assertThat(reasons(outcomes).get("marks")).contains("bad.json");
    assertThat(Files.exists(out.resolve("jobs/fine/mask.nii.gz"))).isTrue();
    assertThat(Files.readAllLines(out.resolve("jobs.csv")))
        .hasSize(7)
        .anyMatch(line -> line.startsWith("missing,failed,"));
    assertThat(Files.readAllLines(out.resolve("results.csv"))).hasSize(2);

    cohort.volume("none", 5);
    List<JobOutcome> again = cohort.run(out, 1);
    assertThat(kept(again)).containsExactly("fine");
    assertThat(reasons(again)).doesNotContainKey("missing");
  }

  @Test
  void whatDoesNotFitIsTold() throws Exception {
    cohort.volume("a", 1).job("a", "a", "");
    List<JobOutcome> outcomes = cohort.run(out, 1, 10L << 20, TestCohort::engine);
    assertThat(reasons(outcomes).get("a")).contains("needs about", "MB");
    assertThat(Files.exists(out.resolve("jobs/a"))).isFalse();
  }

  /** Opens engines whose first sessions run out of memory. */
  private static SegmentationEngine poor(PropagationSettings settings, int times) {
    SegmentationEngine engine = TestCohort.engine(settings);
    AtomicInteger left = new AtomicInteger(times);
    return (SegmentationEngine)
        Proxy.newProxyInstance(
            SegmentationEngine.class.getClassLoader(),
            new Class<?>[] {SegmentationEngine.class},
            (proxy, method, args) -> {
              if (method.getName().equals("newSession") && left.getAndDecrement() > 0) {
                throw new OutOfMemoryError("Java heap space");
              }
              try {
                return method.invoke(engine, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void aJobThatRunsOutOfMemoryIsDoneAloneAndElseFails() throws Exception {
    cohort.volume("a", 1).volume("b", 2).job("a", "a", "").job("b", "b", "");
    assertThat(reasons(cohort.run(out, 2, 1L << 30, settings -> poor(settings, 1)))).isEmpty();
    List<JobOutcome> outcomes =
        cohort.run(work.resolve("twice"), 1, 1L << 30, settings -> poor(settings, 2));
    assertThat(reasons(outcomes)).containsOnlyKeys("a");
    assertThat(reasons(outcomes).get("a")).contains("out of Java memory (Java heap space)");
  }

  @Test
  void anEngineThatDoesNotOpenIsNoJobsFault() throws Exception {
    cohort.volume("a", 1).job("a", "a", ", \"plan\": \"chain\"").job("b", "a", "");
    Function<PropagationSettings, SegmentationEngine> opener =
        settings -> {
          throw new ModelException("no weights");
        };
    assertThatThrownBy(() -> cohort.run(out, 1, 1L << 30, opener))
        .isInstanceOf(ModelException.class)
        .hasMessage("no weights");
    assertThat(out.resolve("jobs.csv")).doesNotExist();
    List<JobOutcome> outcomes =
        cohort.run(
            out,
            1,
            1L << 30,
            settings ->
                settings.equals(PropagationSettings.DEFAULT)
                    ? TestCohort.engine(settings)
                    : opener.apply(settings));
    assertThat(reasons(outcomes)).containsExactly(Map.entry("a", "no weights"));
  }

  @Test
  void oneEngineForAllJobsOfTheSameSettings() throws Exception {
    cohort.volume("a", 1).volume("b", 2);
    cohort
        .job("a", "a", "")
        .job("b", "b", "")
        .job("c", "b", ", \"plan\": \"chain\"")
        .job("d", "a", ", \"plan\": \"chain\"");
    List<PropagationSettings> opened = Collections.synchronizedList(new ArrayList<>());
    List<JobOutcome> outcomes =
        cohort.run(
            out,
            2,
            1L << 30,
            settings -> {
              opened.add(settings);
              return TestCohort.engine(settings);
            });
    assertThat(reasons(outcomes)).isEmpty();
    assertThat(opened).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void aSessionAndAMaskAreJobsToo() throws Exception {
    cohort.volume("a", 1).job("marks", "a", ", \"outputs\": [\"mask\", \"session\"]");
    cohort.run(out, 1);
    Path first = out.resolve("jobs/marks");
    Files.copy(first.resolve("session.mem3d"), cohort.folder.resolve("old.mem3d"));
    Files.copy(first.resolve("mask.nii.gz"), cohort.folder.resolve("old.nii.gz"));
    cohort
        .line("{\"id\": \"again\", \"image\": \"a.nii.gz\", \"session\": \"old.mem3d\"}")
        .line("{\"id\": \"start\", \"image\": \"a.nii.gz\", \"start\": \"old.nii.gz\"}");
    List<JobOutcome> outcomes = cohort.run(out, 1);
    assertThat(reasons(outcomes)).isEmpty();
    assertThat(kept(outcomes)).containsExactly("marks");
    byte[] mask = Files.readAllBytes(first.resolve("mask.nii.gz"));
    assertThat(out.resolve("jobs/again/mask.nii.gz")).hasBinaryContent(mask);
    assertThat(out.resolve("jobs/start/mask.nii.gz")).hasBinaryContent(mask);
  }

  @Test
  void masksThatMarksNameAreFoundBesideThem() throws Exception {
    cohort.volume("a", 1);
    Files.createDirectories(cohort.folder.resolve("marks"));
    Files.copy(
        cohort.folder.resolve("a-truth.nii.gz"), cohort.folder.resolve("marks/slice.nii.gz"));
    cohort.write(
        "marks/a.json",
        "{\"objects\": [{\"name\": \"ball\", \"marks\": [{\"type\": \"mask\", \"slice\": 3,"
            + " \"file\": \"slice.nii.gz\"}]}]}");
    cohort.line("{\"id\": \"a\", \"image\": \"a.nii.gz\", \"marks\": \"marks/a.json\"}");
    assertThat(reasons(cohort.run(out, 1))).isEmpty();
    Volumes.write(
        cohort.folder.resolve("marks/slice.nii.gz"),
        Volume.of(
            (x, y, z) -> x == 13 && y == 12 ? 1 : 0,
            TestCohort.X,
            TestCohort.Y,
            TestCohort.Z,
            Geometry.ofSpacing(1, 1, 2)),
        VoxelType.UINT8);
    assertThat(kept(cohort.run(out, 1))).isEmpty();
  }

  @Test
  void progressCountsAndEndsWithNothingLeft() throws Exception {
    cohort.volume("a", 1).job("a", "a", "").job("none", "none", "");
    cohort.run(out, 1);
    List<CohortListener.Progress> told = new ArrayList<>();
    try (EngineSet engines = TestCohort.engines()) {
      JobRunner runner = new JobRunner(engines, new LocalFiles(cohort.folder, out), 1L << 30);
      new CohortRun(runner, (outcome, progress) -> told.add(progress)).run(cohort.manifest(), 1);
    }
    assertThat(told).hasSize(2);
    CohortListener.Progress last = told.get(1);
    assertThat(last.finished()).isEqualTo(2);
    assertThat(last.kept()).isEqualTo(1);
    assertThat(last.failed()).isEqualTo(1);
    assertThat(last.total()).isEqualTo(2);
    assertThat(last.left()).isZero();
  }
}
