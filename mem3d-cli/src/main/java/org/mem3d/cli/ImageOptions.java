package org.mem3d.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.Grid;
import org.mem3d.Mask;
import org.mem3d.SegmentationObject;
import org.mem3d.Volume;
import org.mem3d.batch.input.ImageChoice;
import org.mem3d.io.Volumes;
import org.mem3d.io.dicom.DicomSegment;
import org.mem3d.io.dicom.DicomSegmentation;
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
   * @throws org.mem3d.Mem3dException if the file or folder holds several and none is chosen, or
   *     cannot be read
   */
  Volume open(Path image) {
    return choice().open(image);
  }

  /**
   * Writes labels as a DICOM segmentation of the volume.
   *
   * @param folder the folder of slices that was opened
   * @throws org.mem3d.Mem3dException if it cannot be written
   */
  void writeSegmentation(Path file, Path folder, Mask mask, List<SegmentationObject> objects) {
    List<DicomSegment> segments =
        objects.stream().map(object -> new DicomSegment(object.name(), object.rgb())).toList();
    DicomSegmentation.write(
        file, choice().seriesOf(folder), frame == null ? 0 : frame, mask, segments);
  }

  private ImageChoice choice() {
    return new ImageChoice(frame, series, onDisk, "--");
  }

  /** Returns the grid of the volume, of which the header alone is read. */
  static Grid grid(Path image) {
    return Volumes.header(image).grid();
  }
}
