package org.mem3d.viewer.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.mem3d.Mem3dException;
import org.mem3d.Volume;
import org.mem3d.file.FileContent;
import org.mem3d.io.Volumes;
import org.mem3d.io.dicom.DicomFolder;
import org.mem3d.io.dicom.DicomSeries;

/**
 * A volume and the file, or folder of DICOM slices, that it was read from. Immutable.
 *
 * @param path the file or folder
 * @param series which series of a folder; -1 where there is one alone
 * @param frame which volume of several; -1 where there is one alone
 * @param volume what was read
 */
public record ImageFile(Path path, int series, int frame, Volume volume) {
  /** Asks the user to choose. */
  @FunctionalInterface
  public interface Choice {
    /** Returns the index of what was chosen; -1 for none. Called on the thread that opens. */
    int choose(String question, List<String> options);
  }

  /** The user chose nothing. */
  public static final class NothingChosenException extends Mem3dException {
    /** Makes the exception. */
    public NothingChosenException() {
      super("nothing was chosen");
    }
  }

  /**
   * Reads a file or folder.
   *
   * @param choice asked where there are several volumes
   * @throws Mem3dException if it cannot be read
   * @throws NothingChosenException if the user chose none of several volumes
   */
  public static ImageFile open(Path path, Choice choice) {
    return Files.isDirectory(path) ? openFolder(path, choice) : openFile(path, choice);
  }

  private static ImageFile openFile(Path path, Choice choice) {
    int frames = FileContent.isOnDisk(path) ? Volumes.header(path).frames() : 1;
    if (frames <= 1) {
      return new ImageFile(path, -1, -1, Volumes.open(path));
    }
    int frame = chooseFrame(path, frames, choice);
    return new ImageFile(path, -1, frame, Volumes.open(path, frame));
  }

  private static ImageFile openFolder(Path path, Choice choice) {
    List<DicomSeries> all = DicomFolder.read(path).series();
    if (all.isEmpty()) {
      throw new Mem3dException(path + " is a folder without DICOM images: open a file");
    }
    int at = 0;
    if (all.size() > 1) {
      at = choice.choose("Which series?", all.stream().map(DicomSeries::toString).toList());
      if (at < 0) {
        throw new NothingChosenException();
      }
    }
    DicomSeries series = all.get(at);
    int chosen = all.size() > 1 ? at : -1;
    int frames = series.frames();
    if (frames <= 1) {
      return new ImageFile(path, chosen, -1, series.open());
    }
    int frame = chooseFrame(path, frames, choice);
    return new ImageFile(path, chosen, frame, series.open(frame));
  }

  private static int chooseFrame(Path path, int frames, Choice choice) {
    int frame =
        choice.choose(
            path.getFileName() + " holds " + frames + " volumes. Which one?",
            IntStream.range(0, frames).mapToObj(i -> "volume " + i).toList());
    if (frame < 0) {
      throw new NothingChosenException();
    }
    return frame;
  }

  /** Returns whether a DICOM segmentation can be written of it. */
  public boolean isDicomFolder() {
    return Files.isDirectory(path);
  }

  /** Returns the last part of its name. */
  public String name() {
    Path last = path.getFileName();
    return last == null ? path.toString() : last.toString();
  }
}
