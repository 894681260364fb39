package org.mem3d.train.sample;

import java.util.Arrays;
import org.mem3d.core.region.Window;

/**
 * Runs of slices, all of one length, frame by frame: frame t of sequence b is number {@code t *
 * size + b}. Filled by the sampler, then only read.
 */
public final class SequenceBatch {
  /** Pixels of a frame. */
  public static final int PIXELS = Window.INPUT_SIDE * Window.INPUT_SIDE;

  private final int size;
  private final int frames;
  private final boolean bothEnds;
  private final float[] images;
  private final float[] masks;
  private final int[] strides;

  SequenceBatch(int size, int frames, boolean bothEnds) {
    this.size = size;
    this.frames = frames;
    this.bothEnds = bothEnds;
    this.images = new float[size * frames * 2 * PIXELS];
    this.masks = new float[size * frames * PIXELS];
    this.strides = new int[size];
  }

  /** Returns the number of sequences. */
  public int size() {
    return size;
  }

  /** Returns the number of slices of each sequence. */
  public int frames() {
    return frames;
  }

  /** Returns whether the last frame is annotated too. */
  public boolean bothEnds() {
    return bothEnds;
  }

  /** Returns two normalised channels a frame; not to be changed. */
  public float[] images() {
    return images;
  }

  /** Returns the truth of all frames, partial pixels as fractions; not to be changed. */
  public float[] masks() {
    return masks;
  }

  /** Returns the truth of one frame of all sequences, as a copy. */
  public float[] masks(int frame) {
    return Arrays.copyOfRange(masks, frame * size * PIXELS, (frame + 1) * size * PIXELS);
  }

  /** Returns the distance of neighbouring frames of each sequence, in slices. */
  public int[] strides() {
    return strides;
  }
}
