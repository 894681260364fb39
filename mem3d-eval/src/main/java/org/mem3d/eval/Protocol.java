package org.mem3d.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mem3d.ExpectedDice;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.Mask;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;
import org.mem3d.SliceQuality;
import org.mem3d.Volume;

/**
 * Plays sessions as a user would have them: the object's largest slice first, then one slice a
 * round, each followed by a propagation. Immutable.
 *
 * <p>With {@link Prompt#MASK} the user gives each slice's true mask. With any other prompt the user
 * marks a slice that has no mask yet, corrects one that has, and says so where the object is not.
 * Real scribbles are those of the case's first file.
 *
 * @param rounds how many slices are annotated at most
 * @param prompt how the user marks a slice
 * @param policy how the slice is chosen after the first
 * @param corrections how many marks the user adds where the mask of the slice is still wrong
 * @param ends whether the user begins with the object's first and last slice ({@link
 *     SegmentationSession#limitObject})
 * @param seed of the user's habits and of {@link Policy#RANDOM}
 */
public record Protocol(
    int rounds, Prompt prompt, Policy policy, int corrections, boolean ends, long seed) {
  /** Checks the ranges. */
  public Protocol {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be 1 or more, not " + rounds);
    }
    if (corrections < 0) {
      throw new IllegalArgumentException("corrections must be 0 or more, not " + corrections);
    }
  }

  /** Makes a protocol in which the user does not say where the object ends. */
  public Protocol(int rounds, Prompt prompt, Policy policy, int corrections, long seed) {
    this(rounds, prompt, policy, corrections, false, seed);
  }

  /** Plays one session on one object. */
  public ObjectResult play(
      SegmentationEngine engine, Dataset.Case from, Volume image, Truth truth) {
    return play(engine, from, image, truth, (round, marks, masks) -> {});
  }

  /** Plays one session on one object, and tells of each round. */
  public ObjectResult play(
      SegmentationEngine engine,
      Dataset.Case from,
      Volume image,
      Truth truth,
      RoundListener listener) {
    long own = seedFor(seed, from, truth);
    RealScribbles real = prompt == Prompt.REAL_SCRIBBLE ? scribbles(from, image.grid()) : null;
    try (SegmentationSession session = engine.newSession(image)) {
      int object = session.addObject("label " + truth.label());
      if (ends) {
        session.limitObject(object, truth.ends());
      }
      Annotator annotator = new Annotator(session, user(own, real, truth));
      List<SliceMask> masks = masks(session.mask(), object, truth);
      SplittableRandom random = new SplittableRandom(own);
      List<ObjectResult.Round> played = new ArrayList<>();
      OptionalInt next = OptionalInt.of(firstSlice(real, truth));
      for (int round = 1; round <= rounds && next.isPresent(); round++) {
        int slice = next.getAsInt();
        double marking = -annotator.seconds();
        annotator.annotate(object, truth, slice, masks.get(slice), prompt, corrections);
        marking += annotator.seconds();
        long start = System.nanoTime();
        session.propagate();
        double propagation = (System.nanoTime() - start) / 1e9;
        masks = masks(session.mask(), object, truth);
        played.add(
            measured(
                round,
                slice,
                session,
                object,
                masks,
                truth,
                image.geometry(),
                marking + propagation));
        listener.played(played.get(round - 1), annotator.marks(), masks);
        next = policy.next(session, object, masks, truth, random);
      }
      return new ObjectResult(
          from.set(),
          from.name(),
          truth.label(),
          truth.axis(),
          prompt,
          policy,
          ObjectResult.MEM3D,
          engine.backendName(),
          played);
    }
  }

  /** Returns what a session's masks of an object, and what it says of them, are worth. */
  static ObjectResult.Round measured(
      int round,
      int slice,
      SegmentationSession session,
      int object,
      List<SliceMask> masks,
      Truth truth,
      Geometry geometry,
      double seconds) {
    List<SliceQuality> quality = session.quality(object);
    ExpectedDice expected = session.expectedDice(object);
    return new ObjectResult.Round(
        round,
        slice,
        Score.of(masks, truth, geometry),
        seconds,
        predictedQuality(quality),
        expected.low(),
        expected.high(),
        predictions(quality, masks, truth));
  }

  private static SimulatedUser user(long own, @Nullable RealScribbles real, Truth truth) {
    return real == null
        ? new SimulatedUser(own)
        : new SimulatedUser(
            own, (object, axis, slice) -> real.on(truth.label(), object, axis, slice));
  }

  /** Returns the largest slice, of those with a real scribble if that is what the user gives. */
  private static int firstSlice(@Nullable RealScribbles real, Truth truth) {
    if (real == null) {
      return truth.largestSlice();
    }
    return SliceResult.spread(truth, 1, i -> real.marks(truth.label(), truth.axis(), i)).stream()
        .findFirst()
        .orElseThrow(
            () -> new Mem3dException("no scribble on a large slice of label " + truth.label()));
  }

  private static RealScribbles scribbles(Dataset.Case from, Grid image) {
    return RealScribbles.of(from, image).stream()
        .findFirst()
        .orElseThrow(() -> new Mem3dException("no scribble.nii.gz beside the image"));
  }

  /** Returns a seed that differs between objects and not between runs or orders of cases. */
  static long seedFor(long seed, Dataset.Case from, Truth truth) {
    return seed * 1_000_003 + from.toString().hashCode() * 31L + truth.label();
  }

  private static double predictedQuality(List<SliceQuality> slices) {
    double sum = 0;
    double area = 0;
    for (SliceQuality slice : slices) {
      sum += (double) slice.predictedDice() * slice.area();
      area += slice.area();
    }
    return area == 0 ? 0 : sum / area;
  }

  private static List<Calibration.Prediction> predictions(
      List<SliceQuality> slices, List<SliceMask> masks, Truth truth) {
    return slices.stream()
        .filter(slice -> slice.origin() != SliceQuality.Origin.ANNOTATED)
        .filter(slice -> slice.area() > 0 || !truth.slices().get(slice.slice()).isEmpty())
        .map(
            slice ->
                new Calibration.Prediction(
                    slice.slice(),
                    slice.predictedDice(),
                    slice.low(),
                    slice.high(),
                    Metrics.dice(masks.get(slice.slice()), truth.slices().get(slice.slice()))))
        .toList();
  }

  /** Returns an object's masks, one for each slice. */
  static List<SliceMask> masks(Mask mask, int object, Truth truth) {
    return IntStream.range(0, truth.slices().size())
        .mapToObj(slice -> mask.slice(object, truth.axis(), slice))
        .toList();
  }
}
