package org.mem3d.cli;

import java.nio.file.Path;
import org.mem3d.Grid;
import org.mem3d.GridCheck;
import org.mem3d.GridException;
import org.mem3d.Mask;
import org.mem3d.Mem3dException;
import org.mem3d.io.LabelVolume;
import org.mem3d.io.Volumes;

/** The labels of another program that a session starts from. Stateless. */
final class StartLabels {
  private StartLabels() {}

  /**
   * Reads a file of labels; each keeps its number.
   *
   * @throws Mem3dException if it cannot be read, lies on another grid, or has labels that a mask
   *     does not hold
   */
  static Mask read(Path file, Grid grid, GridCheck check) {
    LabelVolume labels;
    try {
      labels = Volumes.readLabels(file, grid, check);
    } catch (GridException e) {
      throw GridOptions.told(e);
    }
    if (labels.largest() > 255 || labels.largest() < 1) {
      throw new Mem3dException(
          "--start "
              + file
              + " has to have labels of 1 to 255; its largest is "
              + labels.largest());
    }
    return labels.toMask();
  }
}
