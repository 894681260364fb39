package org.mem3d;

import java.util.Objects;

/** Sizes and geometry of a volume, checked. */
abstract class SizedVolume implements Volume {
  private final int sizeX;
  private final int sizeY;
  private final int sizeZ;
  private final Geometry geometry;

  SizedVolume(int sizeX, int sizeY, int sizeZ, Geometry geometry) {
    if (sizeX < 1 || sizeY < 1 || sizeZ < 1) {
      throw new VolumeException(
          "a volume has positive sizes, not " + sizeX + "x" + sizeY + "x" + sizeZ);
    }
    this.sizeX = sizeX;
    this.sizeY = sizeY;
    this.sizeZ = sizeZ;
    this.geometry = Objects.requireNonNull(geometry, "the geometry is null");
  }

  @Override
  public final int sizeX() {
    return sizeX;
  }

  @Override
  public final int sizeY() {
    return sizeY;
  }

  @Override
  public final int sizeZ() {
    return sizeZ;
  }

  @Override
  public final Geometry geometry() {
    return geometry;
  }
}
