package org.mem3d.cli;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.eval.Metrics;
import org.mem3d.eval.ObjectResult;
import org.mem3d.eval.RoundListener;
import org.mem3d.eval.SliceResult;
import org.mem3d.eval.Truth;
import org.mem3d.io.IntensityWindow;
import org.mem3d.io.SliceOverlay;

/**
 * Pictures of the objects, or of single slices, that ended best and worst, a few of each, so that
 * an evaluation of any length keeps few pictures. Belongs to one thread.
 */
final class Gallery {
  private static final int KEPT = 3;
  private static final int PICTURES = 4;
  private static final double WIDTH = 240;

  private final List<Entry> best = new ArrayList<>();
  private final List<Entry> worst = new ArrayList<>();

  /** An object as it ended. */
  record Entry(String title, double dice, List<Picture> pictures) {
    Entry {
      pictures = List.copyOf(pictures);
    }
  }

  /** One slice of it. */
  record Picture(BufferedImage image, String caption) {}

  /** Remembers what an object's masks were after the last round. */
  static final class Last implements RoundListener {
    private List<SliceMask> masks = List.of();

    @Override
    public void played(ObjectResult.Round round, List<Interaction> marks, List<SliceMask> masks) {
      this.masks = masks;
    }

    /** Returns a listener that tells another one too. */
    RoundListener andThen(RoundListener next) {
      return (round, marks, now) -> {
        played(round, marks, now);
        next.played(round, marks, now);
      };
    }
  }

  /** Keeps pictures of a run if it is among the best or the worst so far. */
  void offer(ObjectResult run, Volume image, Truth truth, Last last) {
    double dice = run.after(run.rounds().size()).dice();
    offer(
        dice,
        () ->
            new Entry(
                String.format(
                    Locale.ROOT,
                    "%s/%s, label %d: Dice %.3f after round %d",
                    run.set(),
                    run.caseName(),
                    run.label(),
                    dice,
                    run.rounds().size()),
                dice,
                pictures(run, image, truth, last.masks)));
  }

  /** Keeps pictures of a slice's answers if its last one is among the best or the worst so far. */
  void offer(
      SliceResult run,
      Volume image,
      Truth truth,
      List<List<Interaction>> marks,
      List<SliceMask> masks) {
    int last = run.answers().size() - 1;
    double dice = run.answers().get(last).dice();
    offer(
        dice,
        () ->
            new Entry(
                String.format(
                    Locale.ROOT,
                    "%s/%s, label %d, %s=%d: Dice %.3f, then %.3f after %d corrections",
                    run.set(),
                    run.caseName(),
                    run.label(),
                    SessionReport.name(run.axis()),
                    run.slice(),
                    run.answers().get(0).dice(),
                    dice,
                    last),
                dice,
                pictures(run, image, truth, marks, masks)));
  }

  private void offer(double dice, Supplier<Entry> made) {
    boolean isBest = best.size() < KEPT || dice > best.get(KEPT - 1).dice();
    boolean isWorst = worst.size() < KEPT || dice < worst.get(KEPT - 1).dice();
    if (!isBest && !isWorst) {
      return;
    }
    Entry entry = made.get();
    if (isBest) {
      keep(best, entry, Comparator.comparingDouble(Entry::dice).reversed());
    }
    if (isWorst) {
      keep(worst, entry, Comparator.comparingDouble(Entry::dice));
    }
  }

  private static void keep(List<Entry> entries, Entry entry, Comparator<Entry> order) {
    entries.add(entry);
    entries.sort(order);
    if (entries.size() > KEPT) {
      entries.remove(KEPT);
    }
  }

  /** Returns the objects that ended best, best first. */
  List<Entry> best() {
    return List.copyOf(best);
  }

  /** Returns the objects that ended worst, worst first. */
  List<Entry> worst() {
    return List.copyOf(worst);
  }

  /** Pictures the first and the last answer, with all marks up to each. */
  private static List<Picture> pictures(
      SliceResult run,
      Volume image,
      Truth truth,
      List<List<Interaction>> marks,
      List<SliceMask> masks) {
    SliceOverlay overlay = overlay(image, truth);
    List<Picture> pictures = new ArrayList<>();
    for (int answer : new TreeSet<>(List.of(0, masks.size() - 1))) {
      SliceMask shown = masks.get(answer);
      SliceMask nothing = SliceMask.empty(shown.width(), shown.height());
      List<SliceMask> slices = new ArrayList<>(Collections.nCopies(truth.slices().size(), nothing));
      slices.set(run.slice(), shown);
      pictures.add(
          new Picture(
              overlay
                  .withMask(mask(slices, run.axis(), image))
                  .withMarks(marks.subList(0, answer + 1).stream().flatMap(List::stream).toList())
                  .render(run.axis(), run.slice()),
              String.format(
                  Locale.ROOT,
                  "%s: Dice %.3f, predicted %.3f",
                  answer == 0 ? "first marks" : "correction " + answer,
                  run.answers().get(answer).dice(),
                  run.answers().get(answer).predictedQuality())));
    }
    return pictures;
  }

  private static SliceOverlay overlay(Volume image, Truth truth) {
    return SliceOverlay.of(image, IntensityWindow.ofPercentiles(image, 0.5, 99.5))
        .withOutline(mask(truth.slices(), truth.axis(), image))
        .withScale(Math.max(0.25, Math.min(4, WIDTH / image.size(truth.axis().u()))));
  }

  private static List<Picture> pictures(
      ObjectResult run, Volume image, Truth truth, List<SliceMask> masks) {
    Axis axis = truth.axis();
    SliceOverlay overlay = overlay(image, truth).withMask(mask(masks, axis, image));
    List<Picture> pictures = new ArrayList<>();
    for (int slice : slices(truth, masks)) {
      boolean annotated = run.rounds().stream().anyMatch(round -> round.slice() == slice);
      pictures.add(
          new Picture(
              overlay.render(axis, slice),
              String.format(
                  Locale.ROOT,
                  "%s=%d, %s",
                  SessionReport.name(axis),
                  slice,
                  annotated
                      ? "annotated"
                      : String.format(
                          Locale.ROOT,
                          "Dice %.3f",
                          Metrics.dice(masks.get(slice), truth.slices().get(slice))))));
    }
    return pictures;
  }

  /** Chooses the object's largest slice, the one most in error, and two others spread over it. */
  private static List<Integer> slices(Truth truth, List<SliceMask> masks) {
    int wrong = 0;
    for (int i = 1; i < masks.size(); i++) {
      if (Metrics.errorArea(masks.get(i), truth.slices().get(i))
          > Metrics.errorArea(masks.get(wrong), truth.slices().get(wrong))) {
        wrong = i;
      }
    }
    int first = truth.firstSlice();
    int length = truth.lastSlice() - first;
    TreeSet<Integer> chosen = new TreeSet<>(List.of(truth.largestSlice(), wrong));
    for (int i = 1; i < PICTURES && chosen.size() < PICTURES; i++) {
      chosen.add(first + i * length / PICTURES);
    }
    return List.copyOf(chosen);
  }

  /** Returns the masks of slices as one object of label 1. */
  private static Mask mask(List<SliceMask> slices, Axis axis, Volume image) {
    int sizeX = image.sizeX();
    int sizeY = image.sizeY();
    byte[] labels = new byte[sizeX * sizeY * image.sizeZ()];
    int stepU = axis == Axis.X ? sizeX : 1;
    int stepV = axis == Axis.Z ? sizeX : sizeX * sizeY;
    int step = axis == Axis.X ? 1 : axis == Axis.Y ? sizeX : sizeX * sizeY;
    for (int slice = 0; slice < slices.size(); slice++) {
      SliceMask mask = slices.get(slice);
      for (int v = 0; v < mask.height(); v++) {
        for (int u = 0; u < mask.width(); u++) {
          if (mask.contains(u, v)) {
            labels[slice * step + u * stepU + v * stepV] = 1;
          }
        }
      }
    }
    return new Mask(sizeX, sizeY, image.sizeZ(), image.geometry(), labels);
  }
}
