package org.mem3d;

/** A volume or mask that lies on another grid than the volume it is to be used for. */
public class GridException extends VolumeException {
  private static final long serialVersionUID = 1L;

  private final boolean sizesFit;

  /**
   * Makes an exception whose message names both grids.
   *
   * @param sizesFit whether {@link GridCheck#SIZES} would have let it pass
   */
  public GridException(String message, boolean sizesFit) {
    super(message);
    this.sizesFit = sizesFit;
  }

  /** Makes an exception around the one that it tells more of. */
  public GridException(String message, GridException cause) {
    super(message, cause);
    this.sizesFit = cause.sizesFit;
  }

  /** Returns whether {@link GridCheck#SIZES} would have let it pass. */
  public boolean sizesFit() {
    return sizesFit;
  }
}
