package org.mem3d.io.mesh;

import java.util.Optional;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Mask;
import org.mem3d.VolumeException;

/**
 * Finds the surface of an object by surface nets (Gibson 1998): corners in the cells of eight
 * voxels that the surface goes through, one for each piece of it (Nielson 2004), so that every edge
 * is of two triangles; smoothed without shrinking (Taubin 1995), and never moved far out of their
 * cells. The surface is closed: where the object reaches the volume's border, along the border.
 * Stateless.
 */
public final class SurfaceNets {
  /** How often surfaces are usually smoothed. */
  public static final int SMOOTHINGS = 30;

  private static final int MOST_SMOOTHINGS = 1000;

  private SurfaceNets() {}

  /**
   * Returns the surface of an object, smoothed as usual; empty if the object is.
   *
   * @param mostCells along the longest side of the object's box; where it has more voxels, only
   *     every second, third, ... is looked at
   */
  public static Optional<SurfaceMesh> of(Mask mask, int label, int mostCells) {
    return of(mask, label, mostCells, SMOOTHINGS);
  }

  /**
   * Returns the surface of an object, else as {@link #of(Mask, int, int)}.
   *
   * @param smoothings how often it is smoothed, 0 to 1000; an even number keeps the volume best
   * @throws VolumeException if a number is out of its range
   */
  public static Optional<SurfaceMesh> of(Mask mask, int label, int mostCells, int smoothings) {
    if (label < 1 || label > 255 || mostCells < 1) {
      throw new VolumeException(
          "a surface is of a label of 1 to 255 in 1 cell or more, not of "
              + label
              + " in "
              + mostCells);
    }
    if (smoothings < 0 || smoothings > MOST_SMOOTHINGS) {
      throw new VolumeException("a surface is smoothed 0 to 1000 times, not " + smoothings);
    }
    return box(mask, label)
        .map(box -> new SurfaceNet(mask, label, box, mostCells).mesh(smoothings));
  }

  /** Returns the smallest box around a label; empty if there is none. */
  private static Optional<Box> box(Mask mask, int label) {
    int[] low = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};
    int[] high = {-1, -1, -1};
    byte[] plane = new byte[mask.sizeX() * mask.sizeY()];
    for (int z = 0; z < mask.sizeZ(); z++) {
      mask.readSlice(Axis.Z, z, plane);
      for (int i = 0; i < plane.length; i++) {
        if ((plane[i] & 0xff) == label) {
          int x = i % mask.sizeX();
          int y = i / mask.sizeX();
          low[0] = Math.min(low[0], x);
          low[1] = Math.min(low[1], y);
          low[2] = Math.min(low[2], z);
          high[0] = Math.max(high[0], x);
          high[1] = Math.max(high[1], y);
          high[2] = Math.max(high[2], z);
        }
      }
    }
    return high[0] < 0
        ? Optional.empty()
        : Optional.of(new Box(low[0], low[1], low[2], high[0], high[1], high[2]));
  }
}
