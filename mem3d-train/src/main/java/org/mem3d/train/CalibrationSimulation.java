package org.mem3d.train;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mem3d.PropagationSettings;
import org.mem3d.SliceMask;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.network.BatchSizes;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.propagation.WindowPropagation;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.PropagationCache;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.propagation.result.DiceCalibration;
import org.mem3d.core.propagation.result.ExpectedGain;
import org.mem3d.core.propagation.result.QualityFeatures;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;
import org.mem3d.train.volume.LabelledVolume;
import org.mem3d.train.volume.SyntheticVolume;

/**
 * Plays rounds on made-up volumes as the evaluation does, with true masks on the slices that are
 * recommended, and compares each slice's mask with the truth. One thread.
 */
final class CalibrationSimulation {
  private static final int SIDE = 160;
  private static final int FEWEST_SLICES = 24;
  private static final int MOST_SLICES = 72;
  private static final int LEAST_VOXELS = 600;
  private static final int LEAST_SLICES = 8;
  private static final double LARGEST_SHARE = 0.25;

  private final Backend backend;
  private final Safetensors weights;
  private final int rounds;
  private final PropagationSettings settings = PropagationSettings.DEFAULT;

  CalibrationSimulation(Backend backend, Safetensors weights, int rounds) {
    this.backend = backend;
    this.weights = weights;
    this.rounds = rounds;
  }

  /**
   * Plays rounds on volumes; returns what came of their slices.
   *
   * @param seed of the first volume; the others have the next ones
   */
  List<DiceCalibration.Sample> samples(int volumes, long seed, Consumer<String> progress) {
    List<DiceCalibration.Sample> samples = new ArrayList<>();
    try (WorkerPool workers = new WorkerPool(0);
        MemoryModel model =
            new MemoryModel(
                backend,
                weights,
                weights.source(),
                settings.memorySlots(),
                settings.topK(),
                CompileOptions.F32,
                256L << 20,
                BatchSizes.ALL,
                workers)) {
      for (int k = 0; k < volumes; k++) {
        List<DiceCalibration.Sample> played = play(model, workers, seed + k);
        samples.addAll(played);
        progress.accept(
            String.format(
                Locale.ROOT, "volume %d of %d, %d slices", k + 1, volumes, samples.size()));
      }
    }
    return samples;
  }

  /**
   * Fits the calibration.
   *
   * @param seed of the first volume; the others have the next ones
   */
  DiceCalibration of(int volumes, long seed, Consumer<String> progress) {
    List<DiceCalibration.Sample> samples = samples(volumes, seed, progress);
    DiceCalibration found = DiceCalibration.fit(samples);
    double head = 0;
    double after = 0;
    for (DiceCalibration.Sample sample : samples) {
      head += Math.abs(sample.qualityFeatures().head() - sample.dice()) / samples.size();
      after += Math.abs(found.predict(sample.qualityFeatures()) - sample.dice()) / samples.size();
    }
    progress.accept(
        String.format(
            Locale.ROOT,
            "mean absolute error of the predicted Dice: %.3f before, %.3f after",
            head,
            after));
    return found;
  }

  private List<DiceCalibration.Sample> play(MemoryModel model, WorkerPool workers, long seed) {
    SplittableRandom random = new SplittableRandom(seed * 77);
    int slices = random.nextInt(FEWEST_SLICES, MOST_SLICES);
    LabelledVolume volume = SyntheticVolume.of(SIDE, slices, seed);
    List<SlicePatch> truth = object(volume, random);
    if (truth.isEmpty()) {
      return List.of();
    }
    SliceReader reader = volume.reader();
    TreeMap<Integer, AnnotatedMask> annotatedMasks = new TreeMap<>();
    PropagationCache cache = PropagationCache.NOTHING;
    List<DiceCalibration.Sample> samples = new ArrayList<>();
    int next = largest(truth);
    for (int round = 0; round < rounds && next >= 0; round++) {
      annotatedMasks.put(next, new AnnotatedMask(next, truth.get(next)));
      WindowPropagation propagation = new WindowPropagation(model, settings, workers);
      propagation.add(1, List.copyOf(annotatedMasks.values()), reader, cache);
      propagation.run((object, slice) -> {});
      @Nullable SlicePrediction[] predictions = propagation.predictions(1);
      cache = propagation.cache(1);
      for (Map.Entry<Integer, QualityFeatures> slice : propagation.qualityFeatures(1).entrySet()) {
        SlicePrediction prediction = predictions[slice.getKey()];
        SlicePatch wanted = truth.get(slice.getKey());
        if (prediction != null && prediction.patch().area() + wanted.area() > 0) {
          samples.add(
              new DiceCalibration.Sample(slice.getValue(), dice(prediction.patch(), wanted)));
        }
      }
      next = recommended(predictions, annotatedMasks);
    }
    model.evict(key -> true);
    return samples;
  }

  /** Returns the slices' masks of one of the volume's objects, by chance; none if all are small. */
  private static List<SlicePatch> object(LabelledVolume volume, SplittableRandom random) {
    short[] labels = volume.labels();
    int count = volume.parents().length;
    int[] voxels = new int[count];
    List<Set<Integer>> slices = new ArrayList<>();
    for (int label = 0; label < count; label++) {
      slices.add(new HashSet<>());
    }
    int plane = volume.sliceSize();
    for (int i = 0; i < labels.length; i++) {
      voxels[labels[i]]++;
      slices.get(labels[i]).add(i / plane);
    }
    List<Integer> fit = new ArrayList<>();
    for (int label = volume.backgrounds() + 1; label < count; label++) {
      if (voxels[label] > LEAST_VOXELS
          && voxels[label] < LARGEST_SHARE * labels.length
          && slices.get(label).size() >= LEAST_SLICES) {
        fit.add(label);
      }
    }
    if (fit.isEmpty()) {
      return List.of();
    }
    int chosen = fit.get(random.nextInt(fit.size()));
    List<SlicePatch> masks = new ArrayList<>();
    for (int slice = 0; slice < volume.slices(); slice++) {
      int start = slice * plane;
      masks.add(SlicePatch.of(SliceMask.of(SIDE, SIDE, i -> labels[start + i] == chosen)));
    }
    return masks;
  }

  private static int largest(List<SlicePatch> truth) {
    int best = 0;
    for (int slice = 1; slice < truth.size(); slice++) {
      best = truth.get(slice).area() > truth.get(best).area() ? slice : best;
    }
    return best;
  }

  private static int recommended(
      @Nullable SlicePrediction[] predictions,
      NavigableMap<Integer, AnnotatedMask> annotatedMasks) {
    double[] gains = ExpectedGain.of(predictions, annotatedMasks.navigableKeySet());
    int best = -1;
    for (int slice = 0; slice < gains.length; slice++) {
      if (gains[slice] > (best < 0 ? 0 : gains[best])) {
        best = slice;
      }
    }
    return best;
  }

  private static double dice(SlicePatch a, SlicePatch b) {
    int both = 0;
    for (int v = a.lowV(); v < a.lowV() + a.height(); v++) {
      for (int u = a.lowU(); u < a.lowU() + a.width(); u++) {
        both += a.contains(u, v) && b.contains(u, v) ? 1 : 0;
      }
    }
    return 2.0 * both / (a.area() + b.area());
  }
}
