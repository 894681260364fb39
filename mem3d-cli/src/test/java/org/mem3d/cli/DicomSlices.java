package org.mem3d.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the ball of {@link TestVolumes} as a series of DICOM slices. */
final class DicomSlices {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private DicomSlices() {}

  /** Writes a series of so many slices, spacing 1 x 1 x 2 mm, towards the head. */
  static void write(Path folder, float[] voxels, int series) throws IOException {
    int plane = TestVolumes.X * TestVolumes.Y;
    for (int z = 0; z < TestVolumes.Z; z++) {
      ByteBuffer pixels = ByteBuffer.allocate(2 * plane).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < plane; i++) {
        pixels.putShort((short) voxels[z * plane + i]);
      }
      DicomSlices slice = new DicomSlices();
      slice.bytes.writeBytes(new byte[128]);
      slice.bytes.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
      slice.text(0x0002, 0x0010, "UI", "1.2.840.10008.1.2.1");
      slice.text(0x0008, 0x0016, "UI", "1.2.840.10008.5.1.4.1.1.2");
      slice.text(0x0008, 0x0018, "UI", "1.2." + series + "." + (z + 1));
      slice.text(0x0008, 0x0060, "CS", "CT");
      slice.text(0x0020, 0x000D, "UI", "1.2.3");
      slice.text(0x0020, 0x000E, "UI", "1.2.4." + series);
      slice.text(0x0020, 0x0011, "IS", "" + series);
      slice.text(0x0020, 0x0032, "DS", "-5\\7\\" + 2 * z);
      slice.text(0x0020, 0x0037, "DS", "1\\0\\0\\0\\1\\0");
      slice.number(0x0028, 0x0002, 1);
      slice.text(0x0028, 0x0004, "CS", "MONOCHROME2");
      slice.number(0x0028, 0x0010, TestVolumes.Y);
      slice.number(0x0028, 0x0011, TestVolumes.X);
      slice.text(0x0028, 0x0030, "DS", "1\\1");
      slice.number(0x0028, 0x0100, 16);
      slice.number(0x0028, 0x0101, 16);
      slice.number(0x0028, 0x0102, 15);
      slice.number(0x0028, 0x0103, 1);
      slice.element(0x7FE0, 0x0010, "OW", pixels.array());
      Files.write(folder.resolve("s" + series + "-" + z), slice.bytes.toByteArray());
    }
  }

  private void text(int group, int element, String type, String value) {
    String even = value.length() % 2 == 0 ? value : value + (type.equals("UI") ? "\0" : " ");
    element(group, element, type, even.getBytes(StandardCharsets.US_ASCII));
  }

  private void number(int group, int element, int value) {
    element(group, element, "US", new byte[] {(byte) value, (byte) (value >> 8)});
  }

  private void element(int group, int element, String type, byte[] value) {
    bytes.writeBytes(
        new byte[] {(byte) group, (byte) (group >> 8), (byte) element, (byte) (element >> 8)});
    bytes.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
    boolean isLong = type.equals("OW");
    ByteBuffer length = ByteBuffer.allocate(isLong ? 6 : 2).order(ByteOrder.LITTLE_ENDIAN);
    if (isLong) {
      length.putShort((short) 0).putInt(value.length);
    } else {
      length.putShort((short) value.length);
    }
    bytes.writeBytes(length.array());
    bytes.writeBytes(value);
  }
}
