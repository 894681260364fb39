package org.mem3d.io.dicom;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.mem3d.Grid;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/**
 * The image files of a folder that are of one series, or one such file. Of what a file says, only
 * elements that describe pixels and their places are kept, and no message quotes others. Immutable;
 * the files must not change.
 */
public final class DicomSeries {
  private final Path place;
  private final List<DataSet> files;

  DicomSeries(Path place, List<DataSet> files) {
    this.place = place;
    this.files = List.copyOf(files);
  }

  /** Returns the folder, or the file if one was opened. */
  public Path place() {
    return place;
  }

  /** Returns the files in no order of places. */
  public List<Path> files() {
    return files.stream().map(DataSet::path).toList();
  }

  /** Returns the series' unique identifier (0020,000E). */
  public String uid() {
    return files.get(0).elements().text(Tag.SERIES);
  }

  /** Returns the series' number (0020,0011), 0 if there is none. */
  public int number() {
    return files.get(0).elements().whole(Tag.SERIES_NUMBER, 0);
  }

  /** Returns what made the images (0008,0060), such as CT; empty if that is not said. */
  public String modality() {
    String modality = files.get(0).elements().text(Tag.MODALITY);
    return modality.matches("[A-Z0-9_ ]{1,16}") ? modality : "";
  }

  /**
   * Returns sizes and geometry of one volume.
   *
   * @throws VolumeException if the slices make no grid: sizes, directions or distances differ, some
   *     are missing or doubled; the message names files
   */
  public Grid grid() {
    return stack().grid();
  }

  /**
   * Returns how many volumes lie at one place, such as of several times or echoes; usually 1.
   *
   * @throws VolumeException as {@link #grid()}
   */
  public int frames() {
    return stack().times().size();
  }

  /**
   * Returns the degrees by which the line of the slices leans from their normal, 0 for none. Voxels
   * of a leaning gantry are sheared, and so is the grid.
   *
   * @throws VolumeException as {@link #grid()}
   */
  public double gantryTilt() {
    return stack().tilt();
  }

  /**
   * Returns how many bits a stored pixel has: 8, 16 or 32.
   *
   * @throws VolumeException as {@link #grid()}
   */
  public int bits() {
    return stack().format().allocated();
  }

  /**
   * Returns whether stored pixels are signed.
   *
   * @throws VolumeException as {@link #grid()}
   */
  public boolean isSigned() {
    return stack().format().signed();
  }

  /**
   * Reads the only volume.
   *
   * @throws VolumeException as {@link #grid()}, if there are several, if pixels are not single grey
   *     values, are packed as is not read, or a file is damaged
   */
  public Volume open() {
    SliceStack stack = stack();
    int frames = stack.times().size();
    if (frames > 1) {
      throw new VolumeException(
          place
              + " has "
              + frames
              + " slices at each place, of several times or kinds: choose one of 0.."
              + (frames - 1)
              + " with Volumes.open(path, frame)");
    }
    return open(stack, 0);
  }

  /**
   * Reads one volume of several.
   *
   * @param frame 0 for the first, in the order of time, echo, trigger, acquisition and instance
   * @throws VolumeException as {@link #open()}, or if there is no such one
   */
  public Volume open(int frame) {
    return open(stack(), frame);
  }

  private Volume open(SliceStack stack, int frame) {
    if (frame < 0 || frame >= stack.times().size()) {
      throw new VolumeException(
          place + " has no frame " + frame + ": its frames are 0.." + (stack.times().size() - 1));
    }
    return named(() -> SliceVoxels.read(stack.times().get(frame), stack.grid()));
  }

  /** Returns the element of a file that is the same for all of the series. */
  Elements elements() {
    return files.get(0).elements();
  }

  /** Returns the slices in order. */
  SliceStack stack() {
    return named(
        () -> {
          List<Frame> frames = new ArrayList<>();
          for (DataSet file : files) {
            try {
              frames.addAll(Frame.of(file));
            } catch (VolumeException e) {
              throw new VolumeException(file.path().getFileName() + " " + e.getMessage(), e);
            }
          }
          return SliceStack.of(frames);
        });
  }

  private <T> T named(Supplier<T> step) {
    try {
      return step.get();
    } catch (VolumeException e) {
      String message = String.valueOf(e.getMessage());
      Path only = files.get(0).path();
      String name = String.valueOf(only.getFileName());
      if (files.size() == 1) {
        String rest = message.startsWith(name) ? message.substring(name.length()) : " " + message;
        throw new VolumeException(only + rest, e);
      }
      throw new VolumeException(place + ": " + message, e);
    }
  }

  /** Returns number, modality and how many files. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "series %d (%s, %d file%s)",
        number(),
        modality().isEmpty() ? "unknown" : modality(),
        files.size(),
        files.size() == 1 ? "" : "s");
  }
}
