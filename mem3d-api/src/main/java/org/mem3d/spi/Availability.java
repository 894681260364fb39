package org.mem3d.spi;

/**
 * Whether a backend works on this machine. Immutable.
 *
 * @param available whether opening it is expected to work
 * @param reason why it is or is not available, in one sentence
 * @param remedy what to add or change to make it available; empty if it is
 * @param device the processor or graphics card that it would use; empty if unknown
 * @param version the version of what computes; empty if unknown
 */
public record Availability(
    boolean available, String reason, String remedy, String device, String version) {
  /** Returns "available", with the device and version that were found. */
  public static Availability yes(String device, String version) {
    return new Availability(true, "available", "", device, version);
  }

  /** Returns "not available", with the reason and the remedy. */
  public static Availability no(String reason, String remedy) {
    return new Availability(false, reason, remedy, "", "");
  }
}
