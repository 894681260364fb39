package org.mem3d.train.sample;

import org.mem3d.eval.baseline.NetworkWindow;

/** Windows of volumes with annotated slices, and what is to be found in them; all of one depth. */
public final class WindowBatch {
  private final int size;
  private final int depth;
  private final float[] inputs;
  private final float[] truth;
  private final float[] asked;

  WindowBatch(int size, int depth) {
    this.size = size;
    this.depth = depth;
    int cells = size * depth * NetworkWindow.PLANE;
    this.inputs = new float[NetworkWindow.CHANNELS * cells];
    this.truth = new float[cells];
    this.asked = new float[cells];
  }

  /** Returns the number of windows. */
  public int size() {
    return size;
  }

  /** Returns the number of planes of each. */
  public int depth() {
    return depth;
  }

  /** Returns the channels, window after window; shared. */
  public float[] inputs() {
    return inputs;
  }

  /** Returns how much of each cell is of the object, 0 where nothing is asked; shared. */
  public float[] truth() {
    return truth;
  }

  /** Returns 1 for each cell that is asked for, else 0; shared. */
  public float[] asked() {
    return asked;
  }
}
