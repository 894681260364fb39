package org.mem3d.viewer.file;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.mem3d.Mask;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationObject;
import org.mem3d.io.ImageSource;
import org.mem3d.io.VolumeFormat;
import org.mem3d.io.Volumes;

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
      ImageSource.of(image.path())
          .writeSegmentation(
              file, Math.max(0, image.series()), Math.max(0, image.frame()), mask, objects);
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
}
