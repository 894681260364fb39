package org.mem3d.spi;

/**
 * Whether a backend works on this machine. Immutable.
 *
 * @param available whether opening it is expected to work
 * @param reason why it is or is not available, in one sentence
 * @param remedy what to add or change to make it available; empty if it is
 * @param device the processor or graphics card that it would use; empty if unknown
 * @param version the version of what computes; empty if unknown
 * @param faulty whether all that it needs was added and yet it does not work: an automatic choice
 *     that takes another backend instead warns
 */
public record Availability(
    boolean available,
    String reason,
    String remedy,
    String device,
    String version,
    boolean faulty) {
  /** Makes one that is not faulty. */
  public Availability(
      boolean available, String reason, String remedy, String device, String version) {
    this(available, reason, remedy, device, version, false);
  }

  /** Returns "available", with the device and version that were found. */
  public static Availability yes(String device, String version) {
    return new Availability(true, "available", "", device, version);
  }

  /** Returns "not available", with the reason and the remedy. */
  public static Availability no(String reason, String remedy) {
    return new Availability(false, reason, remedy, "", "");
  }

  /** Returns "not available, though all that it needs was added", with the reason and remedy. */
  public static Availability faulty(String reason, String remedy) {
    return new Availability(false, reason, remedy, "", "", true);
  }
}
