package org.mem3d.eval.baseline;

/** A trained network that segments a {@link NetworkWindow}. One thread at a time. */
public interface VolumeNetwork extends AutoCloseable {
  /**
   * Segments a window.
   *
   * @param input as {@link NetworkWindow#input} gives it
   * @param depth the window's number of planes
   * @return the probability of each cell
   */
  float[] segment(float[] input, int depth);

  /** Releases the weights. Harmless when repeated. */
  @Override
  void close();
}
