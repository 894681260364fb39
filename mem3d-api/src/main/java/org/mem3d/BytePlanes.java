package org.mem3d;

/**
 * A reader of planes of bytes along z, for masks and volumes that keep what is not 0 alone. Called
 * by one thread, plane by plane.
 */
@FunctionalInterface
public interface BytePlanes {
  /**
   * Copies one plane out.
   *
   * @param z index of the plane
   * @param plane to be filled with {@code sizeX * sizeY} values, x fastest, zeros too, and not to
   *     be kept: it is used again
   */
  void read(int z, byte[] plane);
}
