package org.mem3d;

import java.util.List;

/**
 * How a file says where its voxels lie. A reader keeps it beside the {@link Geometry} that it makes
 * of it ({@link Geometry#withStored}), and the format's writer says the same again, field by field,
 * in whatever is written on that geometry: a mask then lies on its image for every program,
 * whichever of the fields it believes. Programs hand it on and need not look inside.
 *
 * <p>Implementations are immutable.
 */
public interface StoredGrid {
  /**
   * Returns whether the file says where in the world its voxels lie, not only how large they are.
   */
  boolean isPlaced();

  /**
   * Returns what else the file says of the place of its voxels, where its statements differ; empty
   * where there is one alone. Any of them may be what another program took for the place.
   */
  List<Geometry> alternatives();

  /** Returns the words of a file that says how large voxels are, and nothing of where they lie. */
  static StoredGrid unplaced() {
    return UnplacedGrid.INSTANCE;
  }
}
