package org.mem3d.io;

import java.util.Arrays;
import org.mem3d.Axis;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/**
 * The intensities between black and white in a picture.
 *
 * @param low drawn black, as all below it and all that are no number
 * @param high drawn white, as all above it
 */
public record IntensityWindow(double low, double high) {
  private static final int SAMPLES = 1 << 20;

  /** Checks that the window is finite and not empty. */
  public IntensityWindow {
    if (!(low < high) || !Double.isFinite(low) || !Double.isFinite(high)) {
      throw new VolumeException(
          "a window needs a finite low below a finite high, not " + low + " and " + high);
    }
  }

  /**
   * Returns the window between two percentiles of a volume's finite intensities, from evenly spread
   * voxels if there are more than a million.
   *
   * @param low at least 0
   * @param high above {@code low}, at most 100
   */
  public static IntensityWindow ofPercentiles(Volume volume, double low, double high) {
    if (!(low >= 0 && low < high && high <= 100)) {
      throw new VolumeException("percentiles rise within 0..100, not " + low + " and " + high);
    }
    float[] samples = samples(volume);
    if (samples.length == 0) {
      return new IntensityWindow(0, 1);
    }
    Arrays.sort(samples);
    double first = samples[(int) Math.rint(low / 100 * (samples.length - 1))];
    double last = samples[(int) Math.rint(high / 100 * (samples.length - 1))];
    // A volume of one intensity is drawn black.
    return new IntensityWindow(first, last > first ? last : first + Math.max(1, Math.abs(first)));
  }

  private static float[] samples(Volume volume) {
    float[] slice = new float[volume.sliceSize(Axis.Z)];
    long voxels = (long) slice.length * volume.sizeZ();
    long step = (voxels + SAMPLES - 1) / SAMPLES;
    // A step that shares a factor with the row length would only ever meet the same columns.
    while (step > 1 && commonFactor(step, volume.sizeX()) != 1) {
      step++;
    }
    float[] samples = new float[(int) (voxels / step) + 1];
    int count = 0;
    long next = 0;
    for (int z = 0; z < volume.sizeZ(); z++) {
      volume.readSlice(Axis.Z, z, slice);
      long start = (long) z * slice.length;
      for (; next < start + slice.length; next += step) {
        float value = slice[(int) (next - start)];
        if (Float.isFinite(value)) {
          samples[count++] = value;
        }
      }
    }
    return Arrays.copyOf(samples, count);
  }

  private static long commonFactor(long a, long b) {
    return b == 0 ? a : commonFactor(b, a % b);
  }

  /** Returns the grey, 0 to 255, of an intensity. */
  int grey(double value) {
    double level = (value - low) / (high - low);
    return level > 0 ? (int) Math.rint(255 * Math.min(level, 1)) : 0;
  }
}
