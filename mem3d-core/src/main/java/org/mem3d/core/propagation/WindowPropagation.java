package org.mem3d.core.propagation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mem3d.PropagationSettings;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.PropagationCache;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.propagation.result.DiceCalibration;
import org.mem3d.core.propagation.result.QualityFeatures;
import org.mem3d.core.propagation.run.Chain;
import org.mem3d.core.propagation.run.ChainRunner;
import org.mem3d.core.propagation.run.IntervalRunner;
import org.mem3d.core.propagation.run.SliceInterval;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;

/**
 * Carries objects from their annotated slices through the volume, by the plan of the settings. One
 * thread at a time, one use.
 */
public final class WindowPropagation implements Propagation {
  private final MemoryModel model;
  private final PropagationSettings settings;
  private final @Nullable DiceCalibration calibration;
  private final WorkerPool workers;
  private final List<ObjectPropagation> objects = new ArrayList<>();
  private int slicesComputed;

  /** Makes a propagation without objects that believes the quality head. */
  public WindowPropagation(MemoryModel model, PropagationSettings settings, WorkerPool workers) {
    this(model, settings, null, workers);
  }

  /**
   * Makes a propagation without objects.
   *
   * @param calibration of the weights' predicted Dice; null if there is none
   * @param workers share what is computed around the network
   */
  public WindowPropagation(
      MemoryModel model,
      PropagationSettings settings,
      @Nullable DiceCalibration calibration,
      WorkerPool workers) {
    this.model = model;
    this.settings = settings;
    this.calibration = calibration;
    this.workers = workers;
  }

  @Override
  public void add(
      int object,
      List<AnnotatedMask> annotatedMasks,
      SliceReader reader,
      SliceRange range,
      PropagationCache before) {
    objects.add(
        new ObjectPropagation(
            object, annotatedMasks, reader, range, model, settings, calibration, workers, before));
  }

  @Override
  public int mostSlices() {
    return objects.stream().mapToInt(ObjectPropagation::mostSlices).sum();
  }

  @Override
  public int mostVisits() {
    return objects.stream()
        .mapToInt(
            propagation ->
                propagation.chains().stream().mapToInt(Chain::length).sum()
                    + propagation.intervals().stream().mapToInt(SliceInterval::length).sum())
        .sum();
  }

  @Override
  public int slicesComputed() {
    return slicesComputed;
  }

  @Override
  public void run(Progress progress) {
    List<Chain> chains =
        objects.stream().flatMap(propagation -> propagation.chains().stream()).toList();
    List<SliceInterval> intervals =
        objects.stream().flatMap(propagation -> propagation.intervals().stream()).toList();
    int most = mostVisits();
    new ChainRunner(
            model,
            (chain, slice) -> {
              progress.visited(chains.stream().mapToInt(Chain::passed).sum(), most);
              ObjectPropagation propagation = objectOf(chain);
              if (propagation.reports(chain)) {
                told(propagation, slice, chain.patch(slice), progress);
              }
            })
        .run(chains);
    int[] left = {intervals.stream().mapToInt(SliceInterval::length).sum()};
    new IntervalRunner(
            model,
            (interval, slice) -> {
              progress.visited(most - --left[0], most);
              told(objectOf(interval), slice, interval.predicted(slice), progress);
            })
        .run(intervals);
  }

  private void told(ObjectPropagation propagation, int slice, SlicePatch patch, Progress progress) {
    slicesComputed++;
    progress.predicted(propagation.object(), slice, patch);
    progress.sliceDone(propagation.object(), slice);
  }

  private ObjectPropagation objectOf(Object piece) {
    for (ObjectPropagation propagation : objects) {
      if (propagation.chains().contains(piece) || propagation.intervals().contains(piece)) {
        return propagation;
      }
    }
    throw new IllegalStateException("a piece of no object");
  }

  @Override
  public @Nullable SlicePrediction[] predictions(int object, Runnable check) {
    return propagationOf(object).predictions(check);
  }

  /**
   * Returns what speaks for an object's refined masks, by slice; nothing before {@link
   * #predictions}, and nothing without refinement.
   */
  public Map<Integer, QualityFeatures> qualityFeatures(int object) {
    return Map.copyOf(propagationOf(object).qualityFeatures());
  }

  @Override
  public PropagationCache cache(int object) {
    return propagationOf(object).cache();
  }

  private ObjectPropagation propagationOf(int object) {
    for (ObjectPropagation propagation : objects) {
      if (propagation.object() == object) {
        return propagation;
      }
    }
    throw new IllegalArgumentException("object " + object + " is not part of this propagation");
  }
}
