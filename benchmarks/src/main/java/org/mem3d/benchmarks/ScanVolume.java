package org.mem3d.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.eval.Truth;

/**
 * A made-up CT-like volume of any size with one object and its truth: a body with fat, muscle,
 * spine and other organs, and in it a liver-like object that wanders a little from slice to slice
 * and borders on tissue of nearly its own brightness. The same arguments give the same voxels.
 * Immutable.
 *
 * @param image intensities as in Hounsfield units
 * @param truth the object's masks, slice by slice along z
 */
record ScanVolume(Volume image, Truth truth) {
  private static final double NOISE = 14;

  /** The part of the slices on which the object is, unless it is to be on all of them. */
  private static final double SPAN = 0.6;

  /** Makes a volume whose object is on three fifths of the slices, the middle ones. */
  static ScanVolume of(Size size, long seed) {
    int first = (int) Math.round(size.z() * (1 - SPAN) / 2);
    return of(size, seed, first, first + (int) Math.round(size.z() * SPAN));
  }

  /** Makes a volume whose object is on every slice. */
  static ScanVolume full(Size size, long seed) {
    return of(size, seed, 0, size.z());
  }

  private static ScanVolume of(Size size, long seed, int begin, int end) {
    int area = Math.multiplyExact(size.x(), size.y());
    short[] voxels = new short[Math.multiplyExact(area, size.z())];
    SliceMask[] masks = new SliceMask[size.z()];
    ScanPhantom phantom = new ScanPhantom(seed);
    IntStream.range(0, size.z())
        .parallel()
        .forEach(
            z -> {
              ScanPhantom.Slice slice = phantom.slice(z, begin, end);
              boolean[] inside = new boolean[area];
              float[] clean = new float[area];
              for (int y = 0, i = 0; y < size.y(); y++) {
                for (int x = 0; x < size.x(); x++, i++) {
                  double across = 2 * (x + 0.5) / size.x() - 1;
                  double down = 2 * (y + 0.5) / size.y() - 1;
                  inside[i] = slice.inObject(across, down);
                  clean[i] = (float) slice.intensity(across, down, inside[i]);
                }
              }
              masks[z] = SliceMask.of(size.x(), size.y(), inside);
              expose(clean, size, new SplittableRandom(seed * 7919 + z), voxels, z * area);
            });
    Geometry geometry = Geometry.ofSpacing(0.8, 0.8, 2.5);
    Volume image = Volume.ofShorts(voxels, size.x(), size.y(), size.z(), geometry);
    return new ScanVolume(image, new Truth(1, Axis.Z, new ArrayList<>(List.of(masks))));
  }

  /** Blurs a slice a little, as a scanner does, and adds the scanner's noise. */
  private static void expose(
      float[] clean, Size size, SplittableRandom random, short[] voxels, int begin) {
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
