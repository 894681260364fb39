package org.mem3d.io.dicom;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mem3d.VolumeException;
import org.mem3d.file.FileFailure;

/**
 * The DICOM images under a folder, by series. Files that are no DICOM images (others' files,
 * DICOMDIR, reports, plans, segmentations) are passed over. Immutable.
 */
public final class DicomFolder {
  private static final int DEEPEST = 8;
  private static final int MOST_FILES = 200_000;

  private final Path folder;
  private final List<DicomSeries> series;

  private DicomFolder(Path folder, List<DicomSeries> series) {
    this.folder = folder;
    this.series = List.copyOf(series);
  }

  /**
   * Finds the series under a folder; reads no pixels. Folders in it are looked into, links to
   * folders are not.
   *
   * @throws VolumeException if the folder cannot be read, or a DICOM file in it is damaged
   */
  public static DicomFolder read(Path folder) {
    Map<String, List<DataSet>> bySeries =
        files(folder).parallelStream()
            .map(DicomFolder::readFile)
            .flatMap(Optional::stream)
            .filter(DicomFolder::isImage)
            .collect(
                Collectors.groupingBy(
                    file -> file.elements().text(Tag.SERIES), TreeMap::new, Collectors.toList()));
    return new DicomFolder(
        folder,
        bySeries.values().stream()
            .map(files -> new DicomSeries(folder, files))
            .sorted(Comparator.comparingInt(DicomSeries::number).thenComparing(DicomSeries::uid))
            .toList());
  }

  /** Returns the series by rising numbers; none where there are no images. */
  public List<DicomSeries> series() {
    return series;
  }

  /**
   * Returns the only series.
   *
   * @throws VolumeException if there is none, or there are several; the message tells them
   */
  public DicomSeries only() {
    if (series.isEmpty()) {
      throw new VolumeException(
          folder + " is a folder without DICOM images: give a file, or a folder with slices");
    }
    if (series.size() > 1) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < Math.min(series.size(), 20); i++) {
        names.add(i + ": " + series.get(i));
      }
      throw new VolumeException(
          folder
              + " holds "
              + series.size()
              + " series: choose one with DicomFolder.read(folder).series(), by its place in this"
              + " list: "
              + String.join(", ", names)
              + (series.size() > 20 ? ", ..." : ""));
    }
    return series.get(0);
  }

  /**
   * Reads one file as a series of its own.
   *
   * @throws VolumeException if it is damaged, no DICOM file, or has no pixels
   */
  public static DicomSeries file(Path file) {
    DataSet data =
        readFile(file).orElseThrow(() -> new VolumeException(file + " is no DICOM file"));
    if (!data.hasPixels()) {
      try {
        data.syntax().requireRead();
      } catch (VolumeException e) {
        throw new VolumeException(file + " " + e.getMessage(), e);
      }
      throw new VolumeException(file + " has no pixels: it is no DICOM image, give one");
    }
    return new DicomSeries(file, List.of(data));
  }

  /** Returns whether a file's first bytes are those of DICOM. */
  public static boolean begins(byte[] start) {
    return DataSetReader.begins(start);
  }

  static Optional<DataSet> readFile(Path file) {
    try {
      return DataSetReader.read(file);
    } catch (EOFException e) {
      throw new VolumeException(file + " is truncated; copy it again", e);
    } catch (IOException e) {
      throw new VolumeException(file + " cannot be read: " + FileFailure.text(e), e);
    } catch (VolumeException e) {
      throw new VolumeException(file + " " + e.getMessage(), e);
    }
  }

  private static boolean isImage(DataSet file) {
    return file.hasPixels()
        && !file.elements().text(Tag.SOP_CLASS).equals(SegmentationWriter.SOP_CLASS);
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder, DEEPEST)) {
      List<Path> files = all.filter(Files::isRegularFile).limit(MOST_FILES + 1).sorted().toList();
      if (files.size() > MOST_FILES) {
        throw new VolumeException(
            folder + " holds more than " + MOST_FILES + " files: give the folder of one series");
      }
      return files;
    } catch (IOException e) {
      throw new VolumeException(folder + " cannot be read: " + FileFailure.text(e), e);
    } catch (UncheckedIOException e) {
      throw new VolumeException(folder + " cannot be read: " + FileFailure.line(e), e);
    }
  }
}
