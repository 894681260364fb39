package org.mem3d;

import java.util.List;

/** A grid of unknown position. */
enum UnplacedGrid implements StoredGrid {
  INSTANCE;

  @Override
  public boolean isPlaced() {
    return false;
  }

  @Override
  public List<Geometry> alternatives() {
    return List.of();
  }
}
