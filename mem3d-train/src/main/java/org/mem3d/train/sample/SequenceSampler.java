package org.mem3d.train.sample;

import java.util.List;
import java.util.SplittableRandom;
import org.mem3d.Mem3dException;
import org.mem3d.core.region.Crop;
import org.mem3d.core.region.Normalisation;
import org.mem3d.core.region.SliceReader;
import org.mem3d.core.region.Window;
import org.mem3d.core.region.WindowPixels;
import org.mem3d.train.volume.TrainingVolume;

/**
 * Draws runs of slices as a chain of the engine meets them: away from an annotated slice, in one
 * direction, in a window around the object there, with that slice's intensity statistics; past the
 * object's end where it ends. The same volumes and random numbers give the same batch.
 */
public final class SequenceSampler {
  private static final int TRIES = 200;
  private static final int LEAST_AREA = 30;
  private static final int[] STRIDES = {1, 1, 1, 1, 2, 2, 3};

  private final double windowFactor;
  private final AppearanceSettings appearance;

  /**
   * Makes a sampler.
   *
   * @param windowFactor side of the engine's window, in longer sides of the object's box
   */
  public SequenceSampler(double windowFactor) {
    this(windowFactor, new AppearanceSettings());
  }

  /**
   * Makes a sampler.
   *
   * @param windowFactor side of the engine's window, in longer sides of the object's box
   * @param appearance how intensities are changed
   */
  public SequenceSampler(double windowFactor, AppearanceSettings appearance) {
    this.windowFactor = windowFactor;
    this.appearance = appearance;
  }

  /**
   * Draws a batch.
   *
   * @param size number of sequences
   * @param frames slices of each, at least 2
   * @param bothEnds whether the last frame is annotated too
   * @throws Mem3dException if the volumes hold no object of the size wanted
   */
  public SequenceBatch draw(
      List<TrainingVolume> volumes,
      int size,
      int frames,
      boolean bothEnds,
      SplittableRandom random) {
    SequenceBatch batch = new SequenceBatch(size, frames, bothEnds);
    for (int sequence = 0; sequence < size; sequence++) {
      boolean drawn = false;
      for (int tries = 0; tries < TRIES && !drawn; tries++) {
        TrainingVolume volume = volumes.get(random.nextInt(volumes.size()));
        Target target = Target.draw(volume, random);
        drawn = target != null && fill(batch, sequence, target, random);
      }
      if (!drawn) {
        throw new Mem3dException(
            "no object with "
                + frames
                + " slices was found in "
                + TRIES
                + " tries: the volumes are too thin or their objects too small");
      }
    }
    return batch;
  }

  private boolean fill(SequenceBatch batch, int sequence, Target target, SplittableRandom random) {
    int slices = target.volume().slices();
    int start = target.drawSlice(LEAST_AREA, random);
    int stride = STRIDES[random.nextInt(STRIDES.length)];
    int direction = random.nextBoolean() ? 1 : -1;
    int reach = (batch.frames() - 1) * stride;
    if (!inside(start + direction * reach, slices)) {
      direction = -direction;
    }
    if (!inside(start + direction * reach, slices)) {
      stride = 1;
      reach = batch.frames() - 1;
      direction = start < slices / 2 ? 1 : -1;
    }
    if (!inside(start + direction * reach, slices)
        || target.area(start) < LEAST_AREA
        || !target.hasEdge(start)) {
      return false;
    }
    batch.strides()[sequence] = stride;
    Scene scene = new Scene(target, appearance, start, random);
    SliceReader reader = scene.reader();
    Window window = window(scene.mask(start).bounds(), random);
    Normalisation normalisation = null;
    int pixelCount = SequenceBatch.PIXELS;
    for (int frame = 0; frame < batch.frames(); frame++) {
      int slice = start + direction * stride * frame;
      WindowPixels pixels = reader.sample(slice, window);
      float[] mask = new float[pixelCount];
      if (target.area(slice) > 0) {
        Crop.sample(scene.plane(slice), 0, 0, reader.sizeU(), reader.sizeV(), window, 0, mask);
      }
      if (normalisation == null) {
        normalisation = Normalisation.ofMask(pixels, mask, reader.range());
      }
      int number = frame * batch.size() + sequence;
      normalisation.apply(pixels, batch.images(), number * 2 * pixelCount);
      System.arraycopy(mask, 0, batch.masks(), number * pixelCount, pixelCount);
    }
    return true;
  }

  private static boolean inside(int slice, int slices) {
    return slice >= 0 && slice < slices;
  }

  /** The engine's window, as far off and as wrong in size as it gets before it is drawn again. */
  private Window window(int[] box, SplittableRandom random) {
    double jitter = Math.exp(0.2 * random.nextGaussian());
    double side = Window.idealSide(box, windowFactor) * Math.min(2, Math.max(0.8, jitter));
    Window centred = Window.around(box, side, Window.SMALLEST);
    double shift = 0.06 * centred.side();
    return new Window(
        centred.lowU() + shift * random.nextGaussian(),
        centred.lowV() + shift * random.nextGaussian(),
        centred.side());
  }
}
