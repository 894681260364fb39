package org.mem3d.core.region;

import java.util.ArrayDeque;
import java.util.Deque;
import org.mem3d.Axis;
import org.mem3d.Volume;

/**
 * Reads slices of one volume along one axis into windows; values that are not finite become the
 * volume's background, its smallest finite value, and those beyond 1e30 become 1e30, of either
 * sign. Keeps the slices read last, as many as were read at once. Thread-safe.
 */
public final class SliceReader {
  /** Sums and differences of as many values as a slice has stay finite up to here. */
  private static final float LARGEST = 1e30f;

  private final Volume volume;
  private final Axis axis;
  private final Deque<Plane> idle = new ArrayDeque<>();
  private float background = Float.NaN;

  /** The values of one slice. */
  private static final class Plane {
    final float[] values;
    int slice = -1;

    Plane(int size) {
      values = new float[size];
    }
  }

  /** Makes a reader of a volume's slices along an axis. */
  public SliceReader(Volume volume, Axis axis) {
    this.volume = volume;
    this.axis = axis;
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

  /** Returns the distance of neighbouring voxels along u, v and slices, in millimetres. */
  public double[] spacings() {
    return new double[] {
      volume.geometry().spacing(axis.u()),
      volume.geometry().spacing(axis.v()),
      volume.geometry().spacing(axis)
    };
  }

  /** Fills a window's pixels with the intensities of a slice. */
  public void sample(int slice, Window window, float[] pixels) {
    Plane plane = borrow(slice);
    try {
      load(plane, slice);
      Crop.sample(plane.values, 0, 0, sizeU(), sizeV(), window, pixels);
    } finally {
      synchronized (idle) {
        idle.addFirst(plane);
      }
    }
  }

  /**
   * Copies out a whole slice.
   *
   * @param values {@code sizeU * sizeV} values, u fastest, filled
   */
  public void read(int slice, float[] values) {
    Plane plane = borrow(slice);
    try {
      load(plane, slice);
      System.arraycopy(plane.values, 0, values, 0, plane.values.length);
    } finally {
      synchronized (idle) {
        idle.addFirst(plane);
      }
    }
  }

  private Plane borrow(int slice) {
    synchronized (idle) {
      for (Plane plane : idle) {
        if (plane.slice == slice) {
          idle.remove(plane);
          return plane;
        }
      }
      Plane oldest = idle.pollLast();
      return oldest == null ? new Plane(volume.sliceSize(axis)) : oldest;
    }
  }

  private void load(Plane plane, int slice) {
    if (slice == plane.slice) {
      return;
    }
    plane.slice = -1;
    float[] values = plane.values;
    volume.readSlice(axis, slice, values);
    for (int i = 0; i < values.length; i++) {
      // False for NaN too.
      if (!(Math.abs(values[i]) <= LARGEST)) {
        values[i] = Float.isFinite(values[i]) ? bounded(values[i]) : background();
      }
    }
    plane.slice = slice;
  }

  private static float bounded(float value) {
    return Math.max(-LARGEST, Math.min(LARGEST, value));
  }

  private synchronized float background() {
    if (Float.isNaN(background)) {
      float smallest = Float.POSITIVE_INFINITY;
      float[] values = new float[volume.sliceSize(axis)];
      for (int slice = 0; slice < slices(); slice++) {
        volume.readSlice(axis, slice, values);
        for (float value : values) {
          if (Float.isFinite(value) && value < smallest) {
            smallest = value;
          }
        }
      }
      background = Float.isFinite(smallest) ? bounded(smallest) : 0;
    }
    return background;
  }
}
