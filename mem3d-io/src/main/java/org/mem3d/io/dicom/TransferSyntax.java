package org.mem3d.io.dicom;

import org.mem3d.VolumeException;

/**
 * How a data set and its pixels are encoded.
 *
 * @param explicit whether each element says its type
 * @param bigEndian the byte order of all numbers
 */
record TransferSyntax(String uid, boolean explicit, boolean bigEndian, Packing packing) {
  static final String IMPLICIT = "1.2.840.10008.1.2";
  static final String EXPLICIT = "1.2.840.10008.1.2.1";

  /** What the bytes of pixels were made into. */
  enum Packing {
    /** Nothing else. */
    NONE,
    /** Run lengths of each byte of the pixels. */
    RLE,
    /** JPEG with 8 bits, with losses. */
    JPEG,
    /** Lossless JPEG. */
    JPEG_LOSSLESS,
    /** What is not read. */
    OTHER
  }

  static TransferSyntax of(String uid) {
    return switch (uid) {
      case IMPLICIT -> new TransferSyntax(uid, false, false, Packing.NONE);
      case EXPLICIT -> new TransferSyntax(uid, true, false, Packing.NONE);
      case "1.2.840.10008.1.2.2" -> new TransferSyntax(uid, true, true, Packing.NONE);
      case "1.2.840.10008.1.2.5" -> new TransferSyntax(uid, true, false, Packing.RLE);
      case "1.2.840.10008.1.2.4.50" -> new TransferSyntax(uid, true, false, Packing.JPEG);
      case "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70" ->
          new TransferSyntax(uid, true, false, Packing.JPEG_LOSSLESS);
      default -> new TransferSyntax(uid, true, false, Packing.OTHER);
    };
  }

  /**
   * Checks that pixels so encoded are read.
   *
   * @throws VolumeException if not, without the file's name
   */
  void requireRead() {
    if (packing == Packing.OTHER) {
      String name =
          switch (uid) {
            case "1.2.840.10008.1.2.1.99" -> " (deflated)";
            case "1.2.840.10008.1.2.4.51" -> " (JPEG of 12 bits)";
            case "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81" -> " (JPEG-LS)";
            case "1.2.840.10008.1.2.4.90",
                "1.2.840.10008.1.2.4.91",
                "1.2.840.10008.1.2.4.92",
                "1.2.840.10008.1.2.4.93" ->
                " (JPEG 2000)";
            default -> "";
          };
      String shown = uid.matches("[0-9.]{1,64}") ? uid : "unknown";
      throw new VolumeException(
          "has pixels of the transfer syntax "
              + shown
              + name
              + ", which is not read: unpack them first, such as with gdcmconv --raw");
    }
  }
}
