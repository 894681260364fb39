package org.mem3d.core.network;

/**
 * The encoder's features of one slice on the heap, at 1/2, 1/4 and 1/8 of its window's pixels.
 * Filled by who makes it, not modified then.
 */
public final class FeatureMaps {
  /** How many resolutions there are. */
  public static final int LEVELS = 3;

  private final float[][] levels = new float[LEVELS][];

  /** Makes maps of zeros, to be filled. */
  public FeatureMaps() {
    for (int level = 0; level < LEVELS; level++) {
      levels[level] = new float[channels(level) * side(level) * side(level)];
    }
  }

  /** Returns the pixels along a side of a level's maps. */
  public static int side(int level) {
    return MemoryNetwork.SIDE >> (level + 1);
  }

  /** Returns how many maps a level has. */
  public static int channels(int level) {
    return MemoryNetwork.CHANNELS[level];
  }

  /** Returns a level's maps one after the other, each row by row. */
  public float[] level(int level) {
    return levels[level];
  }
}
