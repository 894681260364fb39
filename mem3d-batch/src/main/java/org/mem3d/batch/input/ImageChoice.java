package org.mem3d.batch.input;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;
import org.mem3d.Volume;
import org.mem3d.file.FileContent;
import org.mem3d.io.Volumes;
import org.mem3d.io.dicom.DicomFolder;
import org.mem3d.io.dicom.DicomSeries;

/**
 * Which volume of an image file is taken. Immutable.
 *
 * @param frame the volume of a file of several, 0 for the first; null if none is named
 * @param series the DICOM series of a folder of several, 0 for the first; null if none is named
 * @param onDisk whether the volume is left in its file, and slices are read as they are needed
 * @param prefix what stands before the words "frame", "series" and "on-disk" where the user writes
 *     them
 */
public record ImageChoice(@Nullable Integer frame, @Nullable Integer series, boolean onDisk, String prefix) {
  /**
   * Opens the volume.
   *
   * @throws Mem3dException if the file or folder holds several and none is chosen, or cannot be
   *     read
   */
  public Volume open(Path image) {
    if (Files.isDirectory(image)) {
      if (onDisk) {
        throw new Mem3dException(
            prefix + "on-disk leaves one file where it is, not the folder " + image);
      }
      return open(seriesOf(image));
    }
    if (series != null) {
      throw new Mem3dException(
          prefix + "series chooses in a folder of DICOM slices, not in " + image);
    }
    if (frame != null) {
      return onDisk ? Volumes.openOnDisk(image, frame) : Volumes.open(image, frame);
    }
    // A pipe can be read but once; the library itself tells how many it holds.
    int frames = FileContent.isOnDisk(image) ? Volumes.header(image).frames() : 1;
    if (frames > 1) {
      throw several(image.toString(), frames);
    }
    return onDisk ? Volumes.openOnDisk(image) : Volumes.open(image);
  }

  /**
   * Returns the series of a folder of DICOM slices.
   *
   * @throws Mem3dException if the folder holds none, or several and none is chosen
   */
  public DicomSeries seriesOf(Path folder) {
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
              + " series: choose one with "
              + prefix
              + "series, "
              + names
              + (all.size() > 20 ? ", ..." : ""));
    }
    return all.get(at);
  }

  private Volume open(DicomSeries chosen) {
    int frames = chosen.frames();
    if (frames > 1 && frame == null) {
      throw several(chosen.place(), frames);
    }
    return chosen.open(frame == null ? 0 : frame);
  }

  private Mem3dException several(Object place, int frames) {
    return new Mem3dException(
        place
            + " holds "
            + frames
            + " volumes, one for each time or kind: choose one of 0.."
            + (frames - 1)
            + " with "
            + prefix
            + "frame");
  }
}
