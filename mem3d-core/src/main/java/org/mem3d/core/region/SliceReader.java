package org.mem3d.core.region;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Volume;

/**
 * Reads slices of one volume along one axis into windows. Intensities count from the volume's
 * background ({@link IntensityRange}). Where there is no image (beyond the slice, in padding, and
 * where voxels are not finite) a window's pixels are NaN; within the slice they are mended too,
 * from what lies next to them, as are values that are not believed. Keeps the slices read last, as
 * many as were read at once. Thread-safe.
 */
public final class SliceReader {
  private final Volume volume;
  private final Axis axis;
  private final Deque<Plane> idle = new ArrayDeque<>();
  private @Nullable IntensityRange range;

  /** The values of one slice. */
  private static final class Plane {
    final float[] values;

    /** The same with gaps mended; {@code values} itself where there are none. */
    float[] mended;

    /** Kept for the next slice with gaps. */
    private float @Nullable [] filled;

    int slice = -1;

    Plane(int size) {
      values = new float[size];
      mended = values;
    }

    void mend(BitSet gaps, int width) {
      if (gaps.isEmpty()) {
        mended = values;
        return;
      }
      float[] copy = filled;
      if (copy == null) {
        copy = new float[values.length];
        filled = copy;
      }
      System.arraycopy(values, 0, copy, 0, values.length);
      SliceGaps.fill(copy, gaps, width);
      mended = copy;
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

  /** Returns the intensities of a slice in a window. */
  public WindowPixels sample(int slice, Window window) {
    Plane plane = loaded(slice);
    float[] seen = sampled(plane.values, window);
    float[] mended = plane.mended == plane.values ? seen : sampled(plane.mended, window);
    release(plane);
    return new WindowPixels(seen, mended);
  }

  private float[] sampled(float[] values, Window window) {
    float[] pixels = new float[Window.INPUT_SIDE * Window.INPUT_SIDE];
    Crop.sample(values, 0, 0, sizeU(), sizeV(), window, Float.NaN, pixels);
    return pixels;
  }

  /**
   * Copies out a whole slice, 0 where there is no image.
   *
   * @param values {@code sizeU * sizeV} values, u fastest, filled
   */
  public void read(int slice, float[] values) {
    Plane plane = loaded(slice);
    copy(plane.values, values);
    release(plane);
  }

  /**
   * Copies out a whole slice with its gaps mended; 0 if it is nothing else.
   *
   * @param values {@code sizeU * sizeV} values, u fastest, filled
   */
  public void readMended(int slice, float[] values) {
    Plane plane = loaded(slice);
    copy(plane.mended, values);
    release(plane);
  }

  /** Returns a rectangle of a slice with its gaps mended; it must lie within the slice. */
  public float[] mended(int slice, SliceRectangle part) {
    float[] values = new float[part.voxels()];
    Plane plane = loaded(slice);
    for (int v = 0; v < part.height(); v++) {
      int from = (part.lowV() + v) * sizeU() + part.lowU();
      System.arraycopy(plane.mended, from, values, v * part.width(), part.width());
    }
    release(plane);
    zeroWhereMissing(values);
    return values;
  }

  private static void copy(float[] from, float[] to) {
    System.arraycopy(from, 0, to, 0, from.length);
    zeroWhereMissing(to);
  }

  private static void zeroWhereMissing(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.isNaN(values[i]) ? 0 : values[i];
    }
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
    BitSet gaps = new BitSet();
    for (int i = 0; i < values.length; i++) {
      if (!known.isBelieved(values[i])) {
        gaps.set(i);
      }
      values[i] = known.relative(values[i]);
    }
    plane.mend(gaps, sizeU());
    plane.slice = slice;
  }
}
