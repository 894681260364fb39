package org.mem3d.batch.input;

import java.nio.file.Path;
import org.mem3d.Grid;
import org.mem3d.GridCheck;
import org.mem3d.Mask;
import org.mem3d.Mem3dException;
import org.mem3d.io.LabelVolume;
import org.mem3d.io.Volumes;

/** The labels of another program that a session starts from. Stateless. */
public final class StartLabels {
  private StartLabels() {}

  /**
   * Reads a file of labels; each keeps its number.
   *
   * @throws org.mem3d.GridException if it lies on another grid
   * @throws Mem3dException if it cannot be read, or has labels that a mask does not hold
   */
  public static Mask read(Path file, Grid grid, GridCheck check) {
    LabelVolume labels = Volumes.readLabels(file, grid, check);
    if (labels.largest() > 255 || labels.largest() < 1) {
      throw new Mem3dException(
          file + " has to have labels of 1 to 255; its largest is " + labels.largest());
    }
    return labels.toMask();
  }
}
