package org.mem3d.examples;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mem3d.Grid;
import org.mem3d.Mem3dException;
import org.mem3d.Volume;
import org.mem3d.file.FileContent;
import org.mem3d.io.Volumes;
import picocli.CommandLine.Option;

/** Which volume of an image file is taken. */
final class ImageOptions {
  @Option(
      names = "--frame",
      paramLabel = "N",
      description = "The volume of a file of several (its fourth dimension), 0 for the first.")
  private @Nullable Integer frame;

  /**
   * Opens the volume.
   *
   * @throws Mem3dException if the file holds several and none is chosen, or cannot be read
   */
  Volume open(Path image) {
    if (frame != null) {
      return Volumes.open(image, frame);
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
    return Volumes.open(image);
  }

  /** Returns the grid of the volume, of which the header alone is read. */
  static Grid grid(Path image) {
    return Volumes.header(image).grid();
  }
}
