package org.mem3d.io;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A format that volumes are read from and, where it has endings, written in. */
public enum VolumeFormat {
  /** NIfTI-1 and NIfTI-2. */
  NIFTI("NIfTI"),
  /** NRRD, with its voxels in the file or (.nhdr) beside it. */
  NRRD("NRRD"),
  /** ITK's MetaImage, with its voxels in the file or (.mhd) beside it. */
  META_IMAGE("MetaImage"),
  /** DICOM: a folder of slices or one file; to be read alone. */
  DICOM("DICOM"),
  /** Stacks of TIFF pictures, as ImageJ writes them; to be read alone, through ImageJ. */
  TIFF("TIFF"),
  /** Images of OME-Zarr in folders; to be read alone. */
  OME_ZARR("OME-Zarr");

  private final String name;

  VolumeFormat(String name) {
    this.name = name;
  }

  /** Returns how names of files that are written in this format end, in lower case. */
  public List<String> endings() {
    return switch (this) {
      case NIFTI -> List.of(".nii", ".nii.gz");
      case NRRD -> List.of(".nrrd", ".nhdr");
      case META_IMAGE -> List.of(".mha", ".mhd");
      case DICOM, TIFF, OME_ZARR -> List.of();
    };
  }

  /** Returns the format that a file of this name is written in; empty if it is of none. */
  public static Optional<VolumeFormat> ofName(Path file) {
    return Arrays.stream(values()).filter(f -> f.endingOf(file).isPresent()).findFirst();
  }

  /** Returns how a name ends if that makes it one of this format, as it stands in the name. */
  public Optional<String> endingOf(Path file) {
    String name = String.valueOf(file.getFileName());
    String lower = name.toLowerCase(Locale.ROOT);
    return endings().stream()
        .filter(lower::endsWith)
        .findFirst()
        .map(ending -> name.substring(name.length() - ending.length()));
  }

  /** Returns the endings of all formats as a text, such as for the message that asks for one. */
  public static String allEndings() {
    List<String> all = Arrays.stream(values()).flatMap(f -> f.endings().stream()).toList();
    return all.subList(0, all.size() - 1).stream().collect(Collectors.joining(", "))
        + " or "
        + all.get(all.size() - 1);
  }

  /** Returns the name as it is usually written. */
  @Override
  public String toString() {
    return name;
  }
}
