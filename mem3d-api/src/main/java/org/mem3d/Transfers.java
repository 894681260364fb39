package org.mem3d;

/**
 * Bytes copied between main memory and the memory of a device. Immutable.
 *
 * @param bytesToDevice bytes copied to the device
 * @param bytesFromDevice bytes copied from the device
 */
public record Transfers(long bytesToDevice, long bytesFromDevice) {
  /** Nothing copied. */
  public static final Transfers NONE = new Transfers(0, 0);

  /** Returns the sum of this and others. */
  public Transfers plus(Transfers others) {
    return new Transfers(
        bytesToDevice + others.bytesToDevice, bytesFromDevice + others.bytesFromDevice);
  }

  /** Returns what was copied between an earlier count and this one. */
  public Transfers since(Transfers earlier) {
    return new Transfers(
        bytesToDevice - earlier.bytesToDevice, bytesFromDevice - earlier.bytesFromDevice);
  }
}
