package org.mem3d.core.propagation.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mem3d.PropagationPlan;
import org.mem3d.PropagationSettings;
import org.mem3d.core.network.SliceBatch;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.IntervalRecord;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.Normalisation;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.core.region.Window;

/**
 * The slices between two neighbouring annotated ones, or between one and an end of the volume,
 * filled without a chain: many slices are segmented at once, each with the memories that are known
 * by then. Serves {@link PropagationPlan#BISECTION}.
 */
public final class SliceInterval {
  private static final int FIRST_STRIDE = 4;

  /** A slice to segment. */
  record Query(
      SliceInterval interval, int slice, Window window, List<Integer> memories, int previous) {}

  private final PropagationSettings settings;
  private final SliceReader reader;
  private final IntervalRecord.Request request;
  private final WindowRule rule;
  private final Normalisation normalisation;
  private final TreeMap<Integer, SlicePatch> solved = new TreeMap<>();
  private final TreeMap<Integer, SlicePrediction> predictions = new TreeMap<>();
  private final List<Window> windows = new ArrayList<>();
  private final Deque<Integer> ready = new ArrayDeque<>();
  private int front;
  private int stride = FIRST_STRIDE;
  private boolean open;

  /** Makes an interval; at least one of its ends is annotated with a mask that is not empty. */
  public SliceInterval(
      PropagationSettings settings, SliceReader reader, IntervalRecord.Request request) {
    this.settings = settings;
    this.reader = reader;
    this.request = request;
    AnnotatedMask reference = request.reference();
    this.rule = WindowRule.of(request.memories(), settings.windowFactor());
    Window window = Window.around(reference.patch().bounds(), settings.windowFactor());
    windows.add(window);
    float[] mask = new float[SliceBatch.MASK];
    reference.patch().sample(window, mask);
    this.normalisation =
        Normalisation.ofMask(reader.sample(reference.slice(), window), mask, reader.range());
    for (AnnotatedMask annotatedMask : request.known()) {
      solved.put(annotatedMask.slice(), annotatedMask.patch());
    }
    start();
  }

  /** Returns the annotated slices that an interval's slices read, nearest to the interval first. */
  public static List<AnnotatedMask> memories(
      List<AnnotatedMask> annotatedMasks, int from, int to, int slots) {
    return AnnotatedMask.remembered(annotatedMasks, (from + to - 1) / 2.0, Math.max(1, slots - 2));
  }

  private void start() {
    int from = request.from();
    int to = request.to();
    if (request.closed()) {
      halve(from, to - 1);
    } else {
      open = from < to;
      front = request.upwards() ? from - 1 : to;
      reach();
    }
  }

  private int direction() {
    return request.upwards() ? 1 : -1;
  }

  private int farthest() {
    return request.upwards() ? request.to() - 1 : request.from();
  }

  /** Asks for slices beyond the front of an open interval. */
  private void reach() {
    int left = Math.abs(farthest() - front);
    if (left == 0) {
      open = false;
      return;
    }
    front += Math.min(stride, left) * direction();
    stride *= 2;
    ready.add(front);
  }

  /** Asks for the middle of some slices. */
  private void halve(int first, int last) {
    if (first <= last) {
      ready.add((first + last) >>> 1);
    }
  }

  SliceReader reader() {
    return reader;
  }

  Normalisation normalisation() {
    return normalisation;
  }

  /** Returns the mask of a solved slice. */
  SlicePatch patch(int slice) {
    SlicePatch patch = solved.get(slice);
    if (patch == null) {
      throw new IllegalStateException("slice " + slice + " is not solved");
    }
    return patch;
  }

  /** Returns a slice to segment now, to be answered with {@link #accept}; null if there is none. */
  @Nullable Query poll() {
    Integer slice = ready.poll();
    if (slice == null) {
      return null;
    }
    List<Integer> near = neighbours(slice);
    List<Integer> memories = new ArrayList<>(near);
    for (AnnotatedMask annotatedMask : request.memories()) {
      if (!memories.contains(annotatedMask.slice())) {
        memories.add(annotatedMask.slice());
      }
    }
    int most = Math.min(memories.size(), settings.memorySlots());
    return new Query(this, slice, window(near), memories.subList(0, most), near.get(0));
  }

  /** Returns the solved slices with the object on both sides, the nearer one first. */
  private List<Integer> neighbours(int slice) {
    List<Integer> near = new ArrayList<>();
    Integer below = below(slice);
    Integer above = above(slice);
    if (below == null && above == null) {
      request.memories().stream()
          .map(AnnotatedMask::slice)
          .min(Comparator.comparingInt(annotatedMask -> Math.abs(annotatedMask - slice)))
          .ifPresent(near::add);
      return near;
    }
    if (below != null) {
      near.add(below);
    }
    if (above != null) {
      near.add(above);
    }
    near.sort(Comparator.comparingInt(other -> Math.abs(other - slice)));
    return near;
  }

  private @Nullable Integer below(int slice) {
    Integer below = solved.lowerKey(slice);
    while (below != null && patch(below).area() == 0) {
      below = solved.lowerKey(below);
    }
    return below == null || below < request.from() - 1 ? null : below;
  }

  private @Nullable Integer above(int slice) {
    Integer above = solved.higherKey(slice);
    while (above != null && patch(above).area() == 0) {
      above = solved.higherKey(above);
    }
    return above == null || above > request.to() ? null : above;
  }

  /** Returns the first of the interval's windows that suits these slices, or a new one. */
  private Window window(List<Integer> near) {
    int[] box = new int[0];
    for (int slice : near) {
      box = Window.union(box, patch(slice).bounds());
    }
    for (Window window : windows) {
      if (rule.follow(window, box).equals(window)) {
        return window;
      }
    }
    Window made = rule.follow(windows.get(0), box);
    windows.add(made);
    return made;
  }

  /** Returns how many slices there are to segment. */
  public int length() {
    return request.to() - request.from();
  }

  /** Returns the predicted mask of a slice; empty if there is none. */
  public SlicePatch predicted(int slice) {
    SlicePrediction prediction = predictions.get(slice);
    return prediction == null ? SlicePatch.EMPTY : prediction.patch();
  }

  /** Takes the answer to a query. */
  void accept(Query query, SlicePrediction prediction) {
    int slice = query.slice();
    predictions.put(slice, prediction);
    boolean empty = prediction.patch().area() < FollowedWindow.EMPTY_AREA;
    int lower = predictedOrEndBelow(slice);
    int higher = predictedOrEndAbove(slice);
    solved.put(slice, empty ? SlicePatch.EMPTY : prediction.patch());
    bisect(slice, lower, higher, empty);
  }

  private int predictedOrEndBelow(int slice) {
    Integer below = predictions.lowerKey(slice);
    return below == null ? request.from() - 1 : below;
  }

  private int predictedOrEndAbove(int slice) {
    Integer above = predictions.higherKey(slice);
    return above == null ? request.to() : above;
  }

  private void bisect(int slice, int lower, int higher, boolean empty) {
    boolean atFront = open && slice == front;
    int near = direction() > 0 ? lower : higher;
    if (atFront) {
      // Between the front and what is solved; then on, as long as the object is there.
      halve(Math.min(near, slice) + 1, Math.max(near, slice) - 1);
      if (empty) {
        open = false;
      } else {
        reach();
      }
      return;
    }
    if (present(lower) || !empty) {
      halve(lower + 1, slice - 1);
    }
    if (present(higher) || !empty) {
      halve(slice + 1, higher - 1);
    }
  }

  private boolean present(int slice) {
    SlicePatch patch = solved.get(slice);
    return patch != null && patch.area() > 0;
  }

  /** Returns what was said, once no slice of the interval is asked for any more. */
  public IntervalRecord record() {
    return new IntervalRecord(request, predictions);
  }
}
