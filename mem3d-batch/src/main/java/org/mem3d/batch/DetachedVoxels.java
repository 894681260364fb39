package org.mem3d.batch;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Headers whose voxels lie in another file of the same name but for its ending: .nhdr, .mhd, .hdr
 * and .img. Where a header is copied or checksummed, the files beside it are too. Stateless.
 */
public final class DetachedVoxels {
  private static final Pattern HEADER = Pattern.compile("(?i).*\\.(nhdr|mhd|(hdr|img)(\\.gz)?)");

  private DetachedVoxels() {}

  /**
   * Returns whether a file in the folder of another belongs to it.
   *
   * @param file the name of the file that a manifest has
   * @param other the name of a file beside it
   */
  public static boolean belong(String file, String other) {
    return HEADER.matcher(file).matches() && stem(file).equals(stem(other));
  }

  private static String stem(String name) {
    return name.toLowerCase(Locale.ROOT)
        .replaceFirst("\\.gz$", "")
        .replaceFirst("\\.(nhdr|mhd|hdr|img|z?raw)$", "");
  }
}
