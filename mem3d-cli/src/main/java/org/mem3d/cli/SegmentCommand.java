package org.mem3d.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Grid;
import org.mem3d.GridException;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;
import org.mem3d.Mask;
import org.mem3d.Mem3dException;
import org.mem3d.PropagationReport;
import org.mem3d.SavedSession;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;
import org.mem3d.Suggestion;
import org.mem3d.Volume;
import org.mem3d.batch.QualityTable;
import org.mem3d.batch.input.MarkList;
import org.mem3d.batch.input.SliceMaskFile;
import org.mem3d.batch.input.StartLabels;
import org.mem3d.file.FileContent;
import org.mem3d.file.FileFailure;
import org.mem3d.file.FileRoles;
import org.mem3d.io.IntensityWindow;
import org.mem3d.io.VolumeFormat;
import org.mem3d.io.Volumes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Segments a volume from marks given on the command line or in a file. */
@Command(
    name = "segment",
    description = {
      "Segments IMAGE from marks and writes the objects' labels.",
      "A mark names its slice, then positions in it in voxels: z=40:x,y;x,y. Along x they are"
          + " y,z, along y they are x,z. Options repeat; marks belong to the --object before them.",
      "Example: mem3d segment ct.nii.gz --out mask.nii.gz --object liver --scribble"
          + " 'z=40:100,96;110,99' --object spleen --click z=42:60,90"
    })
final class SegmentCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private EngineOptions engineOptions = new EngineOptions();

  @Parameters(
      paramLabel = "IMAGE",
      description =
          "The volume: NIfTI, NRRD, MetaImage, DICOM or TIFF; a folder of DICOM slices, or of"
              + " OME-Zarr.")
  private Path image = Path.of(".");

  @Option(
      names = "--out",
      converter = FileNames.class,
      required = true,
      paramLabel = "MASK",
      description =
          "Where the labels are written: .nii, .nii.gz, .nrrd, .nhdr, .mha, .mhd; of DICOM"
              + " slices also .dcm, a DICOM segmentation.")
  private Path out = Path.of(".");

  @Option(
      names = "--axis",
      paramLabel = "AXIS",
      converter = OptionNames.AxisNames.class,
      description = "x, y or z: the axis of marks that name only a number (default z).")
  private @Nullable Axis axis;

  @Option(
      names = "--start",
      converter = FileNames.class,
      paramLabel = "LABELS",
      description =
          "Start from the labels of another program: marks correct the object 'label 3', and what"
              + " is not marked stays.")
  private @Nullable Path start;

  @Option(
      names = "--resume",
      converter = FileNames.class,
      paramLabel = "FILE",
      description =
          "Go on with a session of this image that --session wrote: marks are of its objects, by"
              + " name, or of new ones.")
  private @Nullable Path resume;

  @Option(
      names = "--session",
      converter = FileNames.class,
      paramLabel = "FILE",
      description =
          "Write the session, to go on with it later: once with its marks, and when all is done.")
  private @Nullable Path sessionFile;

  @Mixin final MarkOptions markOptions = new MarkOptions();

  @Mixin private GridOptions gridOptions = new GridOptions();

  @Mixin private ImageOptions imageOptions = new ImageOptions();

  @Mixin private ShownOptions shownOptions = new ShownOptions();

  @Option(
      names = "--prob",
      converter = FileNames.class,
      paramLabel = "FILE",
      description =
          "Write the object's probability; with several objects one file each, the name put before"
              + " the ending.")
  private @Nullable Path probability;

  @Option(
      names = "--quality",
      converter = FileNames.class,
      paramLabel = "FILE.csv",
      description = "Write each slice's quality.")
  private @Nullable Path quality;

  @Option(
      names = "--suggest",
      paramLabel = "N",
      description = "Print the N slices most worth another look.")
  private int suggest;

  @Option(
      names = "--report",
      converter = FileNames.class,
      paramLabel = "FILE.html",
      description = "Write a page to look at.")
  private @Nullable Path report;

  private @Nullable Volume opened;

  @Override
  public Integer call() {
    if (resume == null) {
      return segment(null);
    }
    if (start != null) {
      throw new ParameterException(
          spec.commandLine(), "--resume and --start: a session begins with one or the other");
    }
    try (SegmentationEngine engine = engineOptions.open()) {
      return segment(engine);
    }
  }

  /**
   * Segments.
   *
   * @param early the engine, if it was opened already; it is closed
   */
  private int segment(@Nullable SegmentationEngine early) {
    Mask labels = start == null ? null : labels(start);
    MarkList marks = marks(early, labels);
    if (!isSegmentation()) {
      requireVolume("--out", out);
    } else if (!imageOptions.isDicom(image)) {
      throw new ParameterException(
          spec.commandLine(),
          "--out " + out + " is DICOM, which needs a folder of DICOM slices as IMAGE");
    }
    if (probability != null) {
      requireVolume("--prob", probability);
    }
    if (suggest < 0) {
      throw new ParameterException(spec.commandLine(), "--suggest must be 0 or more");
    }
    List<Path> probabilities =
        probability == null ? List.of() : ObjectFiles.of(probability, marks.names());
    FileRoles files = new FileRoles().reads("IMAGE", image);
    engineOptions.addTo(files);
    files.reads("--start", start).reads("--resume", resume);
    marks.files().forEach(file -> files.reads("the file of marks", file));
    Volumes.filesOf(out).forEach(file -> files.writes("--out", file));
    probabilities.stream()
        .flatMap(file -> Volumes.filesOf(file).stream())
        .forEach(file -> files.writes("--prob", file));
    try {
      shownOptions.addTo(files);
    } catch (Mem3dException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    files
        .writes("--session", sessionFile)
        .writes("--quality", quality)
        .writes("--report", report)
        .check();
    PrintWriter answers = spec.commandLine().getOut();
    Progress progress = new Progress(spec.commandLine().getErr());
    Volume volume = volume();
    try (SegmentationEngine engine = early == null ? engineOptions.open() : early;
        SegmentationSession session =
            resume == null ? engine.newSession(volume) : engine.restore(resume, volume)) {
      session.volumeSource(image.toAbsolutePath().normalize().toString());
      session.addListener(progress);
      if (labels != null) {
        session.addObjects(labels, axis == null ? Axis.Z : axis);
      }
      marks.newNames().forEach(session::addObject);
      long begin = System.nanoTime();
      marks.marks().forEach(session::interact);
      double marking = (System.nanoTime() - begin) / 1e9;
      save(session);
      shownOptions.begin(session);
      PropagationReport done =
          marks.marks().isEmpty() ? new PropagationReport(List.of(), 0, 0) : session.propagate();
      progress.clear();
      save(session);
      Mask mask = session.mask();
      if (isSegmentation()) {
        imageOptions.writeSegmentation(out, image, mask, session.objects());
      } else {
        Volumes.write(out, mask);
      }
      printObjects(answers, session, mask);
      answers.printf(
          Locale.ROOT,
          "%.2f s for marks, %.2f s for %d slices, on %s%n",
          marking,
          done.seconds(),
          done.slicesComputed(),
          engine.backendName());
      printSuggestions(answers, session);
      List<SegmentationObject> objects = session.objects();
      for (int i = 0; i < probabilities.size(); i++) {
        Volumes.write(probabilities.get(i), session.probability(objects.get(i).label()));
      }
      shownOptions.write(session, mask, marks.marks());
      if (quality != null) {
        TextFile.write(quality, QualityTable.of(session));
      }
      if (report != null) {
        writeReport(report, engine, session, marks.marks(), done);
      }
      answers.println("wrote " + out);
    }
    return 0;
  }

  private void save(SegmentationSession session) {
    if (sessionFile != null) {
      session.save(sessionFile);
    }
  }

  private Volume volume() {
    if (opened == null) {
      opened = imageOptions.open(image);
    }
    return opened;
  }

  /** Returns the image's grid; of a pipe, which can be read but once, the whole image is read. */
  private Grid grid() {
    return FileContent.isOnDisk(image) || Files.isDirectory(image)
        ? imageOptions.grid(image)
        : volume().grid();
  }

  private Mask labels(Path file) {
    try {
      return StartLabels.read(file, grid(), gridOptions.check());
    } catch (GridException e) {
      throw GridOptions.told(e);
    }
  }

  private MarkList marks(@Nullable SegmentationEngine engine, @Nullable Mask labels) {
    MarkList marks = new MarkList();
    if (engine != null && resume != null) {
      SavedSession saved = engine.inspect(resume);
      saved.objects().forEach((label, name) -> marks.started(name, label));
      saved.differences().forEach(other -> spec.commandLine().getErr().println("note: " + other));
    }
    for (int label = 1; labels != null && label < 256; label++) {
      if (labels.count(label) > 0) {
        marks.started("label " + label, label);
      }
    }
    try {
      return markOptions.read(axis, new SliceMaskFile(this::grid, gridOptions.check()), marks);
    } catch (GridException e) {
      throw GridOptions.told(e);
    } catch (InteractionException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private boolean isSegmentation() {
    return out.toString().toLowerCase(Locale.ROOT).endsWith(".dcm");
  }

  private void requireVolume(String option, Path file) {
    if (VolumeFormat.ofName(file).isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), option + " " + file + " must end in " + VolumeFormat.allEndings());
    }
  }

  private static void printObjects(PrintWriter answers, SegmentationSession session, Mask mask) {
    for (SegmentationObject object : session.objects()) {
      int label = object.label();
      long count = mask.count(label);
      answers.printf(
          Locale.ROOT,
          "%d %s: %d voxels, %s%n",
          label,
          FileFailure.oneLine(object.name()),
          count,
          VolumeText.of(count, mask.geometry()));
    }
  }

  private void printSuggestions(PrintWriter answers, SegmentationSession session) {
    for (Suggestion next : suggest == 0 ? List.<Suggestion>of() : session.suggest(suggest)) {
      answers.printf(
          Locale.ROOT,
          "look at %s=%d for %s: %s%n",
          SessionReport.name(next.axis()),
          next.slice(),
          FileFailure.oneLine(session.object(next.object()).name()),
          next.reason());
    }
  }

  private void writeReport(
      Path file,
      SegmentationEngine engine,
      SegmentationSession session,
      List<Interaction> marks,
      PropagationReport done) {
    Report page = new Report("mem3d: " + image.getFileName());
    page.paragraph(
        String.format(
            Locale.ROOT,
            "%d slices computed in %.2f s. %s",
            done.slicesComputed(),
            done.seconds(),
            engine.describe().strip().replaceAll("\\R", "; ")));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("object", "voxels", "volume"));
    Mask mask = session.mask();
    for (SegmentationObject object : session.objects()) {
      int label = object.label();
      long count = mask.count(label);
      rows.add(List.of(object.name(), Long.toString(count), VolumeText.of(count, mask.geometry())));
    }
    page.table(rows);
    IntensityWindow window = IntensityWindow.ofPercentiles(session.volume(), 0.5, 99.5);
    SessionReport.add(page, session, window, marks, null);
    page.write(file);
  }
}
