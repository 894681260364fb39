package org.mem3d.benchmarks;

import java.util.SplittableRandom;
import org.mem3d.Geometry;
import org.mem3d.SliceMask;

/**
 * The slices of a made-up CT-like volume of any size with one object: a body with fat, muscle,
 * spine and other organs, and in it a liver-like object that wanders a little from slice to slice
 * and borders on tissue of nearly its own brightness. The same arguments give the same voxels.
 * Immutable.
 *
 * @param begin the first slice on which the object is
 * @param end the one after the last
 */
record ScanSlices(Size size, long seed, int begin, int end) {
  /** Where the voxels lie. */
  static final Geometry GEOMETRY = Geometry.ofSpacing(0.8, 0.8, 2.5);

  private static final double NOISE = 14;

  /** Returns the object's mask on a slice. */
  SliceMask mask(int z) {
    ScanPhantom.Slice slice = new ScanPhantom(seed).slice(z, begin, end);
    return SliceMask.of(
        size.x(), size.y(), i -> slice.inObject(across(i % size.x()), down(i / size.x())));
  }

  private double across(int x) {
    return 2 * (x + 0.5) / size.x() - 1;
  }

  private double down(int y) {
    return 2 * (y + 0.5) / size.y() - 1;
  }

  /**
   * Makes one slice.
   *
   * @param voxels filled from {@code at} on with intensities as in Hounsfield units, x fastest
   * @return the object's mask
   */
  SliceMask make(int z, short[] voxels, int at) {
    ScanPhantom.Slice slice = new ScanPhantom(seed).slice(z, begin, end);
    int area = size.x() * size.y();
    boolean[] inside = new boolean[area];
    float[] clean = new float[area];
    for (int y = 0, i = 0; y < size.y(); y++) {
      for (int x = 0; x < size.x(); x++, i++) {
        inside[i] = slice.inObject(across(x), down(y));
        clean[i] = (float) slice.intensity(across(x), down(y), inside[i]);
      }
    }
    expose(clean, new SplittableRandom(seed * 7919 + z), voxels, at);
    return SliceMask.of(size.x(), size.y(), inside);
  }

  /** Blurs a slice a little, as a scanner does, and adds the scanner's noise. */
  private void expose(float[] clean, SplittableRandom random, short[] voxels, int begin) {
    for (int y = 0, i = 0; y < size.y(); y++) {
      for (int x = 0; x < size.x(); x++, i++) {
        float left = clean[x == 0 ? i : i - 1];
        float right = clean[x == size.x() - 1 ? i : i + 1];
        float above = clean[y == 0 ? i : i - size.x()];
        float below = clean[y == size.y() - 1 ? i : i + size.x()];
        double blurred = (4 * clean[i] + left + right + above + below) / 8;
        double value = blurred + NOISE * random.nextGaussian();
        voxels[begin + i] = (short) Math.round(Math.max(value, -1024));
      }
    }
  }
}
