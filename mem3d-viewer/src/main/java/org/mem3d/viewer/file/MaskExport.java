package org.mem3d.viewer.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mem3d.Mask;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationObject;
import org.mem3d.io.VolumeFormat;
import org.mem3d.io.Volumes;
import org.mem3d.io.dicom.DicomFolder;
import org.mem3d.io.dicom.DicomSegment;
import org.mem3d.io.dicom.DicomSegmentation;
import org.mem3d.io.dicom.DicomSeries;

/** Writes masks in the format that a file's name asks for. Stateless. */
public final class MaskExport {
  private MaskExport() {}

  /**
   * Writes the labels of all objects: NIfTI, NRRD and MetaImage by the name's ending, and for a
   * folder of DICOM slices .dcm, a segmentation.
   *
   * @param objects of the mask, by rising label
   * @throws Mem3dException if the name ends otherwise, or the file cannot be written; what was
   *     there is then unchanged
   */
  public static void write(
      Path file, ImageFile image, Mask mask, List<SegmentationObject> objects) {
    if (isDicom(file)) {
      writeSegmentation(file, image, mask, objects);
    } else if (VolumeFormat.ofName(file).isEmpty()) {
      throw new Mem3dException(
          file.getFileName() + " must end in " + VolumeFormat.allEndings() + ", or in .dcm");
    } else {
      Volumes.write(file, mask);
    }
  }

  /** Returns whether a file of this name is a DICOM segmentation. */
  public static boolean isDicom(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".dcm");
  }

  private static void writeSegmentation(
      Path file, ImageFile image, Mask mask, List<SegmentationObject> objects) {
    if (!image.isDicomFolder()) {
      throw new Mem3dException(
          "A DICOM segmentation belongs to DICOM slices, and "
              + image.name()
              + " is none: choose a name that ends in "
              + VolumeFormat.allEndings());
    }
    List<DicomSegment> segments = new ArrayList<>();
    int[] number = new int[256];
    for (SegmentationObject object : objects) {
      segments.add(new DicomSegment(object.name(), object.rgb()));
      number[object.label()] = segments.size();
    }
    // Segments are counted without a hole; labels need not be.
    byte[] labels = mask.toByteArray();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) number[labels[i] & 0xff];
    }
    Mask counted = new Mask(mask.sizeX(), mask.sizeY(), mask.sizeZ(), mask.geometry(), labels);
    List<DicomSeries> all = DicomFolder.read(image.path()).series();
    DicomSeries series = all.get(Math.max(0, image.series()));
    DicomSegmentation.write(file, series, Math.max(0, image.frame()), counted, segments);
  }
}
