package org.mem3d.train.cases;

/** How intensities are kept: in the smallest type that holds them exactly. */
enum Voxels {
  NONE(0),
  BYTES(1),
  SHORTS(2),
  FLOATS(4);

  private final int size;

  Voxels(int size) {
    this.size = size;
  }

  /** Returns the bytes of a voxel. */
  int bytes() {
    return size;
  }

  /** Returns the type of so many bytes a voxel. */
  static Voxels ofBytes(int bytes) {
    for (Voxels each : values()) {
      if (each.size == bytes) {
        return each;
      }
    }
    throw new IllegalArgumentException("intensities of " + bytes + " bytes");
  }

  /** Returns the smallest type that holds intensities. */
  static Voxels of(float[] values) {
    Voxels least = BYTES;
    for (float value : values) {
      if (value != Math.rint(value) || value < Short.MIN_VALUE || value > Short.MAX_VALUE) {
        return FLOATS;
      }
      if (value < 0 || value > 0xff) {
        least = SHORTS;
      }
    }
    return least;
  }
}
