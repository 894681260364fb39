package org.mem3d.core.propagation.appearance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.network.FeatureMaps;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.network.SliceFeatures;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.ChainRecord;
import org.mem3d.core.propagation.run.ChainImages;
import org.mem3d.core.region.Resampling;
import org.mem3d.core.region.Resampling.Rectangle;
import org.mem3d.core.region.SliceImage;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.core.region.Window;

/**
 * Where an object is on slices by its looks alone: a regression on the encoder's features of the
 * annotated slices, applied to those of the others. A chain remembers masks and carries on what it
 * took for the object a slice ago; this knows nothing but what the user's slices show. One thread
 * at a time, one use.
 */
public final class AppearanceModel {
  /**
   * On more annotated slices the chains' memories know as much: asked of all of them, Dice of later
   * rounds is the same, and reading their features takes time.
   */
  private static final int MOST_SLICES = 2;

  private final MemoryModel model;
  private final SliceReader reader;
  private final double windowFactor;
  private final WorkerPool workers;

  /**
   * @param model encodes what is not kept encoded
   * @param windowFactor of the settings with which the chains ran
   * @param workers share what is computed around the network
   */
  public AppearanceModel(
      MemoryModel model, SliceReader reader, double windowFactor, WorkerPool workers) {
    this.model = model;
    this.reader = reader;
    this.windowFactor = windowFactor;
    this.workers = workers;
  }

  /**
   * Returns the object's probability by its looks.
   *
   * @param annotatedMasks of which at least one shows the object
   * @param chains that predicted the slices
   * @param slices those asked for; one that no chain has predicted is left out
   * @param check called between pieces of this work, by any thread; ends the work by throwing
   * @return by slice, 0.5 where nothing speaks for or against the object; nothing at all where what
   *     the annotated slices show does not hold among themselves, or where they are more than two
   */
  public Map<Integer, SlicePatch> of(
      List<AnnotatedMask> annotatedMasks,
      List<ChainRecord> chains,
      Set<Integer> slices,
      Runnable check) {
    List<AnnotatedMask> present = annotatedMasks.stream().filter(AnnotatedMask::present).toList();
    if (chains.isEmpty() || present.size() > MOST_SLICES) {
      return Map.of();
    }
    FeatureRegression regression = FeatureRegression.of(labelled(present), workers);
    if (regression == null) {
      return Map.of();
    }
    Map<Integer, SlicePatch> patches = new HashMap<>();
    List<SliceImage> images = List.copyOf(images(chains, slices).values());
    int batch = model.largestBatch();
    for (int from = 0; from < images.size(); from += batch) {
      check.run();
      List<SliceImage> some = images.subList(from, Math.min(images.size(), from + batch));
      List<FeatureMaps> maps = read(some);
      SlicePatch[] found = new SlicePatch[some.size()];
      workers.run(
          found.length, i -> found[i] = patch(regression.probability(maps.get(i)), some.get(i)));
      for (int i = 0; i < found.length; i++) {
        patches.put(some.get(i).slice(), found[i]);
      }
    }
    return patches;
  }

  private List<LabelledFeatures> labelled(List<AnnotatedMask> present) {
    List<SliceImage> images =
        present.stream().map(mask -> ChainImages.ofStart(reader, mask, windowFactor)).toList();
    List<FeatureMaps> maps = read(images);
    List<LabelledFeatures> labelled = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      labelled.add(
          LabelledFeatures.of(maps.get(i), images.get(i).window(), present.get(i).patch()));
    }
    return labelled;
  }

  /** Returns the images of the slices, as the chain that began nearest saw each. */
  private Map<Integer, SliceImage> images(List<ChainRecord> chains, Set<Integer> slices) {
    Map<Integer, SliceImage> images = new TreeMap<>();
    Map<Integer, Integer> distances = new HashMap<>();
    for (ChainRecord chain : chains) {
      ChainImages.of(reader, chain, windowFactor)
          .forEach(
              (slice, image) -> {
                int distance = Math.abs(slice - chain.start().slice());
                if (slices.contains(slice)
                    && distance < distances.getOrDefault(slice, Integer.MAX_VALUE)) {
                  distances.put(slice, distance);
                  images.put(slice, image);
                }
              });
    }
    return images;
  }

  private List<FeatureMaps> read(List<SliceImage> images) {
    List<SliceFeatures> features = model.features().encode(images, SliceImage::write);
    try {
      return model.features().read(features);
    } finally {
      features.forEach(model.features()::release);
    }
  }

  private SlicePatch patch(float[] probability, SliceImage image) {
    int side = LabelledFeatures.SIDE;
    int pixels = Window.INPUT_SIDE;
    float[] fine = new float[pixels * pixels];
    Resampling.bilinear(
        new Rectangle(probability, 0, side, side, side),
        new Rectangle(fine, 0, pixels, pixels, pixels));
    return SlicePatch.of(fine, image.window(), reader.sizeU(), reader.sizeV());
  }
}
