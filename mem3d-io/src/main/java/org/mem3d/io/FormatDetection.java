package org.mem3d.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mem3d.VolumeException;
import org.mem3d.io.dicom.DicomFolder;
import org.mem3d.io.dicom.DicomSegmentation;

/** Tells a file's format: by what it holds, and where that tells nothing, by its name. */
final class FormatDetection {
  private static final int LOOK = 540;

  private static final Pattern NIFTI_NAME = Pattern.compile("(?i).*\\.(nii|hdr|img)(\\.gz)?");
  private static final Pattern ZARR_NAME = Pattern.compile("zarr\\.json|\\.z(array|attrs|group)");
  private static final Pattern DETACHED = Pattern.compile("(?i).*\\.z?raw(\\.gz)?");

  private FormatDetection() {}

  /**
   * Opens a file in whichever format it is.
   *
   * @throws VolumeException if it cannot be opened, is in no format that is read, or has a wrong
   *     header
   */
  static OpenedVolume open(Path path) {
    if (Files.isDirectory(path)) {
      if (OmeZarr.is(path)) {
        return new OmeZarrVolume(OmeZarr.read(path));
      }
      return new DicomVolume(DicomFolder.read(path).only());
    }
    VolumeSource source = VolumeSource.open(path);
    try {
      return switch (of(source)) {
        case NIFTI -> NiftiFile.open(source);
        case NRRD -> NrrdFile.open(source);
        case META_IMAGE -> MetaImageFile.open(source);
        case DICOM -> dicom(source);
        case TIFF -> TiffVolume.open(source);
        case OME_ZARR ->
            throw new VolumeException(path + " is one file of a Zarr folder: give the folder");
      };
    } catch (IOException e) {
      source.close();
      throw ReadFailure.of(path, e);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static OpenedVolume dicom(VolumeSource source) {
    source.close();
    if (!source.isOnDisk()) {
      throw new VolumeException(
          source.path() + " is DICOM, which is read of files on a disk alone");
    }
    return DicomSegmentation.is(source.path())
        ? new SegmentationVolume(DicomSegmentation.read(source.path()))
        : new DicomVolume(DicomFolder.file(source.path()));
  }

  private static VolumeFormat of(VolumeSource source) throws IOException {
    byte[] start = source.look(LOOK);
    return ofContent(start)
        .or(() -> ofName(source.path()))
        .orElseThrow(() -> unknown(source.path(), start));
  }

  private static Optional<VolumeFormat> ofContent(byte[] start) {
    if (start.length > 1 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b) {
      return Optional.of(VolumeFormat.NIFTI); // the only one that is packed as a whole
    }
    if (NiftiHeader.begins(start)) {
      return Optional.of(VolumeFormat.NIFTI);
    }
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (text.startsWith(NrrdHeader.MAGIC)) {
      return Optional.of(VolumeFormat.NRRD);
    }
    // Before TIFF: some DICOM files begin with a header of TIFF for other programs.
    if (DicomFolder.begins(start)) {
      return Optional.of(VolumeFormat.DICOM);
    }
    if (text.startsWith("II*\0") || text.startsWith("MM\0*")) {
      return Optional.of(VolumeFormat.TIFF);
    }
    return MetaImageHeader.begins(text) ? Optional.of(VolumeFormat.META_IMAGE) : Optional.empty();
  }

  private static Optional<VolumeFormat> ofName(Path path) {
    String name = String.valueOf(path.getFileName());
    if (NIFTI_NAME.matcher(name).matches()) {
      return Optional.of(VolumeFormat.NIFTI);
    }
    return ZARR_NAME.matcher(name).matches()
        ? Optional.of(VolumeFormat.OME_ZARR)
        : VolumeFormat.ofName(path);
  }

  private static VolumeException unknown(Path path, byte[] start) {
    if (DETACHED.matcher(String.valueOf(path.getFileName())).matches()) {
      return new VolumeException(
          path + " is named as the voxels of a volume alone: give its header, .nhdr or .mhd");
    }
    return new VolumeException(
        String.format(
            Locale.ROOT,
            "%s is in no format that is read, it begins with %s: give a file of NIfTI, NRRD or"
                + " MetaImage (%s), DICOM, TIFF or the folder of OME-Zarr",
            path,
            NiftiHeader.hex(start),
            VolumeFormat.allEndings()));
  }
}
