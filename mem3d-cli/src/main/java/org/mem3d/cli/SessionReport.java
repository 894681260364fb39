package org.mem3d.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceQuality;
import org.mem3d.Volume;
import org.mem3d.eval.Metrics;
import org.mem3d.io.IntensityWindow;
import org.mem3d.io.SliceOverlay;

/** What a report shows of a session: slices with masks and marks, and each object's quality. */
final class SessionReport {
  private static final int PICTURES = 12;

  private SessionReport() {}

  /**
   * Adds pictures and curves.
   *
   * @param window between black and white
   * @param truth labels like the session's, drawn as outlines and compared with; null if unknown
   */
  static void add(
      Report report,
      SegmentationSession session,
      IntensityWindow window,
      List<Interaction> marks,
      @Nullable Mask truth) {
    Mask mask = session.mask();
    SliceOverlay overlay = overlay(session.volume(), window, mask, marks, truth);
    report.heading("Slices");
    report.paragraph(
        "Masks in colour, marks edged in white (on the object) or black (beside it)"
            + (truth == null ? "." : "; the truth outlined in white."));
    for (Axis axis : Axis.values()) {
      List<Integer> slices = slices(session, marks, axis);
      if (slices.isEmpty()) {
        continue;
      }
      report.beginPictures();
      for (int slice : slices) {
        boolean marked =
            marks.stream().anyMatch(mark -> mark.axis() == axis && mark.slice() == slice);
        report.picture(
            overlay.render(axis, slice), name(axis) + "=" + slice + (marked ? ", marked" : ""));
      }
      report.endPictures();
    }
    report.heading("Quality of each slice");
    for (SegmentationObject object : session.objects()) {
      addCurve(report, session, object.label(), mask, truth);
    }
  }

  private static SliceOverlay overlay(
      Volume volume,
      IntensityWindow window,
      Mask mask,
      List<Interaction> marks,
      @Nullable Mask truth) {
    SliceOverlay overlay =
        SliceOverlay.of(volume, window)
            .withMask(mask)
            .withMarks(marks)
            .withScale(Math.max(0.25, Math.min(4, 320.0 / volume.sizeX())));
    return truth == null ? overlay : overlay.withOutline(truth);
  }

  /** Chooses slices: those with marks, and others spread over those with a mask. */
  private static List<Integer> slices(
      SegmentationSession session, List<Interaction> marks, Axis axis) {
    TreeSet<Integer> chosen = new TreeSet<>();
    TreeSet<Integer> withMask = new TreeSet<>();
    for (Interaction mark : marks) {
      if (mark.axis() == axis) {
        chosen.add(mark.slice());
        session.quality(mark.object()).stream()
            .filter(slice -> slice.area() > 0)
            .forEach(slice -> withMask.add(slice.slice()));
      }
    }
    List<Integer> others = new ArrayList<>(withMask);
    int wanted = Math.min(others.size(), PICTURES - chosen.size());
    for (int i = 0; i < wanted; i++) {
      chosen.add(others.get((int) ((i + 0.5) * others.size() / wanted)));
    }
    return List.copyOf(chosen);
  }

  private static void addCurve(
      Report report, SegmentationSession session, int object, Mask mask, @Nullable Mask truth) {
    Axis known = session.object(object).axis();
    Axis axis = known == null ? Axis.Z : known;
    int slices = session.volume().size(axis);
    List<Double> predicted = new ArrayList<>(Collections.nCopies(slices, Double.NaN));
    List<Double> actual = new ArrayList<>(Collections.nCopies(slices, Double.NaN));
    List<Double> annotated = new ArrayList<>(Collections.nCopies(slices, Double.NaN));
    for (SliceQuality slice : session.quality(object)) {
      int i = slice.slice();
      boolean there = slice.area() > 0;
      if (truth != null) {
        there |= !truth.slice(object, axis, i).isEmpty();
        if (there) {
          actual.set(i, Metrics.dice(mask.slice(object, axis, i), truth.slice(object, axis, i)));
        }
      }
      if (there) {
        predicted.set(i, (double) slice.predictedDice());
      }
      if (slice.origin() == SliceQuality.Origin.ANNOTATED) {
        annotated.set(i, (double) slice.predictedDice());
      }
    }
    List<Report.Line> lines = new ArrayList<>();
    lines.add(new Report.Line("predicted Dice", predicted, "predicted"));
    if (truth != null) {
      lines.add(new Report.Line("true Dice", actual, "true"));
    }
    lines.add(new Report.Line("annotated", annotated, "annotated"));
    report.curve(session.object(object).name() + ", over slices along " + name(axis) + ":", lines);
  }

  /** Returns an axis as marks spell it. */
  static String name(Axis axis) {
    return axis.name().toLowerCase(Locale.ROOT);
  }
}
