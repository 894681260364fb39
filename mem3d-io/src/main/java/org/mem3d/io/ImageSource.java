package org.mem3d.io;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.mem3d.Mask;
import org.mem3d.SegmentationObject;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
import org.mem3d.file.FileContent;
import org.mem3d.io.dicom.DicomFolder;
import org.mem3d.io.dicom.DicomSegment;
import org.mem3d.io.dicom.DicomSegmentation;
import org.mem3d.io.dicom.DicomSeries;

/**
 * A file or folder of one or several volumes, for programs that let their user choose: of the
 * series of a DICOM folder one, of the volumes that it or a file of another format holds one.
 * Immutable; the files must not change.
 */
public final class ImageSource {
  private final Path path;
  private final List<DicomSeries> series;
  private final int frames;

  private ImageSource(Path path, List<DicomSeries> series, int frames) {
    this.path = path;
    this.series = List.copyOf(series);
    this.frames = frames;
  }

  /**
   * Looks at a file or folder; reads no voxels. Of what can be read but once (a pipe) nothing is
   * read.
   *
   * @throws VolumeException if it is missing, damaged, in no format that is read, or a folder
   *     without images
   */
  public static ImageSource of(Path path) {
    if (Files.isDirectory(path) && !OmeZarr.is(path)) {
      List<DicomSeries> series = DicomFolder.read(path).series();
      if (series.isEmpty()) {
        throw new VolumeException(
            path + " is a folder without DICOM images: give a file, or a folder with slices");
      }
      return new ImageSource(path, series, 1);
    }
    if (!Files.isDirectory(path) && !FileContent.isOnDisk(path) && Files.exists(path)) {
      return new ImageSource(path, List.of(), 1);
    }
    VolumeHeader header = Volumes.header(path);
    boolean images = header.format() == VolumeFormat.DICOM && !DicomSegmentation.is(path);
    return new ImageSource(
        path, images ? List.of(DicomFolder.file(path)) : List.of(), header.frames());
  }

  /** Returns the file or folder. */
  public Path path() {
    return path;
  }

  /** Returns what the series are called, in their order; of other formats than DICOM none. */
  public List<String> series() {
    return series.stream().map(DicomSeries::toString).toList();
  }

  /**
   * Returns how many volumes there are, of several times, kinds or channels; usually 1.
   *
   * @param of the series' index; 0 where there is nothing to choose
   * @throws VolumeException if there is no such series, or its slices make no grid
   */
  public int frames(int of) {
    return series.isEmpty() ? frames : chosen(of).frames();
  }

  /**
   * Returns what is known of the volumes before their voxels are read.
   *
   * @param of the series' index; 0 where there is nothing to choose
   * @throws VolumeException as {@link #frames}
   */
  public VolumeHeader header(int of) {
    return series.isEmpty() ? Volumes.header(path) : new DicomVolume(chosen(of)).summary();
  }

  /**
   * Reads a volume.
   *
   * @param of the series' index; 0 where there is nothing to choose
   * @param frame 0 for the first or only volume
   * @throws VolumeException as {@link #frames}, if there is no such frame, or the file is damaged
   */
  public Volume open(int of, int frame) {
    if (!series.isEmpty()) {
      return chosen(of).open(frame);
    }
    return frames == 1 && frame == 0 ? Volumes.open(path) : Volumes.open(path, frame);
  }

  /** Returns whether these are DICOM images, of which a DICOM segmentation can be written. */
  public boolean isDicom() {
    return !series.isEmpty();
  }

  /**
   * Writes labels as a DICOM segmentation of a volume, a segment with name and colour for each
   * object.
   *
   * @param file a file that is there is replaced; names usually end in .dcm
   * @param of the series' index
   * @param frame the volume's
   * @param mask lies where the volume does
   * @param objects of the mask, by their labels
   * @throws VolumeException if these are no DICOM images, the mask has a label of no object, or the
   *     file cannot be written; what was there is then unchanged
   * @throws org.mem3d.GridException if the mask lies elsewhere
   */
  public void writeSegmentation(
      Path file, int of, int frame, Mask mask, List<SegmentationObject> objects) {
    if (!isDicom()) {
      throw new VolumeException(
          file
              + " was not written: a DICOM segmentation belongs to DICOM slices, and "
              + path
              + " is none; choose a name that ends in "
              + VolumeFormat.allEndings());
    }
    List<DicomSegment> segments = new ArrayList<>();
    int[] numbers = new int[256];
    for (SegmentationObject object : objects) {
      segments.add(new DicomSegment(object.name(), object.rgb()));
      numbers[object.label()] = segments.size();
    }
    DicomSegmentation.write(file, chosen(of), frame, counted(file, mask, numbers), segments);
  }

  /** Returns a mask whose labels are segments' numbers: these have no gap, labels may have. */
  private static Mask counted(Path file, Mask mask, int[] numbers) {
    byte[] labels = mask.toByteArray();
    for (int i = 0; i < labels.length; i++) {
      int label = labels[i] & 0xff;
      if (label != 0 && numbers[label] == 0) {
        throw new VolumeException(
            file + " was not written: the mask has the label " + label + ", but no such object");
      }
      labels[i] = (byte) numbers[label];
    }
    return new Mask(mask.sizeX(), mask.sizeY(), mask.sizeZ(), mask.geometry(), labels);
  }

  private DicomSeries chosen(int of) {
    return series.get(Objects.checkIndex(of, series.size()));
  }
}
