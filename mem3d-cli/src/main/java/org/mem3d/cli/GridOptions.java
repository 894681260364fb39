package org.mem3d.cli;

import org.mem3d.GridCheck;
import org.mem3d.GridException;
import org.mem3d.Mem3dException;
import picocli.CommandLine.Option;

/** How files are seen to belong to an image. */
final class GridOptions {
  @Option(
      names = "--any-grid",
      description =
          "Take masks and labels of the image's size wherever they lie in the world, voxel for"
              + " voxel as they are stored.")
  private boolean anyGrid;

  /** Returns what is compared. */
  GridCheck check() {
    return anyGrid ? GridCheck.SIZES : GridCheck.PLACE;
  }

  /** Returns an error for a person, who is told of {@code --any-grid} where it would help. */
  static Mem3dException told(GridException e) {
    String remedy = e.sizesFit() ? ", or take it as it is stored with --any-grid" : "";
    return new Mem3dException(e.getMessage() + remedy, e);
  }
}
