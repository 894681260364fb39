package org.mem3d.core.region;

import org.mem3d.Axis;
import org.mem3d.Volume;

/**
 * Reads slices of one volume along one axis into windows; values that are not finite become the
 * volume's background, its smallest finite value. Keeps the slice read last. One thread at a time.
 */
public final class SliceReader {
  private final Volume volume;
  private final Axis axis;
  private final float[] plane;
  private int loaded = -1;
  private float background = Float.NaN;

  /** Makes a reader of a volume's slices along an axis. */
  public SliceReader(Volume volume, Axis axis) {
    this.volume = volume;
    this.axis = axis;
    this.plane = new float[volume.sliceSize(axis)];
  }

  /** Returns voxels of a slice along u. */
  public int sizeU() {
    return volume.size(axis.u());
  }

  /** Returns voxels of a slice along v. */
  public int sizeV() {
    return volume.size(axis.v());
  }

  /** Returns the number of slices. */
  public int slices() {
    return volume.size(axis);
  }

  /** Fills a window's pixels with the intensities of a slice. */
  public void sample(int slice, Window window, float[] pixels) {
    load(slice);
    Crop.sample(plane, 0, 0, sizeU(), sizeV(), window, pixels);
  }

  private void load(int slice) {
    if (slice == loaded) {
      return;
    }
    loaded = -1;
    volume.readSlice(axis, slice, plane);
    for (int i = 0; i < plane.length; i++) {
      if (!Float.isFinite(plane[i])) {
        plane[i] = background();
      }
    }
    loaded = slice;
  }

  private float background() {
    if (Float.isNaN(background)) {
      float smallest = Float.POSITIVE_INFINITY;
      float[] values = new float[plane.length];
      for (int slice = 0; slice < slices(); slice++) {
        volume.readSlice(axis, slice, values);
        for (float value : values) {
          if (Float.isFinite(value) && value < smallest) {
            smallest = value;
          }
        }
      }
      background = Float.isFinite(smallest) ? smallest : 0;
    }
    return background;
  }
}
