package org.mem3d.io.dicom;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.mem3d.Grid;
import org.mem3d.GridCheck;
import org.mem3d.Mask;
import org.mem3d.VolumeException;

/**
 * A DICOM segmentation: objects with names and colours, and the images that they belong to.
 * Immutable.
 */
public final class DicomSegmentation {
  private final List<DicomSegment> segments;
  private final SegmentationReader reader;

  private DicomSegmentation(List<DicomSegment> segments, SegmentationReader reader) {
    this.segments = segments;
    this.reader = reader;
  }

  /**
   * Writes the segmentation of a series, one bit a voxel, with references to every image. What
   * archives file it by (patient and study) is copied from the first image byte for byte.
   *
   * @param path a file that is there is replaced; names usually end in .dcm
   * @param source what was segmented; its first volume if it has several
   * @param mask lies where the series does
   * @param segments name and colour of the mask's labels 1, 2, ...
   * @throws VolumeException if the mask has more labels than there are segments, the series says
   *     nothing of its place, or the file cannot be written; what was there is then unchanged
   * @throws org.mem3d.GridException if the mask lies elsewhere
   */
  public static void write(Path path, DicomSeries source, Mask mask, List<DicomSegment> segments) {
    write(path, source, 0, mask, segments);
  }

  /**
   * Writes the segmentation of one volume of several of a series, else as {@link #write(Path,
   * DicomSeries, Mask, List)}.
   *
   * @param frame which one, as for {@link DicomSeries#open(int)}
   */
  public static void write(
      Path path, DicomSeries source, int frame, Mask mask, List<DicomSegment> segments) {
    Objects.requireNonNull(path, "the path is null");
    if (segments.isEmpty() || segments.size() > 255) {
      throw new VolumeException(
          path + " was not written: a mask has 1 to 255 segments, not " + segments.size());
    }
    for (int label = segments.size() + 1; label <= 255; label++) {
      if (mask.count(label) > 0) {
        throw new VolumeException(
            path
                + " was not written: the mask has the label "
                + label
                + ", but there are "
                + segments.size()
                + " segments; name one for each label");
      }
    }
    Grid grid = source.grid();
    List<List<Frame>> times = source.stack().times();
    if (frame < 0 || frame >= times.size()) {
      throw new VolumeException(
          source.place() + " has no frame " + frame + ": its frames are 0.." + (times.size() - 1));
    }
    if (times.get(frame).stream().anyMatch(f -> !f.isPlaced())) {
      throw new VolumeException(
          path
              + " was not written: "
              + source.place()
              + " does not say where its slices lie, which a segmentation must; write NIfTI");
    }
    new SegmentationWriter(source, frame, mask.onGrid(grid, GridCheck.PLACE), List.copyOf(segments))
        .write(path);
  }

  /**
   * Reads a segmentation.
   *
   * @throws VolumeException if the file is damaged or holds none
   */
  public static DicomSegmentation read(Path path) {
    SegmentationReader reader = SegmentationReader.open(path);
    return new DicomSegmentation(reader.segments(), reader);
  }

  /**
   * Returns whether a file is a segmentation.
   *
   * @throws VolumeException if it cannot be read
   */
  public static boolean is(Path file) {
    return DicomFolder.readFile(file)
        .filter(f -> f.elements().text(Tag.SOP_CLASS).equals(SegmentationWriter.SOP_CLASS))
        .isPresent();
  }

  /** Returns name and colour of the labels 1, 2, ... of the masks. */
  public List<DicomSegment> segments() {
    return segments;
  }

  /**
   * Returns the labels of the slices from the lowest to the highest that the file has; where
   * objects overlap, that of the last.
   *
   * @throws VolumeException if the slices make no grid
   */
  public Mask mask() {
    return reader.mask(reader.ownGrid());
  }

  /**
   * Returns the labels on the grid of the images, of which files leave out slices without objects.
   *
   * @throws org.mem3d.GridException if a slice of the file is none of the grid's
   */
  public Mask mask(Grid images) {
    return reader.mask(images);
  }
}
