package org.mem3d.train.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;
import org.mem3d.PropagationSettings;
import org.mem3d.SliceMask;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.Window;
import org.mem3d.eval.baseline.AnnotatedVolume;
import org.mem3d.eval.baseline.NetworkWindow;
import org.mem3d.eval.baseline.Seeds;
import org.mem3d.train.volume.TrainingVolume;

/**
 * Draws windows with one to five annotated slices, as a baseline meets them after so many rounds:
 * the first on a large slice, the others anywhere, also beside the object. Some masks are spoilt,
 * as those made from marks are. The same volumes and random numbers give the same batch.
 */
public final class WindowSampler {
  private static final int TRIES = 200;
  private static final int LEAST_SLICES = 3;
  private static final int MOST_ANNOTATED = 5;
  private static final double LARGEST_FIRST = 0.6;
  private static final int REACH = 3;
  private static final double SPOILT_SAMPLES = 0.3;
  private static final double SPOILT_MASKS = 0.6;

  /** How often slices are left out, as where an object spans more of them than a window holds. */
  private static final double THINNED = 0.25;

  private static final int LEAST_DEPTH = 8;

  /** Makes a sampler. */
  public WindowSampler() {}

  /** An object with slices annotated. */
  private record Drawn(Target target, AnnotatedVolume annotated) {}

  /**
   * Draws a batch.
   *
   * @throws Mem3dException if the volumes hold no object of the size wanted
   */
  public WindowBatch draw(List<TrainingVolume> volumes, int size, SplittableRandom random) {
    List<Drawn> drawn = new ArrayList<>();
    int depth = LEAST_DEPTH;
    for (int tries = 0; drawn.size() < size; tries++) {
      if (tries == TRIES * size) {
        throw new Mem3dException(
            "no object of "
                + Target.LEAST_AREA
                + " pixels on "
                + LEAST_SLICES
                + " slices was found in the volumes");
      }
      Target target = Target.draw(volumes.get(random.nextInt(volumes.size())), random);
      if (target != null && extent(target) >= LEAST_SLICES) {
        AnnotatedVolume annotated = annotated(target, random);
        if (annotated != null) {
          drawn.add(new Drawn(target, annotated));
          depth = Math.max(depth, NetworkWindow.depthFor(annotated));
        }
      }
    }
    if (random.nextDouble() < THINNED) {
      int choices = (depth - LEAST_DEPTH) / NetworkWindow.DEPTH_STEP + 1;
      depth = LEAST_DEPTH + NetworkWindow.DEPTH_STEP * random.nextInt(choices);
    }
    WindowBatch batch = new WindowBatch(size, depth);
    for (int i = 0; i < size; i++) {
      fill(batch, i, drawn.get(i), random);
    }
    return batch;
  }

  private static int extent(Target target) {
    int extent = 0;
    for (int slice = 0; slice < target.volume().slices(); slice++) {
      extent += target.area(slice) > 0 ? 1 : 0;
    }
    return extent;
  }

  /** Annotates slices; null if a spoilt mask is all that is left, and empty. */
  private static @Nullable AnnotatedVolume annotated(Target target, SplittableRandom random) {
    TrainingVolume volume = target.volume();
    TreeMap<Integer, Seeds> known = new TreeMap<>();
    boolean spoil = random.nextDouble() < SPOILT_SAMPLES;
    int count = 1 + random.nextInt(MOST_ANNOTATED);
    int first = target.drawSlice(Target.LEAST_AREA, random);
    if (random.nextDouble() < LARGEST_FIRST) {
      first = largest(target);
    }
    int low = first;
    int high = first;
    for (int slice = 0; slice < volume.slices(); slice++) {
      if (target.area(slice) > 0) {
        low = Math.max(0, Math.min(low, slice - REACH));
        high = Math.min(volume.slices() - 1, Math.max(high, slice + REACH));
      }
    }
    boolean found = false;
    for (int i = 0; i < count; i++) {
      int slice = i == 0 ? first : random.nextInt(low, high + 1);
      SliceMask mask = target.mask(slice);
      if (spoil && !mask.isEmpty() && random.nextDouble() < SPOILT_MASKS) {
        mask = spoilt(mask, target.bounds(slice), random);
      }
      known.put(slice, Seeds.ofMask(mask));
      found |= !mask.isEmpty();
    }
    return found ? new AnnotatedVolume(volume.image(), volume.axis(), known) : null;
  }

  private static int largest(Target target) {
    int best = 0;
    for (int slice = 1; slice < target.volume().slices(); slice++) {
      best = target.area(slice) > target.area(best) ? slice : best;
    }
    return best;
  }

  private static SliceMask spoilt(SliceMask truth, int[] bounds, SplittableRandom random) {
    Window window = Window.around(bounds, PropagationSettings.DEFAULT.windowFactor());
    float[] pixels = new float[SequenceBatch.PIXELS];
    SlicePatch.of(truth).sample(window, pixels);
    MaskDamage.spoil(pixels, 0, random);
    return SlicePatch.of(pixels, window, truth.width(), truth.height())
        .toMask(truth.width(), truth.height());
  }

  private static void fill(WindowBatch batch, int number, Drawn drawn, SplittableRandom random) {
    NetworkWindow window = NetworkWindow.around(drawn.annotated, batch.depth());
    if (window == null) {
      throw new IllegalStateException("a window without seeds was drawn");
    }
    WindowAugmentation augmentation = new WindowAugmentation(random);
    float[] input = window.input(augmentation.changed(window.intensities()));
    float[] truth = window.sample(drawn.target::mask);
    boolean[] asked = window.asked();
    int cells = truth.length;
    for (int i = 0; i < cells; i++) {
      int from = augmentation.turned(i, batch.depth());
      for (int channel = 0; channel < NetworkWindow.CHANNELS; channel++) {
        int to = (number * NetworkWindow.CHANNELS + channel) * cells + i;
        batch.inputs()[to] = input[channel * cells + from];
      }
      batch.asked()[number * cells + i] = asked[from] ? 1 : 0;
      batch.truth()[number * cells + i] = asked[from] ? truth[from] : 0;
    }
  }
}
