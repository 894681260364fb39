package org.mem3d.core.region;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Volume;

/**
 * Reads slices of one volume along one axis into windows. Intensities count from the volume's
 * background ({@link IntensityRange}). Where there is no image (beyond the slice, in padding, and
 * where voxels are not finite) a window's pixels are NaN. Keeps the slices read last, as many as
 * were read at once. Thread-safe.
 */
public final class SliceReader {
  private final Volume volume;
  private final Axis axis;
  private final Deque<Plane> idle = new ArrayDeque<>();
  private @Nullable IntensityRange range;

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

  /**
   * Makes a reader of a volume of which it is known where its intensities lie.
   *
   * @param range as {@link IntensityRange#of(Volume)} would measure it
   */
  public SliceReader(Volume volume, Axis axis, IntensityRange range) {
    this(volume, axis);
    this.range = range;
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

  /** Returns where the volume's intensities lie; measured when first asked for. */
  public synchronized IntensityRange range() {
    IntensityRange known = range;
    if (known == null) {
      known = IntensityRange.of(volume);
      range = known;
    }
    return known;
  }

  /** Fills a window's pixels with the intensities of a slice, NaN where it has none. */
  public void sample(int slice, Window window, float[] pixels) {
    Plane plane = loaded(slice);
    Crop.sample(plane.values, 0, 0, sizeU(), sizeV(), window, Float.NaN, pixels);
    release(plane);
  }

  /**
   * Copies out a whole slice, 0 where there is no image.
   *
   * @param values {@code sizeU * sizeV} values, u fastest, filled
   */
  public void read(int slice, float[] values) {
    Plane plane = loaded(slice);
    for (int i = 0; i < plane.values.length; i++) {
      values[i] = Float.isNaN(plane.values[i]) ? 0 : plane.values[i];
    }
    release(plane);
  }

  /** Returns a slice. One that could not be read is let go: its reader may still write to it. */
  private Plane loaded(int slice) {
    Plane plane = borrow(slice);
    load(plane, slice);
    return plane;
  }

  private void release(Plane plane) {
    synchronized (idle) {
      idle.addFirst(plane);
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
    IntensityRange known = range();
    for (int i = 0; i < values.length; i++) {
      values[i] = known.relative(values[i]);
    }
    plane.slice = slice;
  }
}
