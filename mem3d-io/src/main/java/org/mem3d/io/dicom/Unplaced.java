package org.mem3d.io.dicom;

import java.util.List;
import org.mem3d.Geometry;
import org.mem3d.StoredGrid;

/** The grid of slices that do not say where they lie. */
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
