package org.mem3d.core.region;

/**
 * One slice as the memory network sees it: everything on which its image depends, so that equal
 * ones have equal features. Immutable.
 *
 * @param reader of the volume along the axis; the same only if it is the same object
 * @param slice index along the axis
 * @param window the part that is seen
 * @param normalisation how intensities become channels
 */
public record SliceImage(
    SliceReader reader, int slice, Window window, Normalisation normalisation) {
  /**
   * Writes the two channels.
   *
   * @param channels filled with channel 0, then channel 1, of {@code INPUT_SIDE * INPUT_SIDE}
   *     values each
   */
  public void write(float[] channels) {
    normalisation.apply(reader.sample(slice, window), channels, 0);
  }
}
