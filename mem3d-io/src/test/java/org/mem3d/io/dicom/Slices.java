package org.mem3d.io.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Slices of 4x3 pixels for tests, of a patient whose name must never be seen. */
final class Slices {
  static final String NAME = "Doe^Jane";
  static final int COLUMNS = 4;
  static final int ROWS = 3;

  private Slices() {}

  /** Returns a slice so high, whose pixels are its number times 100 and their own. */
  static DicomBuilder slice(DicomBuilder.Encoding encoding, int number, double x, double z) {
    short[] pixels = new short[COLUMNS * ROWS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (short) (100 * number + i);
    }
    return new DicomBuilder(encoding)
        .text(Tag.SOP_CLASS, "UI", "1.2.840.10008.5.1.4.1.1.2")
        .text(Tag.SOP_INSTANCE, "UI", "1.2.3." + number)
        .text(Tag.MODALITY, "CS", "CT")
        .text(0x00100010, "PN", NAME)
        .text(0x00100020, "LO", NAME)
        .text(Tag.STUDY, "UI", "1.2.3")
        .text(Tag.SERIES, "UI", "1.2.4")
        .text(Tag.SERIES_NUMBER, "IS", "7")
        .text(Tag.INSTANCE_NUMBER, "IS", String.valueOf(number))
        .text(Tag.POSITION, "DS", String.format(Locale.ROOT, "%.4f\\-20\\%.4f", x, z))
        .text(Tag.ORIENTATION, "DS", "1\\0\\0\\0\\1\\0")
        .text(Tag.PIXEL_SPACING, "DS", "0.5\\0.25")
        .unsigned(Tag.SAMPLES, 1)
        .text(Tag.PHOTOMETRIC, "CS", "MONOCHROME2")
        .unsigned(Tag.ROWS, ROWS)
        .unsigned(Tag.COLUMNS, COLUMNS)
        .unsigned(Tag.BITS_ALLOCATED, 16)
        .unsigned(Tag.BITS_STORED, 16)
        .unsigned(Tag.HIGH_BIT, 15)
        .unsigned(Tag.SIGNED, 1)
        .text(Tag.SLOPE, "DS", "1")
        .text(Tag.INTERCEPT, "DS", "-1000")
        .shorts(pixels);
  }

  static DicomBuilder slice(int number, double z) {
    return slice(DicomBuilder.Encoding.EXPLICIT, number, 10, z);
  }

  static Path write(Path folder, String name, DicomBuilder slice) throws IOException {
    return Files.write(folder.resolve(name), slice.file());
  }
}
