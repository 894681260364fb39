package org.mem3d.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceAnswer;
import org.mem3d.SliceMask;
import org.mem3d.SliceQuality;
import org.mem3d.Volume;

/**
 * Plays sessions as a user would have them: the object's largest slice first, then one slice a
 * round, each followed by a propagation. Immutable.
 *
 * <p>With {@link Prompt#MASK} the user gives each slice's true mask. With any other prompt the user
 * marks a slice that has no mask yet, corrects one that has, and says so where the object is not.
 *
 * @param rounds how many slices are annotated at most
 * @param prompt how the user marks a slice
 * @param policy how the slice is chosen after the first
 * @param corrections how many marks the user adds where the mask of the slice is still wrong
 * @param seed of the user's habits and of {@link Policy#RANDOM}
 */
public record Protocol(int rounds, Prompt prompt, Policy policy, int corrections, long seed) {
  /** Checks the ranges. */
  public Protocol {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be 1 or more, not " + rounds);
    }
    if (corrections < 0) {
      throw new IllegalArgumentException("corrections must be 0 or more, not " + corrections);
    }
  }

  /** Plays one session on one object. */
  public Run play(SegmentationEngine engine, Dataset.Case from, Volume image, Truth truth) {
    long own = seedFor(seed, from, truth);
    try (SegmentationSession session = engine.newSession(image)) {
      int object = session.addObject("label " + truth.label());
      Player player = new Player(session, object, truth, new SimulatedUser(own));
      SplittableRandom random = new SplittableRandom(own);
      List<Run.Round> played = new ArrayList<>();
      Run.SliceQualityError sliceQuality = new Run.SliceQualityError(Double.NaN, Double.NaN);
      OptionalInt next = OptionalInt.of(truth.largestSlice());
      for (int round = 1; round <= rounds && next.isPresent(); round++) {
        double seconds = player.annotate(next.getAsInt(), prompt, corrections);
        played.add(
            new Run.Round(
                round,
                next.getAsInt(),
                Metrics.dice(player.masks, truth.slices()),
                seconds,
                predictedQuality(session.quality(object))));
        if (round == 1) {
          sliceQuality = compare(session.quality(object), player.masks, truth);
        }
        next = policy.next(session, object, player.masks, truth, random);
      }
      return new Run(
          from.set(),
          from.name(),
          truth.label(),
          truth.axis(),
          prompt,
          policy,
          engine.backendName(),
          played,
          sliceQuality);
    }
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

  private static Run.SliceQualityError compare(
      List<SliceQuality> slices, List<SliceMask> masks, Truth truth) {
    List<SliceQuality> carried =
        slices.stream()
            .filter(slice -> slice.origin() != SliceQuality.Origin.ANNOTATED)
            .filter(slice -> slice.area() > 0 || !truth.slices().get(slice.slice()).isEmpty())
            .toList();
    double[] predicted = carried.stream().mapToDouble(SliceQuality::predictedDice).toArray();
    double[] actual =
        carried.stream()
            .mapToInt(SliceQuality::slice)
            .mapToDouble(i -> Metrics.dice(masks.get(i), truth.slices().get(i)))
            .toArray();
    return new Run.SliceQualityError(
        Metrics.spearman(predicted, actual), Metrics.meanAbsoluteError(predicted, actual));
  }

  /** A user at work on one object. */
  private static final class Player {
    private final SegmentationSession session;
    private final int object;
    private final Truth truth;
    private final SimulatedUser user;
    private List<SliceMask> masks;
    private long nanos;

    Player(SegmentationSession session, int object, Truth truth, SimulatedUser user) {
      this.session = session;
      this.object = object;
      this.truth = truth;
      this.user = user;
      SliceMask first = truth.slices().get(0);
      masks =
          truth.slices().stream()
              .map(slice -> SliceMask.empty(first.width(), first.height()))
              .toList();
    }

    /** Marks a slice, propagates, and returns the seconds that the session took. */
    double annotate(int slice, Prompt prompt, int corrections) {
      nanos = 0;
      SliceMask wanted = truth.slices().get(slice);
      SliceMask mask = masks.get(slice);
      int marksLeft = corrections;
      if (prompt == Prompt.MASK || mask.isEmpty() || wanted.isEmpty()) {
        for (Interaction mark : user.firstMarks(prompt, object, truth.axis(), slice, wanted)) {
          mask = interact(mark);
        }
      } else if (mask.equals(wanted)) {
        mask = interact(Interaction.mask(object, truth.axis(), slice, mask));
      } else {
        marksLeft++;
      }
      for (int i = 0; i < marksLeft; i++) {
        for (Interaction mark : user.correction(object, truth.axis(), slice, mask, wanted)) {
          mask = interact(mark);
        }
      }
      long start = System.nanoTime();
      session.propagate();
      nanos += System.nanoTime() - start;
      Mask volume = session.mask();
      masks =
          IntStream.range(0, masks.size())
              .mapToObj(i -> volume.slice(object, truth.axis(), i))
              .toList();
      return nanos / 1e9;
    }

    private SliceMask interact(Interaction mark) {
      long start = System.nanoTime();
      SliceAnswer answer = session.interact(mark);
      nanos += System.nanoTime() - start;
      return answer.mask();
    }
  }
}
