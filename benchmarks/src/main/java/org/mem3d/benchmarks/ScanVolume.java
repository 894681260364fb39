package org.mem3d.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.mem3d.Axis;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.eval.Truth;

/**
 * A made-up CT-like volume with one object and its truth, as {@link ScanSlices} makes it, in
 * memory. Immutable.
 *
 * @param image intensities as in Hounsfield units
 * @param truth the object's masks, slice by slice along z
 */
record ScanVolume(Volume image, Truth truth) {
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
    ScanSlices slices = new ScanSlices(size, seed, begin, end);
    IntStream.range(0, size.z())
        .parallel()
        .forEach(z -> masks[z] = slices.make(z, voxels, z * area));
    Volume image = Volume.ofShorts(voxels, size.x(), size.y(), size.z(), ScanSlices.GEOMETRY);
    return new ScanVolume(image, new Truth(1, Axis.Z, new ArrayList<>(List.of(masks))));
  }
}
