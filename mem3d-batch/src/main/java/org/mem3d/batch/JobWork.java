package org.mem3d.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.ExpectedDice;
import org.mem3d.Mask;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;
import org.mem3d.Suggestion;
import org.mem3d.SuggestionPolicy;
import org.mem3d.Volume;
import org.mem3d.batch.input.MarkList;
import org.mem3d.batch.input.StartLabels;
import org.mem3d.eval.Metrics;
import org.mem3d.file.WholeFile;
import org.mem3d.io.LabelVolume;
import org.mem3d.io.Volumes;

/** The computing part of one job: from its volume to its results. Used once, by one thread. */
final class JobWork {
  /** How many slices of each object go into the work list at most. */
  private static final int SLICES = 5;

  private final JobRunner.Prepared prepared;
  private final Job job;
  private final CohortFiles.JobFiles files;
  private final List<JobRecord.ResultEntry> results = new ArrayList<>();

  JobWork(JobRunner.Prepared prepared, CohortFiles.JobFiles files) {
    this.prepared = prepared;
    this.job = prepared.job();
    this.files = files;
  }

  /** Returns the seconds since a moment of {@link System#nanoTime}, in whole milliseconds. */
  static double seconds(long begin) {
    return Math.round((System.nanoTime() - begin) / 1e6) / 1e3;
  }

  /** Does the job, writes its results, and last its record. */
  JobRecord done() throws IOException {
    long begin = System.nanoTime();
    Volume volume = prepared.choice().open(prepared.image());
    double input = prepared.seconds() + seconds(begin);
    begin = System.nanoTime();
    try (SegmentationSession session = session(volume)) {
      Mask mask = session.mask();
      double compute = seconds(begin);
      begin = System.nanoTime();
      write(session, mask);
      double output = seconds(begin);
      JobRecord record =
          new JobRecord(
              prepared.fingerprint(),
              (long) volume.sizeX() * volume.sizeY() * volume.sizeZ(),
              JobFingerprint.bytes(prepared.inputs()),
              input,
              compute,
              output,
              objects(session, mask),
              slices(session, mask),
              results);
      files.write(JobRecord.FILE, file -> WholeFile.write(file, record.toJson() + "\n"));
      return record;
    }
  }

  private SegmentationSession session(Volume volume) {
    SegmentationEngine engine = prepared.engine();
    Path saved = prepared.inputs().get(JobField.SESSION.word());
    SegmentationSession session =
        saved == null ? engine.newSession(volume) : engine.replay(saved, volume);
    try {
      session.volumeSource(job.image());
      if (saved == null) {
        mark(session, volume);
      }
      boolean marked =
          session.objects().stream().anyMatch(each -> !session.marks(each.label()).isEmpty());
      if (marked) {
        session.propagate();
      }
      return session;
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  private void mark(SegmentationSession session, Volume volume) {
    MarkList marks = prepared.marks();
    Path start = prepared.inputs().get(JobField.START.word());
    if (start != null) {
      Axis axis = job.axis() == null ? Axis.Z : job.axis();
      session.addObjects(StartLabels.read(start, volume.grid(), job.gridCheck()), axis);
    }
    marks.newNames().forEach(session::addObject);
    marks.marks().forEach(session::interact);
  }

  private void write(SegmentationSession session, Mask mask) throws IOException {
    for (JobOutput output : job.outputs()) {
      switch (output) {
        case MASK -> result("mask.nii.gz", file -> Volumes.write(file, mask));
        case PROBABILITY -> {
          for (SegmentationObject object : session.objects()) {
            int label = object.label();
            result(
                "probability-" + label + ".nii.gz",
                file -> Volumes.write(file, session.probability(label)));
          }
        }
        case QUALITY ->
            result("quality.csv", file -> WholeFile.write(file, QualityTable.of(session)));
        case SESSION -> result("session.mem3d", session::save);
      }
    }
  }

  private void result(String name, CohortFiles.Content content) throws IOException {
    files.write(
        name,
        file -> {
          content.writeTo(file);
          results.add(
              new JobRecord.ResultEntry(name, Files.size(file), JobFingerprint.sha256(file)));
        });
  }

  private List<JobRecord.ObjectEntry> objects(SegmentationSession session, Mask mask) {
    Path file = prepared.inputs().get(JobField.TRUTH.word());
    LabelVolume truth =
        file == null ? null : Volumes.readLabels(file, session.volume().grid(), job.gridCheck());
    List<SegmentationObject> objects = session.objects();
    List<Integer> truthLabels = job.truthLabels();
    if (!truthLabels.isEmpty() && truthLabels.size() != objects.size()) {
      throw new Mem3dException(
          "truthLabels has " + truthLabels.size() + " labels for " + objects.size() + " objects");
    }
    List<JobRecord.ObjectEntry> entries = new ArrayList<>();
    for (int i = 0; i < objects.size(); i++) {
      int label = objects.get(i).label();
      int trueLabel = truthLabels.isEmpty() ? label : truthLabels.get(i);
      long voxels = mask.count(label);
      ExpectedDice expected = session.expectedDice(label);
      entries.add(
          new JobRecord.ObjectEntry(
              label,
              objects.get(i).name(),
              voxels,
              voxels * mask.geometry().voxelVolume() / 1000,
              expected.mean(),
              expected.low(),
              expected.high(),
              truth == null ? null : Double.valueOf(dice(mask, label, truth, trueLabel))));
    }
    return entries;
  }

  private static double dice(Mask mask, int label, LabelVolume truth, int trueLabel) {
    return Metrics.dice(
        IntStream.range(0, mask.sizeZ()).mapToObj(z -> mask.slice(label, Axis.Z, z)).toList(),
        IntStream.range(0, mask.sizeZ()).mapToObj(z -> truth.slice(trueLabel, Axis.Z, z)).toList());
  }

  private static List<JobRecord.SliceEntry> slices(SegmentationSession session, Mask mask) {
    List<JobRecord.SliceEntry> entries = new ArrayList<>();
    for (SegmentationObject object : session.objects()) {
      double voxels = Math.max(1, mask.count(object.label()));
      for (Suggestion each :
          session.suggest(object.label(), SLICES, SuggestionPolicy.RECOMMENDED)) {
        entries.add(
            new JobRecord.SliceEntry(
                each.object(),
                each.axis().name().toLowerCase(Locale.ROOT),
                each.slice(),
                finite(each.predictedDice()),
                each.score() / voxels,
                each.reason()));
      }
    }
    return entries;
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? Double.valueOf(value) : null;
  }
}
