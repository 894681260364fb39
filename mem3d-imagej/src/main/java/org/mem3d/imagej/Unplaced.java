package org.mem3d.imagej;

import java.util.List;
import org.mem3d.Geometry;
import org.mem3d.StoredGrid;

/** The grid of an image of which ImageJ knows how large voxels are, not where they lie. */
enum Unplaced implements StoredGrid {
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
