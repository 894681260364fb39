package org.mem3d.core.session;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.PropagationCancelledException;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/**
 * A program's volume, of which a session believes nothing: its sizes and geometry are those of when
 * the session was opened, and each read is checked. Thread-safe if the volume may be read by
 * several threads.
 */
final class CheckedVolume implements Volume {
  /** A few virtual machines keep the last indices of an array to themselves. */
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** What no reader writes: a NaN that is not the usual one. */
  private static final int UNWRITTEN = 0x7fa5_3d3d;

  private static final float UNWRITTEN_VALUE = Float.intBitsToFloat(UNWRITTEN);

  /** Set on threads that are in a program's reader. */
  private static final ThreadLocal<Boolean> READING = new ThreadLocal<>();

  private final Volume inside;
  private final int sizeX;
  private final int sizeY;
  private final int sizeZ;
  private final Geometry geometry;
  private volatile @Nullable Runnable check;

  /**
   * Takes a volume's sizes and geometry.
   *
   * @throws VolumeException if a slice of the volume would not fit an array, or the volume does not
   *     say what it is
   */
  CheckedVolume(Volume inside) {
    this.inside = inside;
    try {
      sizeX = inside.sizeX();
      sizeY = inside.sizeY();
      sizeZ = inside.sizeZ();
      geometry = Objects.requireNonNull(inside.geometry(), "its geometry is null");
    } catch (VolumeException e) {
      throw e;
    } catch (Exception e) {
      throw new VolumeException("the volume does not tell its sizes and geometry: " + e, e);
    }
    requireFit(this);
  }

  /** Checks that each slice can be read. */
  private static void requireFit(Volume volume) {
    long x = volume.sizeX();
    long y = volume.sizeY();
    long z = volume.sizeZ();
    if (x < 1 || y < 1 || z < 1 || Math.max(x * y, z * Math.max(x, y)) > LARGEST_ARRAY) {
      throw new VolumeException(
          "a session's volume has slices of 1 to "
              + LARGEST_ARRAY
              + " voxels along each axis, as many as an array can hold, not of "
              + x
              + "x"
              + y
              + "x"
              + z
              + ": give a part of it");
    }
  }

  /** Returns whether this thread is in a program's reader, which must not use the engine. */
  static boolean isBeingRead() {
    return READING.get() != null;
  }

  /**
   * Says what is asked before each read, by the thread that reads: it ends the work by throwing.
   *
   * @param before null for nothing
   */
  void checkBeforeReading(@Nullable Runnable before) {
    check = before;
  }

  @Override
  public int sizeX() {
    return sizeX;
  }

  @Override
  public int sizeY() {
    return sizeY;
  }

  @Override
  public int sizeZ() {
    return sizeZ;
  }

  @Override
  public Geometry geometry() {
    return geometry;
  }

  @Override
  public void readSlice(Axis axis, int index, float[] slice) {
    Runnable before = check;
    if (before != null) {
      before.run();
    }
    int size = sliceSize(axis);
    for (int i = 0; i < size; i++) {
      slice[i] = UNWRITTEN_VALUE;
    }
    READING.set(true);
    try {
      inside.readSlice(axis, index, slice);
      requireSame();
    } catch (VirtualMachineError | PropagationCancelledException e) {
      throw e;
    } catch (Throwable e) {
      throw new VolumeException(
          "slice " + axis + "=" + index + " of the volume cannot be read: " + told(e), e);
    } finally {
      READING.remove();
    }
    requireWritten(axis, index, slice, size);
  }

  private static String told(Throwable e) {
    String message = e instanceof VolumeException ? e.getMessage() : null;
    return message == null ? e.toString() : message;
  }

  /** Checks that the volume is what it was: its reader goes by its own sizes. */
  private void requireSame() {
    if (inside.sizeX() != sizeX || inside.sizeY() != sizeY || inside.sizeZ() != sizeZ) {
      throw new VolumeException(
          "it has now "
              + inside.sizeX()
              + "x"
              + inside.sizeY()
              + "x"
              + inside.sizeZ()
              + " voxels, and had "
              + sizeX
              + "x"
              + sizeY
              + "x"
              + sizeZ
              + " when the session was opened: open a session on the new volume");
    }
    if (!geometry.equals(inside.geometry())) {
      throw new VolumeException(
          "it lies now at "
              + inside.geometry()
              + ", and lay at "
              + geometry
              + " when the session was opened: open a session on the new volume");
    }
  }

  private static void requireWritten(Axis axis, int index, float[] slice, int size) {
    int unwritten = 0;
    for (int i = 0; i < size; i++) {
      if (Float.isNaN(slice[i]) && Float.floatToRawIntBits(slice[i]) == UNWRITTEN) {
        unwritten++;
      }
    }
    if (unwritten > 0) {
      throw new VolumeException(
          "the volume's reader wrote "
              + (size - unwritten)
              + " of the "
              + size
              + " values of slice "
              + axis
              + "="
              + index
              + ": readSlice has to write every one, zeros too");
    }
  }
}
