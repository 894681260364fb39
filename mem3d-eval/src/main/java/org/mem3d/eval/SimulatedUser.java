package org.mem3d.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.SliceMask;

/**
 * A user who knows the truth and marks it as hands do: not quite in the middle, not quite tight,
 * but never on the wrong side. The pixels of every positive mark lie on the true object, those of
 * every negative one beside it.
 *
 * <p>The same seed and calls give the same marks. Belongs to one thread.
 */
public final class SimulatedUser {
  private static final int SMALL_PART = 30;

  private final SplittableRandom random;
  private final RecordedMarks recorded;

  /** Marks that a person made. */
  @FunctionalInterface
  interface RecordedMarks {
    /** Returns the marks on a slice; none if there are none. */
    List<Interaction> on(int object, Axis axis, int slice);
  }

  /** Makes a user whose habits follow from the seed. */
  public SimulatedUser(long seed) {
    this(seed, (object, axis, slice) -> List.of());
  }

  /** Makes a user who for {@link Prompt#REAL_SCRIBBLE} repeats what a person did. */
  SimulatedUser(long seed, RecordedMarks recorded) {
    // Not Random: its first draws hardly differ between neighbouring seeds.
    random = new SplittableRandom(seed);
    this.recorded = recorded;
  }

  /**
   * Returns the marks with which the user starts on a slice: {@link Interaction#absent} if the
   * object is not there.
   *
   * @param truth the object's true mask on the slice
   */
  public List<Interaction> firstMarks(
      Prompt prompt, int object, Axis axis, int slice, SliceMask truth) {
    if (truth.isEmpty()) {
      return List.of(Interaction.absent(object, axis, slice));
    }
    Place place = new Place(object, axis, slice, truth.width());
    return switch (prompt) {
      case MASK -> List.of(Interaction.mask(object, axis, slice, truth));
      case SCRIBBLE -> scribbles(place, truth);
      case REAL_SCRIBBLE -> {
        List<Interaction> marks = recorded.on(object, axis, slice);
        yield marks.isEmpty() ? scribbles(place, truth) : marks;
      }
      case CLICK -> clicks(place, truth);
      case BOX -> List.of(box(place, truth));
      case EXTREME -> List.of(extremePoints(place, truth));
    };
  }

  /**
   * Returns the mark with which the user corrects a mask: in the largest connected part of the
   * error a click in the middle or a stroke, positive where the object is missing, negative where
   * there is too much. Empty if the mask is right; {@link Interaction#absent} if there is a mask
   * and the object is not there at all.
   */
  public List<Interaction> correction(
      int object, Axis axis, int slice, SliceMask mask, SliceMask truth) {
    if (mask.equals(truth)) {
      return List.of();
    }
    if (truth.isEmpty()) {
      return List.of(Interaction.absent(object, axis, slice));
    }
    SliceMask missing = Components.largest(difference(truth, mask));
    SliceMask surplus = Components.largest(difference(mask, truth));
    boolean positive = missing.area() >= surplus.area();
    SliceMask part = positive ? missing : surplus;
    DistanceTransform depth = DistanceTransform.inside(part);
    Place place = new Place(object, axis, slice, truth.width());
    if (part.area() < SMALL_PART || random.nextBoolean()) {
      return List.of(place.click(depth.deepest(), positive));
    }
    return List.of(place.stroke(CentreLine.of(part, depth), positive));
  }

  private List<Interaction> scribbles(Place place, SliceMask truth) {
    List<Interaction> marks = new ArrayList<>();
    if (random.nextDouble() < 0.25) {
      SliceMask part = Components.largest(truth);
      marks.add(place.stroke(CentreLine.of(part, DistanceTransform.inside(part)), true));
    } else {
      DistanceTransform depth = DistanceTransform.inside(truth);
      for (int strokes = 1 + random.nextInt(2); strokes > 0; strokes--) {
        int[] pixels = {draw(depth), draw(depth), draw(depth)};
        marks.add(place.stroke(Curve.through(pixels, truth, random), true));
      }
    }
    SliceMask beside = random.nextDouble() < 0.4 ? beside(truth) : none(truth);
    if (!beside.isEmpty()) {
      marks.add(place.stroke(strokeIn(beside, 0.6 * Math.sqrt(truth.area())), false));
    }
    return marks;
  }

  private List<Interaction> clicks(Place place, SliceMask truth) {
    DistanceTransform depth = DistanceTransform.inside(truth);
    List<Interaction> marks = new ArrayList<>();
    marks.add(place.click(depth.deepest(), true));
    if (random.nextDouble() < 0.3) {
      for (int more = 1 + random.nextInt(3); more > 0; more--) {
        marks.add(place.click(draw(depth), true));
      }
    }
    SliceMask beside = random.nextDouble() < 0.3 ? beside(truth) : none(truth);
    if (!beside.isEmpty()) {
      marks.add(place.click(draw(DistanceTransform.inside(beside)), false));
    }
    return marks;
  }

  private Interaction box(Place place, SliceMask truth) {
    int[] box = truth.bounds();
    double sideU = box[2] - box[0] + 1;
    double sideV = box[3] - box[1] + 1;
    return Interaction.box(
        place.object,
        place.axis,
        place.slice,
        box[0] - 0.5 - padding(sideU),
        box[1] - 0.5 - padding(sideV),
        box[2] + 0.5 + padding(sideU),
        box[3] + 0.5 + padding(sideV));
  }

  private double padding(double side) {
    return 0.06 * side * random.nextDouble();
  }

  private Interaction extremePoints(Place place, SliceMask truth) {
    int[] box = truth.bounds();
    double middleU = (box[0] + box[2]) / 2.0;
    double middleV = (box[1] + box[3]) / 2.0;
    double slip = 0.012 * Math.max(box[2] - box[0], box[3] - box[1]);
    int[] ends = {
      nearest(truth, box[0], middleV, 1e6, 1),
      nearest(truth, box[2], middleV, 1e6, 1),
      nearest(truth, middleU, box[1], 1, 1e6),
      nearest(truth, middleU, box[3], 1, 1e6)
    };
    double[] uv = new double[8];
    for (int i = 0; i < 4; i++) {
      double u = ends[i] % truth.width() + slip * random.nextGaussian();
      double v = Math.floorDiv(ends[i], truth.width()) + slip * random.nextGaussian();
      int slipped = nearest(truth, u, v, 1, 1);
      uv[2 * i] = slipped % truth.width();
      uv[2 * i + 1] = Math.floorDiv(slipped, truth.width());
    }
    if (uv[0] == uv[2] || uv[5] == uv[7]) {
      // A line one pixel wide has no four extreme points.
      return place.click(DistanceTransform.inside(truth).deepest(), true);
    }
    return Interaction.extremePoints(place.object, place.axis, place.slice, uv);
  }

  /** Returns the object's pixel nearest to a position, distances weighted for each direction. */
  private static int nearest(SliceMask mask, double u, double v, double weightU, double weightV) {
    int best = -1;
    double bestDistance = Double.POSITIVE_INFINITY;
    for (int i = 0; i < mask.width() * mask.height(); i++) {
      if (mask.contains(i)) {
        double du = i % mask.width() - u;
        double dv = Math.floorDiv(i, mask.width()) - v;
        double distance = weightU * du * du + weightV * dv * dv;
        if (distance < bestDistance) {
          bestDistance = distance;
          best = i;
        }
      }
    }
    return best;
  }

  /** Returns the pixels beside an object at a distance at which hands put negative marks. */
  private SliceMask beside(SliceMask truth) {
    int[] box = truth.bounds();
    double scale = Math.max(box[2] - box[0], box[3] - box[1]) / 80.0;
    double near = Math.max(2, 2 * scale);
    double far = Math.max(near + 2, (6 + 12 * random.nextDouble()) * scale);
    DistanceTransform distance = DistanceTransform.from(truth);
    return SliceMask.of(
        truth.width(), truth.height(), i -> distance.at(i) >= near && distance.at(i) <= far);
  }

  /** Returns a stroke of limited length in a region that is not empty. */
  private List<Integer> strokeIn(SliceMask region, double reach) {
    int width = region.width();
    int start = draw(DistanceTransform.inside(region));
    SliceMask around =
        SliceMask.of(
            width,
            region.height(),
            i ->
                region.contains(i)
                    && Math.hypot(i % width - start % width, i / width - start / width) <= reach);
    if (around.isEmpty()) {
      return List.of(start);
    }
    DistanceTransform depth = DistanceTransform.inside(around);
    int[] pixels = {draw(depth), start, draw(depth)};
    return Curve.through(pixels, region, random);
  }

  private static SliceMask none(SliceMask truth) {
    return SliceMask.empty(truth.width(), truth.height());
  }

  private static SliceMask difference(SliceMask a, SliceMask b) {
    return SliceMask.of(a.width(), a.height(), i -> a.contains(i) && !b.contains(i));
  }

  /** Draws a pixel with a probability proportional to its depth. */
  private int draw(DistanceTransform depth) {
    double total = 0;
    for (int i = 0; i < depth.size(); i++) {
      total += depth.at(i);
    }
    double left = random.nextDouble() * total;
    int last = depth.deepest();
    for (int i = 0; i < depth.size() && left >= 0; i++) {
      if (depth.at(i) > 0) {
        last = i;
        left -= depth.at(i);
      }
    }
    return last;
  }

  /** Where marks go; turns pixels into interactions. */
  private record Place(int object, Axis axis, int slice, int width) {
    Interaction click(int pixel, boolean positive) {
      return new Interaction.Click(object, axis, slice, point(pixel), positive);
    }

    Interaction stroke(List<Integer> pixels, boolean positive) {
      return new Interaction.Scribble(
          object, axis, slice, pixels.stream().map(this::point).toList(), positive, 1);
    }

    private Interaction.Point point(int pixel) {
      return new Interaction.Point(pixel % width, Math.floorDiv(pixel, width));
    }
  }
}
