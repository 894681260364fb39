package org.mem3d.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mem3d.Grid;
import org.mem3d.Mask;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationObject;
import org.mem3d.Volume;
import org.mem3d.file.FileContent;
import org.mem3d.io.Volumes;
import org.mem3d.io.dicom.DicomFolder;
import org.mem3d.io.dicom.DicomSegment;
import org.mem3d.io.dicom.DicomSegmentation;
import org.mem3d.io.dicom.DicomSeries;
import picocli.CommandLine.Option;

/** Which volume of an image file is taken. */
final class ImageOptions {
  @Option(
      names = "--frame",
      paramLabel = "N",
      description = "The volume of a file of several (its fourth dimension), 0 for the first.")
  private @Nullable Integer frame;

  @Option(
      names = "--series",
      paramLabel = "N",
      description = "The DICOM series of a folder of several, 0 for the first.")
  private @Nullable Integer series;

  @Option(
      names = "--on-disk",
      description =
          "Leave the volume in its file, which is not compressed, and read slices as they are"
              + " needed: for volumes larger than memory.")
  private boolean onDisk;

  /**
   * Opens the volume.
   *
   * @throws Mem3dException if the file or folder holds several and none is chosen, or cannot be
   *     read
   */
  Volume open(Path image) {
    if (Files.isDirectory(image)) {
      if (onDisk) {
        throw new Mem3dException("--on-disk leaves one file where it is, not the folder " + image);
      }
      return open(chosen(image));
    }
    if (series != null) {
      throw new Mem3dException("--series chooses in a folder of DICOM slices, not in " + image);
    }
    if (frame != null) {
      return onDisk ? Volumes.openOnDisk(image, frame) : Volumes.open(image, frame);
    }
    // A pipe can be read but once; the library itself tells how many it holds.
    int frames = FileContent.isOnDisk(image) ? Volumes.header(image).frames() : 1;
    if (frames > 1) {
      throw new Mem3dException(
          image
              + " holds "
              + frames
              + " volumes, one for each time or kind: choose one of 0.."
              + (frames - 1)
              + " with --frame");
    }
    return onDisk ? Volumes.openOnDisk(image) : Volumes.open(image);
  }

  /**
   * Writes labels as a DICOM segmentation of the volume.
   *
   * @param folder the folder of slices that was opened
   * @throws Mem3dException if it cannot be written
   */
  void writeSegmentation(Path file, Path folder, Mask mask, List<SegmentationObject> objects) {
    List<DicomSegment> segments =
        objects.stream().map(object -> new DicomSegment(object.name(), object.rgb())).toList();
    DicomSegmentation.write(file, chosen(folder), frame == null ? 0 : frame, mask, segments);
  }

  private DicomSeries chosen(Path folder) {
    List<DicomSeries> all = DicomFolder.read(folder).series();
    if (all.isEmpty()) {
      throw new Mem3dException(folder + " is a folder without DICOM images: give a file");
    }
    int at = series == null ? 0 : series;
    if ((all.size() > 1 && series == null) || at < 0 || at >= all.size()) {
      String names =
          IntStream.range(0, Math.min(all.size(), 20))
              .mapToObj(i -> i + ": " + all.get(i))
              .collect(Collectors.joining(", "));
      throw new Mem3dException(
          folder
              + " holds "
              + all.size()
              + " series: choose one with --series, "
              + names
              + (all.size() > 20 ? ", ..." : ""));
    }
    return all.get(at);
  }

  private Volume open(DicomSeries chosen) {
    int frames = chosen.frames();
    if (frames > 1 && frame == null) {
      throw new Mem3dException(
          chosen.place()
              + " holds "
              + frames
              + " volumes, one for each time or kind: choose one of 0.."
              + (frames - 1)
              + " with --frame");
    }
    return chosen.open(frame == null ? 0 : frame);
  }

  /** Returns the grid of the volume, of which the header alone is read. */
  static Grid grid(Path image) {
    return Volumes.header(image).grid();
  }
}
