package org.mem3d.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mem3d.Axis;
import org.mem3d.Grid;
import org.mem3d.Interaction;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceAnswer;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

/**
 * How good the mask of one slice is after the first marks and after each correction, nothing being
 * propagated. Immutable.
 *
 * @param caseName name of the case
 * @param scribble name of the file with the real scribble; empty if the marks were simulated
 * @param answers the first marks' answer, then each correction's
 */
public record SliceResult(
    String set,
    String caseName,
    int label,
    Axis axis,
    int slice,
    Prompt interaction,
    String scribble,
    String backend,
    List<Answer> answers) {
  /** Copies the list. */
  public SliceResult {
    answers = List.copyOf(answers);
  }

  /**
   * What the session answered.
   *
   * @param dice of the slice's mask
   * @param predictedQuality its predicted Dice
   * @param seconds that the session took for the marks
   */
  public record Answer(double dice, double predictedQuality, double seconds) {}

  /** Returns each answer as a prediction of its mask's Dice. */
  public Stream<Calibration.Prediction> predictions() {
    return answers.stream()
        .map(answer -> new Calibration.Prediction(slice, answer.predictedQuality(), answer.dice()));
  }

  /**
   * Marks and corrects some slices of an object: the largest, and others spread over those with at
   * least a quarter of its area. With {@link Prompt#REAL_SCRIBBLE} those with a scribble, for each
   * of the case's files anew; no run if there is none.
   *
   * @param slices how many at most
   * @param corrections how many marks follow the first ones
   */
  public static List<SliceResult> play(
      SegmentationEngine engine,
      Dataset.Case from,
      Volume image,
      Truth truth,
      Prompt prompt,
      int slices,
      int corrections,
      long seed) {
    return play(
        engine, from, image, truth, prompt, slices, corrections, seed, (run, marks, masks) -> {});
  }

  /**
   * Marks and corrects some slices of an object, as {@link #play(SegmentationEngine, Dataset.Case,
   * Volume, Truth, Prompt, int, int, long)} does.
   *
   * @param listener hears of each
   */
  public static List<SliceResult> play(
      SegmentationEngine engine,
      Dataset.Case from,
      Volume image,
      Truth truth,
      Prompt prompt,
      int slices,
      int corrections,
      long seed,
      SliceListener listener) {
    List<SliceResult> runs = new ArrayList<>();
    try (SegmentationSession session = engine.newSession(image)) {
      for (Marker marker :
          markers(from, image.grid(), truth, prompt, Protocol.seedFor(seed, from, truth))) {
        for (int slice : spread(truth, slices, marker.slices)) {
          List<List<Interaction>> marks = new ArrayList<>();
          List<SliceMask> masks = new ArrayList<>();
          SliceResult run =
              new SliceResult(
                  from.set(),
                  from.name(),
                  truth.label(),
                  truth.axis(),
                  slice,
                  prompt,
                  marker.scribble,
                  engine.backendName(),
                  answers(session, truth, slice, prompt, corrections, marker.user, marks, masks));
          runs.add(run);
          listener.played(run, marks, masks);
        }
      }
    }
    return runs;
  }

  /**
   * Who marks.
   *
   * @param scribble name of the file with the real scribble, empty if there is none
   * @param slices those that can be marked
   */
  private record Marker(String scribble, SimulatedUser user, IntPredicate slices) {}

  private static List<Marker> markers(
      Dataset.Case from, Grid image, Truth truth, Prompt prompt, long seed) {
    if (prompt != Prompt.REAL_SCRIBBLE) {
      return List.of(new Marker("", new SimulatedUser(seed), slice -> true));
    }
    int label = truth.label();
    List<Marker> markers = new ArrayList<>();
    for (RealScribbles real : RealScribbles.of(from, image)) {
      SimulatedUser user =
          new SimulatedUser(seed, (object, axis, slice) -> real.on(label, object, axis, slice));
      markers.add(new Marker(real.name(), user, slice -> real.marks(label, truth.axis(), slice)));
    }
    return markers;
  }

  private static List<Answer> answers(
      SegmentationSession session,
      Truth truth,
      int slice,
      Prompt prompt,
      int corrections,
      SimulatedUser user,
      List<List<Interaction>> allMarks,
      List<SliceMask> masks) {
    // Slices of their own object each, so that none knows of the others.
    int object = session.addObject("slice " + slice + ", " + (session.objects().size() + 1));
    SliceMask wanted = truth.slices().get(slice);
    List<Interaction> marks = user.firstMarks(prompt, object, truth.axis(), slice, wanted);
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i <= corrections; i++) {
      long start = System.nanoTime();
      SliceAnswer answer = null;
      for (Interaction mark : marks) {
        answer = session.interact(mark);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      allMarks.add(List.copyOf(marks));
      masks.add(answer == null ? masks.get(i - 1) : answer.mask());
      if (answer == null) {
        // The mask is right: nothing was left to mark.
        answers.add(new Answer(1, answers.get(i - 1).predictedQuality(), 0));
        continue;
      }
      answers.add(new Answer(Metrics.dice(answer.mask(), wanted), answer.predictedDice(), seconds));
      marks = user.correction(object, truth.axis(), slice, answer.mask(), wanted);
    }
    return answers;
  }

  /** Returns slices from the largest to the smallest with a quarter of its area, evenly ranked. */
  static List<Integer> spread(Truth truth, int count, IntPredicate which) {
    int largest = truth.slices().get(truth.largestSlice()).area();
    List<Integer> byArea =
        IntStream.range(0, truth.slices().size())
            .filter(i -> truth.slices().get(i).area() * 4 >= largest && which.test(i))
            .boxed()
            .sorted(Comparator.comparing(i -> -truth.slices().get(i).area()))
            .toList();
    int chosen = Math.min(count, byArea.size());
    return IntStream.range(0, chosen)
        .mapToObj(i -> byArea.get(chosen == 1 ? 0 : i * (byArea.size() - 1) / (chosen - 1)))
        .toList();
  }
}
