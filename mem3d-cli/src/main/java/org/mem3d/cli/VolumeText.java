package org.mem3d.cli;

import java.util.Locale;
import org.mem3d.Geometry;

/** Volumes of objects as people read them. */
final class VolumeText {
  private VolumeText() {}

  /** Returns the volume of these many voxels, in the unit that shows most of it. */
  static String of(long voxels, Geometry geometry) {
    double mm3 = voxels * geometry.voxelVolume();
    if (mm3 >= 1e9) {
      return String.format(Locale.ROOT, "%.2f m3", mm3 / 1e9);
    }
    if (mm3 >= 100 || mm3 == 0) {
      return String.format(Locale.ROOT, "%.2f ml", mm3 / 1000);
    }
    if (mm3 >= 0.1) {
      return String.format(Locale.ROOT, "%.2f mm3", mm3);
    }
    double um3 = mm3 * 1e9;
    return String.format(Locale.ROOT, um3 >= 100 ? "%.0f um3" : "%.4g um3", um3);
  }
}
