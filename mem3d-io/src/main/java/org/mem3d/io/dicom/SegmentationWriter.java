package org.mem3d.io.dicom;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.mem3d.Axis;
import org.mem3d.Mask;
import org.mem3d.VolumeException;
import org.mem3d.file.FileException;
import org.mem3d.file.FileFailure;
import org.mem3d.file.WholeFile;

/** Makes the file of a segmentation of a series. Belongs to one thread. */
final class SegmentationWriter {
  static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.66.4";

  /** What places it in the archive beside its images: copied byte for byte, never looked at. */
  private static final Map<Integer, String> COPIED =
      Map.ofEntries(
          Map.entry(0x00080020, "DA"),
          Map.entry(0x00080030, "TM"),
          Map.entry(0x00080050, "SH"),
          Map.entry(0x00080090, "PN"),
          Map.entry(0x00100010, "PN"),
          Map.entry(0x00100020, "LO"),
          Map.entry(0x00100030, "DA"),
          Map.entry(0x00100040, "CS"),
          Map.entry(0x00200010, "SH"),
          Map.entry(0x0020000D, "UI"));

  private static final int CHARACTER_SET = 0x00080005;
  private static final int DIMENSION_UID = 0x00209164;
  private static final int LONGEST_LABEL = 64;

  private final DicomSeries series;
  private final List<Frame> slices;
  private final Mask mask;
  private final List<DicomSegment> segments;
  private final DataSetWriter out = new DataSetWriter();
  private Charset letters = StandardCharsets.UTF_8;

  SegmentationWriter(DicomSeries series, int frame, Mask mask, List<DicomSegment> segments) {
    this.series = series;
    this.slices = series.stack().times().get(frame);
    this.mask = mask;
    this.segments = segments;
  }

  void write(Path path) {
    String instance = uid();
    copySource();
    describe(instance);
    segments();
    frames();
    byte[] file = out.toFile(SOP_CLASS, instance);
    try {
      WholeFile.write(path, to -> to.write(file));
    } catch (FileException e) {
      throw new VolumeException(e.getMessage(), e);
    }
  }

  private void copySource() {
    Path first = slices.get(0).file().path();
    Set<Integer> wanted = new HashSet<>(COPIED.keySet());
    wanted.addAll(List.of(CHARACTER_SET, Tag.TRANSFER_SYNTAX));
    Elements source;
    try {
      source = DataSetReader.read(first, wanted).orElseThrow().elements();
    } catch (IOException e) {
      throw new VolumeException(first + " cannot be read: " + FileFailure.text(e), e);
    }
    boolean plain = true;
    for (Map.Entry<Integer, String> each : COPIED.entrySet()) {
      byte[] value = source.bytes(each.getKey());
      out.bytes(each.getKey(), each.getValue(), value);
      for (byte b : value) {
        plain &= b >= 0;
      }
    }
    String set = source.text(CHARACTER_SET);
    if (plain) {
      set = "ISO_IR 192";
    }
    letters =
        switch (set) {
          case "ISO_IR 192" -> StandardCharsets.UTF_8;
          case "ISO_IR 100" -> StandardCharsets.ISO_8859_1;
          default -> StandardCharsets.US_ASCII;
        };
    out.text(CHARACTER_SET, "CS", set);
  }

  private void describe(String instance) {
    LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
    String date = now.format(DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT));
    String time = now.format(DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT));
    String space = series.elements().text(Tag.FRAME_OF_REFERENCE);
    PixelFormat format = series.stack().format();
    out.text(Tag.IMAGE_TYPE, "CS", "DERIVED\\PRIMARY")
        .text(Tag.SOP_CLASS, "UI", SOP_CLASS)
        .text(Tag.SOP_INSTANCE, "UI", instance)
        .text(0x00080021, "DA", date)
        .text(0x00080023, "DA", date)
        .text(0x00080031, "TM", time)
        .text(0x00080033, "TM", time)
        .text(Tag.MODALITY, "CS", "SEG")
        .text(0x00080070, "LO", "mem3d")
        .text(0x0008103E, "LO", "Segmentation")
        .text(0x00081090, "LO", "mem3d")
        .text(0x00181000, "LO", "0")
        .text(0x00181020, "LO", "0.1")
        .text(Tag.SERIES, "UI", uid())
        .text(Tag.SERIES_NUMBER, "IS", String.valueOf(series.number() + 1000))
        .text(Tag.INSTANCE_NUMBER, "IS", "1")
        .text(Tag.FRAME_OF_REFERENCE, "UI", space.isEmpty() ? uid() : space)
        .text(0x00201040, "LO", "")
        .unsigned(Tag.SAMPLES, 1)
        .text(Tag.PHOTOMETRIC, "CS", "MONOCHROME2")
        .unsigned(Tag.ROWS, format.rows())
        .unsigned(Tag.COLUMNS, format.columns())
        .unsigned(Tag.BITS_ALLOCATED, 1)
        .unsigned(Tag.BITS_STORED, 1)
        .unsigned(Tag.HIGH_BIT, 0)
        .unsigned(Tag.SIGNED, 0)
        .text(0x00282110, "CS", "00")
        .text(Tag.SEGMENTATION_TYPE, "CS", "BINARY")
        .text(0x00620013, "CS", "NO")
        .text(0x00700080, "CS", "SEGMENTATION")
        .text(0x00700081, "LO", "Segmentation")
        .text(0x00700084, "PN", "");
    reference();
  }

  /** The images that it was made of, for programs that look for a segmentation's images. */
  private void reference() {
    Map<String, DataSetWriter> instances = new LinkedHashMap<>();
    for (Frame slice : slices) {
      instances.computeIfAbsent(
          slice.file().elements().text(Tag.SOP_INSTANCE), id -> instance(slice));
    }
    out.item(
        Tag.REFERENCED_SERIES,
        new DataSetWriter()
            .text(Tag.SERIES, "UI", series.uid())
            .items(Tag.REFERENCED_INSTANCES, List.copyOf(instances.values())));
  }

  private static DataSetWriter instance(Frame slice) {
    Elements source = slice.file().elements();
    return new DataSetWriter()
        .text(Tag.REFERENCED_SOP_CLASS, "UI", source.text(Tag.SOP_CLASS))
        .text(Tag.REFERENCED_SOP_INSTANCE, "UI", source.text(Tag.SOP_INSTANCE));
  }

  private void segments() {
    List<DataSetWriter> items = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      DicomSegment segment = segments.get(i);
      String label = segment.label().replace('\\', '/').replaceAll("\\p{Cntrl}", " ").strip();
      label = label.isEmpty() ? "Segment " + (i + 1) : label;
      while (label.getBytes(letters).length > LONGEST_LABEL) {
        label = label.substring(0, label.offsetByCodePoints(label.length(), -1));
      }
      items.add(
          new DataSetWriter()
              .code(0x00620003, "91723000", "SCT", "Anatomical Structure")
              .unsigned(Tag.SEGMENT_NUMBER, i + 1)
              .bytes(Tag.SEGMENT_LABEL, "LO", label.getBytes(letters))
              .text(0x00620008, "CS", "SEMIAUTOMATIC")
              .text(0x00620009, "LO", "mem3d")
              .unsigned(Tag.SEGMENT_COLOR, LabColor.ofRgb(segment.rgb()))
              .code(0x0062000F, "85756007", "SCT", "Tissue"));
    }
    out.items(Tag.SEGMENTS, items);
  }

  private void frames() {
    String organization = uid();
    out.item(0x00209221, new DataSetWriter().text(DIMENSION_UID, "UI", organization));
    out.items(
        0x00209222,
        List.of(
            dimension(organization, Tag.REFERENCED_SEGMENT, Tag.SEGMENT_IDENTIFICATION, "Segment"),
            dimension(organization, Tag.POSITION, Tag.PLANE_POSITION, "Position")));
    Frame first = slices.get(0);
    double depth = series.grid().geometry().spacing(Axis.Z);
    out.item(
        Tag.SHARED_GROUPS,
        new DataSetWriter()
            .item(
                Tag.PLANE_ORIENTATION,
                new DataSetWriter().text(Tag.ORIENTATION, "DS", numbers(first.orientation())))
            .item(
                Tag.PIXEL_MEASURES,
                new DataSetWriter()
                    .text(Tag.SLICE_THICKNESS, "DS", number(depth))
                    .text(Tag.SPACING_BETWEEN_SLICES, "DS", number(depth))
                    .text(Tag.PIXEL_SPACING, "DS", numbers(first.spacing()))));
    List<DataSetWriter> groups = new ArrayList<>();
    BitFrames pixels = new BitFrames(mask);
    for (int segment = 1; segment <= segments.size(); segment++) {
      for (int z = 0; z < slices.size(); z++) {
        boolean last = segment == segments.size() && z == slices.size() - 1;
        if (pixels.add(segment, z, last && groups.isEmpty())) {
          groups.add(group(segment, z));
        }
      }
    }
    out.text(Tag.FRAMES, "IS", String.valueOf(groups.size()));
    out.items(Tag.FRAME_GROUPS, groups);
    out.bytes(Tag.PIXEL_DATA, "OB", pixels.toBytes());
  }

  private static DataSetWriter dimension(String uid, int index, int group, String label) {
    return new DataSetWriter()
        .text(DIMENSION_UID, "UI", uid)
        .tag(0x00209165, index)
        .tag(0x00209167, group)
        .text(0x00209421, "LO", label);
  }

  private DataSetWriter group(int segment, int z) {
    Frame slice = slices.get(z);
    DataSetWriter image =
        instance(slice)
            .code(0x0040A170, "121322", "DCM", "Source image for image processing operation");
    if (slice.file().elements().has(Tag.FRAMES)) {
      image.text(0x00081160, "IS", String.valueOf(slice.index() + 1));
    }
    DataSetWriter derivation =
        new DataSetWriter()
            .item(0x00082112, image)
            .code(0x00089215, "113076", "DCM", "Segmentation");
    return new DataSetWriter()
        .item(0x00089124, derivation)
        .item(Tag.FRAME_CONTENT, new DataSetWriter().unsignedLongs(0x00209157, segment, z + 1))
        .item(
            Tag.PLANE_POSITION,
            new DataSetWriter().text(Tag.POSITION, "DS", numbers(slice.position())))
        .item(
            Tag.SEGMENT_IDENTIFICATION,
            new DataSetWriter().unsigned(Tag.REFERENCED_SEGMENT, segment));
  }

  private static String numbers(double[] of) {
    List<String> words = new ArrayList<>();
    for (double value : of) {
      words.add(number(value));
    }
    return String.join("\\", words);
  }

  /** A number in text has at most 16 letters. */
  private static String number(double value) {
    String text = new BigDecimal(value).toPlainString();
    for (int digits = 16; text.length() > 16; digits--) {
      BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
      text = rounded.stripTrailingZeros().toPlainString();
      if (text.length() > 16) {
        text = rounded.stripTrailingZeros().toString();
      }
    }
    return text;
  }

  /** Returns a unique identifier made of a random number, as the standard lets everybody make. */
  private static String uid() {
    UUID random = UUID.randomUUID();
    BigInteger high = new BigInteger(Long.toUnsignedString(random.getMostSignificantBits()));
    BigInteger low = new BigInteger(Long.toUnsignedString(random.getLeastSignificantBits()));
    return "2.25." + high.shiftLeft(64).add(low);
  }
}
