package org.mem3d.io.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.StoredGrid;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
import org.mem3d.io.Volumes;

/** Pixels of every kind that is read, files of several frames, and what is refused. */
class DicomPixelsTest {
  @TempDir Path folder = Path.of(".");

  private float[] read(UnaryOperator<DicomBuilder> change) throws IOException {
    DicomBuilder slice = Slices.slice(1, 0).text(Tag.INTERCEPT, "DS", "0");
    Volume volume = Volumes.open(Slices.write(folder, "slice", change.apply(slice)));
    float[] values = new float[volume.sliceSize(Axis.Z)];
    volume.readSlice(Axis.Z, 0, values);
    return values;
  }

  private static DicomBuilder bits(DicomBuilder slice, int allocated, int stored, int signed) {
    return slice
        .unsigned(Tag.BITS_ALLOCATED, allocated)
        .unsigned(Tag.BITS_STORED, stored)
        .unsigned(Tag.HIGH_BIT, stored - 1)
        .unsigned(Tag.SIGNED, signed);
  }

  @Test
  void bitsBesideTheValueDoNotCount() throws IOException {
    short[] pixels = {(short) 0xf801, 0x0fff, 0x07ff, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    assertThat(read(s -> bits(s, 16, 12, 1).shorts(pixels))).startsWith(-2047, -1, 2047, 0);
    assertThat(read(s -> bits(s, 16, 12, 0).shorts(pixels))).startsWith(2049, 4095, 2047, 0);
    assertThat(read(s -> bits(s, 16, 16, 0).shorts(pixels))).startsWith(63489, 4095);
    assertThat(read(s -> bits(s, 16, 12, 0).unsigned(Tag.HIGH_BIT, 15).shorts(pixels)))
        .startsWith(0xf80, 0xff, 0x7f);
  }

  @Test
  void pixelsOfOneAndFourBytes() throws IOException {
    byte[] bytes = {1, -1, -128, 127, 0, 0, 0, 0, 0, 0, 0, 9};
    assertThat(read(s -> bits(s, 8, 8, 0).raw(Tag.PIXEL_DATA, "OB", bytes)))
        .containsExactly(1, 255, 128, 127, 0, 0, 0, 0, 0, 0, 0, 9);
    assertThat(read(s -> bits(s, 8, 8, 1).raw(Tag.PIXEL_DATA, "OB", bytes)))
        .startsWith(1, -1, -128, 127);
    assertThat(read(s -> bits(s, 8, 7, 1).raw(Tag.PIXEL_DATA, "OB", bytes)))
        .startsWith(1, -1, 0, -1);
    byte[] words = new byte[48];
    Arrays.fill(words, 0, 4, (byte) 0xff);
    words[4] = 2;
    assertThat(read(s -> bits(s, 32, 32, 0).raw(Tag.PIXEL_DATA, "OW", words)))
        .startsWith(4294967295f, 2, 0);
    assertThat(read(s -> bits(s, 32, 32, 1).raw(Tag.PIXEL_DATA, "OW", words))).startsWith(-1, 2);
    byte[] swapped = {2, 1, 4, 3, 0, 0, 0, 0, 0, 0, 0, 0};
    DicomBuilder big = bits(Slices.slice(DicomBuilder.Encoding.BIG, 1, 0, 0), 8, 8, 0);
    Path file = Slices.write(folder, "big", big.raw(Tag.PIXEL_DATA, "OW", swapped));
    float[] values = new float[12];
    Volumes.open(file).readSlice(Axis.Z, 0, values);
    assertThat(values).startsWith(-999, -998, -997, -996);
  }

  @Test
  void valuesAreThoseOfTheFileWhicheverIsWhite() throws IOException {
    assertThat(read(s -> s.text(Tag.PHOTOMETRIC, "CS", "MONOCHROME1"))).startsWith(100, 101);
  }

  @Test
  void runLengths() throws IOException {
    // High bytes: twelve of 1. Low bytes: three of 7, then 9 literal ones.
    byte[] frame = packed(new byte[] {-11, 1}, new byte[] {-2, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    float[] values = read(s -> bits(s, 16, 16, 0).syntax("1.2.840.10008.1.2.5").pieces(frame));
    assertThat(values).containsExactly(263, 263, 263, 257, 258, 259, 260, 261, 262, 263, 264, 265);
  }

  private static byte[] packed(byte[]... planes) {
    ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(planes.length);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] plane : planes) {
      header.putInt(64 + body.size());
      body.writeBytes(plane);
      if (plane.length % 2 > 0) {
        body.write(0);
      }
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(header.array());
    all.writeBytes(body.toByteArray());
    return all.toByteArray();
  }

  @Test
  void anEnhancedFileHasAPlaceForEachFrame() throws IOException {
    short[] pixels = new short[36];
    for (int i = 0; i < 36; i++) {
      pixels[i] = (short) i;
    }
    for (DicomBuilder.Encoding encoding : DicomBuilder.Encoding.values()) {
      DicomBuilder[] frames = new DicomBuilder[3];
      for (int i = 0; i < 3; i++) {
        DicomBuilder position =
            new DicomBuilder(encoding).text(Tag.POSITION, "DS", "1\\2\\" + (10 - 3 * i));
        DicomBuilder scale =
            new DicomBuilder(encoding).text(Tag.INTERCEPT, "DS", "5").text(Tag.SLOPE, "DS", "2");
        frames[i] =
            new DicomBuilder(encoding)
                .openItems(Tag.PLANE_POSITION, position)
                .items(Tag.VALUE_TRANSFORMATION, scale);
      }
      DicomBuilder measures = new DicomBuilder(encoding).text(Tag.PIXEL_SPACING, "DS", "2\\1");
      DicomBuilder planes =
          new DicomBuilder(encoding).text(Tag.ORIENTATION, "DS", "1\\0\\0\\0\\1\\0");
      DicomBuilder shared =
          new DicomBuilder(encoding)
              .items(Tag.PIXEL_MEASURES, measures)
              .openItems(Tag.PLANE_ORIENTATION, planes);
      DicomBuilder file =
          Slices.slice(encoding, 1, 0, 0)
              .without(Tag.POSITION)
              .without(Tag.ORIENTATION)
              .without(Tag.PIXEL_SPACING)
              .without(Tag.SLOPE)
              .without(Tag.INTERCEPT)
              .text(Tag.FRAMES, "IS", "3")
              .items(Tag.SHARED_GROUPS, shared)
              .openItems(Tag.FRAME_GROUPS, frames)
              .shorts(pixels);
      Volume volume = Volumes.open(Slices.write(folder, "enhanced", file));
      assertThat(volume.geometry().affine())
          .containsExactly(-1, 0, 0, -1, 0, -2, 0, -2, 0, 0, 3, 4);
      float[] values = new float[12];
      volume.readSlice(Axis.Z, 0, values); // the file's last frame is the lowest
      assertThat(values).startsWith(2 * 24 + 5, 2 * 25 + 5);
    }
  }

  @Test
  void framesOfOnePosition() throws IOException {
    DicomBuilder file =
        Slices.slice(1, 5)
            .text(Tag.FRAMES, "IS", "2")
            .text(Tag.SPACING_BETWEEN_SLICES, "DS", "3")
            .shorts(new short[24]);
    Volume volume = Volumes.open(Slices.write(folder, "frames", file));
    assertThat(volume.geometry().affine())
        .containsExactly(-0.25, 0, 0, -10, 0, -0.5, 0, 20, 0, 0, 3, 5);
    Slices.write(folder, "frames", file.without(Tag.SPACING_BETWEEN_SLICES));
    Volume unplaced = Volumes.open(folder.resolve("frames"));
    assertThat(unplaced.geometry().stored().map(StoredGrid::isPlaced)).contains(false);
    assertThat(unplaced.sizeZ()).isEqualTo(2);
  }

  @Test
  void whatIsRefused() throws IOException {
    refused(s -> s.unsigned(Tag.SAMPLES, 3).text(Tag.PHOTOMETRIC, "CS", "RGB"), "3 values", "RGB");
    refused(s -> s.text(Tag.PHOTOMETRIC, "CS", "PALETTE COLOR"), "PALETTE COLOR");
    refused(s -> bits(s, 12, 12, 0), "12 bits up to bit 11 of 12");
    refused(s -> s.without(Tag.ROWS), "no (0028,0010)");
    refused(s -> s.unsigned(Tag.ROWS, 65535).unsigned(Tag.COLUMNS, 65535), "65535x65535");
    refused(s -> s.unsigned(Tag.ROWS, 9999), "need 79992 bytes, it has 24");
    refused(s -> s.text(Tag.FRAMES, "IS", "2000000000"), "2000000000 frames");
    refused(s -> s.text(Tag.FRAMES, "IS", "7"), "need 168 bytes");
    refused(s -> s.syntax("1.2.840.10008.1.2.4.90"), "JPEG 2000", "gdcmconv --raw");
    refused(s -> s.syntax("1.2.840.10008.1.2.4.80"), "JPEG-LS");
    refused(s -> s.syntax("1.2.840.10008.1.2.4.51"), "12 bits");
    refused(s -> s.syntax("1.2.840.10008.1.2.5"), "not in pieces");
    refused(s -> s.syntax("1.2.840.10008.1.2.5").pieces(new byte[100]), "0 planes");
    refused(s -> s.syntax("1.2.840.10008.1.2.5").pieces(), "run lengths");
    refused(s -> s.syntax("1.2.840.10008.1.2.4.70").pieces(new byte[100]), "JPEG");
    refused(s -> s.syntax("1.2.840.10008.1.2.4.50").pieces(new byte[100]), "JPEG");
    refused(s -> s.text(Tag.PIXEL_SPACING, "DS", "0\\1"), "(0028,0030)", "positive");
    refused(s -> s.text(Tag.ORIENTATION, "DS", "1\\0\\0\\1\\0\\0"), "(0020,0037)");
  }

  private void refused(UnaryOperator<DicomBuilder> change, String... words) throws IOException {
    Path file = Slices.write(folder, "bad", change.apply(Slices.slice(1, 0)));
    assertThatThrownBy(() -> Volumes.open(file))
        .isInstanceOf(VolumeException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContainingAll(words)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", Slices.NAME));
  }

  @Test
  void noChangeOfAFileGivesAnythingButAVolumeOrItsException() throws IOException {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    System.out.println("DicomPixelsTest seed " + seed);
    Random random = new Random(seed);
    byte[] rle = packed(new byte[] {-11, 1}, new byte[] {-2, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    byte[][] correct = new byte[4][];
    for (DicomBuilder.Encoding each : DicomBuilder.Encoding.values()) {
      DicomBuilder position = new DicomBuilder(each).text(Tag.POSITION, "DS", "1\\2\\3");
      correct[each.ordinal()] =
          Slices.slice(each, 1, 0, 0)
              .openItems(
                  Tag.FRAME_GROUPS, new DicomBuilder(each).openItems(Tag.PLANE_POSITION, position))
              .file();
    }
    correct[3] = Slices.slice(1, 0).syntax("1.2.840.10008.1.2.5").pieces(rle).file();
    for (int i = 0; i < 4000; i++) {
      byte[] bytes = correct[i % 4].clone();
      if (random.nextInt(4) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
        int at = bytes.length < 140 ? 0 : 128 + random.nextInt(bytes.length - 128);
        bytes[at] = (byte) random.nextInt();
      }
      Path file = Files.write(folder.resolve("spoilt.nii"), bytes);
      try {
        Volumes.open(file);
      } catch (VolumeException e) {
        assertThat(e).hasMessageContaining("spoilt");
        assertThat(e.getMessage()).doesNotContain("\n", Slices.NAME);
      }
    }
  }
}
