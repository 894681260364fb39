package org.mem3d.core.propagation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mem3d.PropagationSettings;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.propagation.appearance.AppearanceModel;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.ChainRecord;
import org.mem3d.core.propagation.plan.IntervalRecord;
import org.mem3d.core.propagation.plan.PropagationCache;
import org.mem3d.core.propagation.plan.Revision;
import org.mem3d.core.propagation.plan.SliceOrder;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.propagation.result.Blend;
import org.mem3d.core.propagation.result.DiceCalibration;
import org.mem3d.core.propagation.result.QualityFeatures;
import org.mem3d.core.propagation.result.ShapeInterpolation;
import org.mem3d.core.propagation.run.Chain;
import org.mem3d.core.propagation.run.SliceInterval;
import org.mem3d.core.refinement.Refinement;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;

/** The propagation of one object: what is still to be computed, and what is known from before. */
final class ObjectPropagation {
  private final int object;
  private final List<AnnotatedMask> annotatedMasks;
  private final SliceReader reader;
  private final SliceRange range;
  private final PropagationSettings settings;
  private final @Nullable DiceCalibration calibration;
  private final MemoryModel model;
  private final WorkerPool workers;
  private final Map<Integer, QualityFeatures> qualityFeatures = new TreeMap<>();
  private final List<ChainRecord> knownChains = new ArrayList<>();
  private final List<IntervalRecord> knownIntervals = new ArrayList<>();
  private final List<Chain> chains = new ArrayList<>();
  private final Set<Chain> reporting = new HashSet<>();
  private final List<SliceInterval> intervals = new ArrayList<>();
  private final Revision last;
  private Revision masks = Revision.NOTHING;
  private int mostSlices;

  ObjectPropagation(
      int object,
      List<AnnotatedMask> annotatedMasks,
      SliceReader reader,
      SliceRange range,
      MemoryModel model,
      PropagationSettings settings,
      @Nullable DiceCalibration calibration,
      WorkerPool workers,
      PropagationCache before) {
    this.model = model;
    this.workers = workers;
    this.last = before.masks();
    this.object = object;
    this.calibration = calibration;
    this.annotatedMasks = List.copyOf(annotatedMasks);
    this.reader = reader;
    this.range = range;
    this.settings = settings;
    switch (settings.plan()) {
      case CHAIN, ZIGZAG -> planChains(model, settings, before, true);
      case ENSEMBLE -> {
        boolean bothWays = planBothWays(model, settings, before);
        planChains(model, settings, before, !bothWays);
      }
      case BISECTION -> planIntervals(settings, before);
    }
  }

  private void planChains(
      MemoryModel model, PropagationSettings settings, PropagationCache before, boolean reports) {
    for (int i = 0; i < annotatedMasks.size(); i++) {
      AnnotatedMask start = annotatedMasks.get(i);
      if (!AnnotatedMask.present(start)) {
        continue;
      }
      AnnotatedMask lower = i == 0 ? null : annotatedMasks.get(i - 1);
      AnnotatedMask upper = i == annotatedMasks.size() - 1 ? null : annotatedMasks.get(i + 1);
      for (int[] way : SliceOrder.of(settings.plan(), start.slice(), below(i), above(i))) {
        int[] order =
            IntStream.of(way)
                .filter(slice -> Blend.counts(start, slice < start.slice() ? lower : upper, slice))
                .toArray();
        plan(start, order, model, settings, before, reports);
      }
    }
  }

  /**
   * Plans the chain that visits slices below and above in turn, as long as only one annotated slice
   * shows the object.
   *
   * @return whether it is still to be computed; then it reports the slices as done, being the last
   *     chain on each
   */
  private boolean planBothWays(
      MemoryModel model, PropagationSettings settings, PropagationCache before) {
    List<AnnotatedMask> present = annotatedMasks.stream().filter(AnnotatedMask::present).toList();
    if (present.size() != 1) {
      return false;
    }
    AnnotatedMask start = present.get(0);
    int number = annotatedMasks.indexOf(start);
    int[] order = SliceOrder.zigzag(start.slice(), below(number), above(number));
    return plan(start, order, model, settings, before, true);
  }

  private int below(int number) {
    return range.below(annotatedMasks, number);
  }

  private int above(int number) {
    return range.above(annotatedMasks, number, reader.slices());
  }

  private boolean plan(
      AnnotatedMask start,
      int[] order,
      MemoryModel model,
      PropagationSettings settings,
      PropagationCache before,
      boolean reports) {
    List<AnnotatedMask> annotated = Chain.memories(annotatedMasks, start, model.slots());
    ChainRecord known = before.chain(start, annotated, order);
    if (known != null) {
      knownChains.add(known);
      return false;
    }
    Chain chain = new Chain(model, settings, reader, start, order, annotated);
    chains.add(chain);
    if (reports) {
      reporting.add(chain);
      mostSlices += order.length;
    }
    return true;
  }

  private void planIntervals(PropagationSettings settings, PropagationCache before) {
    for (int i = 0; i <= annotatedMasks.size(); i++) {
      AnnotatedMask low = i == 0 ? null : annotatedMasks.get(i - 1);
      AnnotatedMask high = i == annotatedMasks.size() ? null : annotatedMasks.get(i);
      int from = low == null ? 0 : low.slice() + 1;
      int to = high == null ? reader.slices() : high.slice();
      boolean wanted = from < to && from <= range.last() && to > range.first();
      if (!wanted || !(AnnotatedMask.present(low) || AnnotatedMask.present(high))) {
        continue;
      }
      List<AnnotatedMask> memories =
          SliceInterval.memories(annotatedMasks, from, to, settings.memorySlots());
      IntervalRecord.Request request = new IntervalRecord.Request(low, high, from, to, memories);
      IntervalRecord known = before.interval(request);
      if (known != null) {
        knownIntervals.add(known);
      } else {
        intervals.add(new SliceInterval(settings, reader, request));
        mostSlices += to - from;
      }
    }
  }

  int object() {
    return object;
  }

  List<Chain> chains() {
    return chains;
  }

  /** Returns whether a slice is done once this chain has visited it: no other chain follows. */
  boolean reports(Chain chain) {
    return reporting.contains(chain);
  }

  List<SliceInterval> intervals() {
    return intervals;
  }

  int mostSlices() {
    return mostSlices;
  }

  /** Returns all that is known of the object after the run. */
  PropagationCache cache() {
    return new PropagationCache(
        Stream.concat(knownChains.stream(), chains.stream().map(Chain::record)).toList(),
        Stream.concat(knownIntervals.stream(), intervals.stream().map(SliceInterval::record))
            .toList(),
        List.of(),
        masks);
  }

  /**
   * Returns the predictions by slice; null where there is none.
   *
   * @param check called between pieces of this work, by any thread; ends the work by throwing
   */
  @Nullable SlicePrediction[] predictions(Runnable check) {
    PropagationCache all = cache();
    @Nullable SlicePrediction[] predictions =
        Blend.join(annotatedMasks, all.chains(), reader.slices(), workers);
    for (IntervalRecord interval : all.intervals()) {
      interval.predictions().forEach((slice, prediction) -> predictions[slice] = prediction);
    }
    for (int slice = 0; slice < predictions.length; slice++) {
      if (!range.contains(slice)) {
        predictions[slice] = null;
      }
    }
    ShapeInterpolation.join(
        annotatedMasks, predictions, reader.sizeU(), reader.sizeV(), workers, check);
    if (settings.refine()) {
      refine(predictions, all.chains(), check);
    }
    @Nullable SlicePrediction[] revised = last.by(annotatedMasks, predictions, workers);
    masks = new Revision(annotatedMasks, Arrays.asList(revised));
    return revised;
  }

  private SlicePrediction refined(int slice, float head, SlicePatch patch) {
    QualityFeatures features = QualityFeatures.of(reader, annotatedMasks, slice, head, patch);
    qualityFeatures.put(slice, features);
    return new SlicePrediction(patch, calibration == null ? head : calibration.predict(features));
  }

  /** Returns what speaks for the refined masks, by slice, once they were predicted. */
  Map<Integer, QualityFeatures> qualityFeatures() {
    return qualityFeatures;
  }

  private void refine(
      @Nullable SlicePrediction[] predictions, List<ChainRecord> chains, Runnable check) {
    TreeMap<Integer, SlicePatch> annotated = new TreeMap<>();
    annotatedMasks.forEach(
        annotatedMask -> annotated.put(annotatedMask.slice(), annotatedMask.patch()));
    TreeMap<Integer, SlicePatch> predicted = new TreeMap<>();
    for (int slice = 0; slice < predictions.length; slice++) {
      SlicePrediction prediction = predictions[slice];
      if (prediction != null && !annotated.containsKey(slice)) {
        predicted.put(slice, prediction.patch());
      }
    }
    Map<Integer, SlicePatch> appearance =
        new AppearanceModel(model, reader, settings.windowFactor(), workers)
            .of(annotatedMasks, chains, shown(predicted), check);
    Refinement.of(reader, annotated, predicted, appearance, workers, check)
        .forEach(
            (slice, patch) -> {
              check.run();
              SlicePrediction prediction = predictions[slice];
              if (prediction != null) {
                predictions[slice] = refined(slice, prediction.predictedDice(), patch);
              }
            });
  }

  /** Returns the slices on which the object is predicted. */
  private static Set<Integer> shown(Map<Integer, SlicePatch> predicted) {
    return predicted.entrySet().stream()
        .filter(entry -> entry.getValue().area() > 0)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
