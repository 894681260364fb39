package org.mem3d.viewer.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.mem3d.Mem3dException;
import org.mem3d.Volume;
import org.mem3d.io.ImageSource;
import org.mem3d.io.OmeZarr;

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
    ImageSource source = ImageSource.of(path);
    List<String> all = source.series();
    int series = -1;
    if (all.size() > 1) {
      series = choice.choose("Which series?", all);
      if (series < 0) {
        throw new NothingChosenException();
      }
    }
    int of = Math.max(0, series);
    int frames = source.frames(of);
    int frame = frames > 1 ? chooseFrame(path, frames, choice) : -1;
    return new ImageFile(path, series, frame, source.open(of, Math.max(0, frame)));
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

  /** Returns whether it is a folder of DICOM slices, which a segmentation is written of. */
  public boolean isDicomFolder() {
    return Files.isDirectory(path) && !OmeZarr.is(path);
  }

  /** Returns the last part of its name. */
  public String name() {
    Path last = path.getFileName();
    return last == null ? path.toString() : last.toString();
  }
}
