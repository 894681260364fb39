package org.mem3d.io;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/** An opened file with a header of text and its voxels behind it or in a file beside it. */
final class TextHeaderVolume implements OpenedVolume {
  private final Path path;
  private final VolumeHeader header;
  private final DataSection section;
  private final double slope;
  private final double intercept;
  private final VoxelStream voxels;

  /** The voxels left in their file; null if they cannot be. */
  private final @Nullable FileVoxels file;

  private TextHeaderVolume(
      Path path,
      VolumeHeader header,
      DataSection section,
      double slope,
      double intercept,
      VoxelStream voxels,
      @Nullable FileVoxels file) {
    this.path = path;
    this.header = header;
    this.section = section;
    this.slope = slope;
    this.intercept = intercept;
    this.voxels = voxels;
    this.file = file;
  }

  /**
   * Finds the voxels.
   *
   * @param source at the header's end; it is closed with what is returned, or if the voxels lie
   *     elsewhere
   * @param dataFile where they lie, from the header's folder; empty if behind the header
   */
  static TextHeaderVolume open(
      VolumeSource source,
      VolumeFormat format,
      DataSection section,
      Optional<String> dataFile,
      double slope,
      double intercept) {
    VolumeSource data = source;
    if (dataFile.isPresent()) {
      source.close();
      data = beside(source.path(), dataFile.get());
    }
    try {
      VolumeHeader header = new VolumeHeader(format, section.type(), section.grid(), 1);
      VoxelStream voxels = section.open(data);
      FileVoxels file =
          data.isOnDisk() && section.packing() == DataSection.Packing.NONE
              ? new FileVoxels(
                  data.path(),
                  data.position(),
                  section.type(),
                  section.byteOrder(),
                  section.grid(),
                  slope,
                  intercept)
              : null;
      return new TextHeaderVolume(source.path(), header, section, slope, intercept, voxels, file);
    } catch (RuntimeException e) {
      data.close();
      throw e;
    }
  }

  private static VolumeSource beside(Path header, String name) {
    try {
      return VolumeSource.open(header.resolveSibling(name));
    } catch (InvalidPathException | VolumeException e) {
      throw new VolumeException(
          header
              + " has its voxels in the file "
              + TextHeader.shownText(name)
              + ", which cannot be opened: put both files into one folder ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  /** Reads a header and puts the file's name before what is wrong with it. */
  static <T> T named(VolumeSource source, HeaderReader<T> reader) throws IOException {
    try {
      return reader.read(source);
    } catch (VolumeException e) {
      String message = String.valueOf(e.getMessage());
      String name = source.path().toString();
      throw message.startsWith(name) ? e : new VolumeException(name + " " + message, e);
    }
  }

  /** Reads a header. */
  @FunctionalInterface
  interface HeaderReader<T> {
    T read(VolumeSource source) throws IOException;
  }

  @Override
  public VolumeHeader summary() {
    return header;
  }

  @Override
  public Volume volume(OptionalInt frame) {
    requireOnlyFrame(frame);
    return stored().volume();
  }

  @Override
  public Volume onDisk(OptionalInt frame) {
    requireOnlyFrame(frame);
    if (file == null) {
      throw new VolumeException(
          path + " has its voxels packed, or not on a disk: write it without packing to one");
    }
    return file;
  }

  private void requireOnlyFrame(OptionalInt frame) {
    if (frame.orElse(0) != 0) {
      throw new VolumeException(path + " has no frame " + frame.getAsInt() + ": its only one is 0");
    }
  }

  @Override
  public LabelVolume labels() {
    return stored().labels();
  }

  private StoredVoxels stored() {
    return new StoredVoxels(voxels, section.type(), section.grid(), slope, intercept);
  }

  @Override
  public void close() {
    voxels.close();
  }
}
