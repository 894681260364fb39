package org.mem3d.batch.input;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;
import org.mem3d.Volume;
import org.mem3d.io.ImageSource;
import org.mem3d.io.Volumes;

/**
 * Which volume of an image file is taken. Immutable.
 *
 * @param frame the volume of a file of several, 0 for the first; null if none is named
 * @param series the DICOM series of a folder of several, 0 for the first; null if none is named
 * @param onDisk whether the volume is left in its file, and slices are read as they are needed
 * @param prefix what stands before the words "frame", "series" and "on-disk" where the user writes
 *     them
 */
public record ImageChoice(
    @Nullable Integer frame, @Nullable Integer series, boolean onDisk, String prefix) {
  /**
   * Opens the volume.
   *
   * @throws Mem3dException if the file or folder holds several and none is chosen, or cannot be
   *     read
   */
  public Volume open(Path image) {
    return open(ImageSource.of(image));
  }

  /**
   * Opens the volume.
   *
   * @throws Mem3dException as {@link #open(Path)}
   */
  public Volume open(ImageSource image) {
    int of = seriesOf(image);
    int frames = image.frames(of);
    if (frames > 1 && frame == null) {
      throw new Mem3dException(
          image.path()
              + " holds "
              + frames
              + " volumes, one for each time or kind: choose one of 0.."
              + (frames - 1)
              + " with "
              + prefix
              + "frame");
    }
    if (!onDisk) {
      return image.open(of, frame == null ? 0 : frame);
    }
    if (image.isDicom() && Files.isDirectory(image.path())) {
      throw new Mem3dException(
          prefix + "on-disk leaves one file where it is, not the folder " + image.path());
    }
    return frame == null
        ? Volumes.openOnDisk(image.path())
        : Volumes.openOnDisk(image.path(), frame);
  }

  /**
   * Returns the index of the series that is taken; 0 where there is nothing to choose.
   *
   * @throws Mem3dException if there are several and none is chosen, or there is no such series
   */
  public int seriesOf(ImageSource image) {
    List<String> all = image.series();
    if (series != null && !(image.isDicom() && Files.isDirectory(image.path()))) {
      throw new Mem3dException(
          prefix + "series chooses in a folder of DICOM slices, not in " + image.path());
    }
    int at = series == null ? 0 : series;
    if ((all.size() > 1 && series == null) || at < 0 || at >= Math.max(1, all.size())) {
      String names =
          IntStream.range(0, Math.min(all.size(), 20))
              .mapToObj(i -> i + ": " + all.get(i))
              .collect(Collectors.joining(", "));
      throw new Mem3dException(
          image.path()
              + " holds "
              + all.size()
              + " series: choose one with "
              + prefix
              + "series, "
              + names
              + (all.size() > 20 ? ", ..." : ""));
    }
    return at;
  }
}
