package org.mem3d.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.Grid;
import org.mem3d.Mask;
import org.mem3d.SegmentationObject;
import org.mem3d.Volume;
import org.mem3d.batch.input.ImageChoice;
import org.mem3d.io.ImageSource;
import org.mem3d.io.Volumes;
import picocli.CommandLine.Option;

/** Which volume of an image file is taken. */
final class ImageOptions {
  @Option(
      names = "--frame",
      paramLabel = "N",
      description =
          "The volume of a file of several (its fourth dimension, its times or channels), 0 for the"
              + " first.")
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

  private @Nullable ImageSource source;

  /**
   * Opens the volume.
   *
   * @throws org.mem3d.Mem3dException if the file or folder holds several and none is chosen, or
   *     cannot be read
   */
  Volume open(Path image) {
    return choice().open(source(image));
  }

  /**
   * Returns the grid of the volume, of which the header alone is read.
   *
   * @throws org.mem3d.Mem3dException as {@link #open}
   */
  Grid grid(Path image) {
    ImageSource from = source(image);
    return from.header(choice().seriesOf(from)).grid();
  }

  /**
   * Returns whether a DICOM segmentation can be written of the volume.
   *
   * @throws org.mem3d.Mem3dException if it cannot be read
   */
  boolean isDicom(Path image) {
    return source(image).isDicom();
  }

  /**
   * Writes labels as a DICOM segmentation of the volume.
   *
   * @throws org.mem3d.Mem3dException if it cannot be written
   */
  void writeSegmentation(Path file, Path image, Mask mask, List<SegmentationObject> objects) {
    ImageSource from = source(image);
    from.writeSegmentation(file, choice().seriesOf(from), frame == null ? 0 : frame, mask, objects);
  }

  private ImageSource source(Path image) {
    if (source == null || !source.path().equals(image)) {
      source = ImageSource.of(image);
    }
    return source;
  }

  private ImageChoice choice() {
    return new ImageChoice(frame, series, onDisk, "--");
  }

  /** Returns the grid of the only volume of a file. */
  static Grid gridOf(Path image) {
    return Volumes.header(image).grid();
  }
}
