package org.mem3d.viewer.slice;

import org.mem3d.Interaction;
import org.mem3d.io.IntensityWindow;

/** Hears what the user does in a {@link VolumePanel}. Called on the event thread. */
public interface VolumePanelListener {
  /** The crosshair was moved, or the wheel turned to another slice. */
  default void crosshairMoved(Voxel crosshair) {}

  /** A mark was made. */
  default void marked(Interaction mark) {}

  /** A mark could not be made. */
  default void refused(String reason) {}

  /** Brightness or contrast was changed. */
  default void windowChanged(IntensityWindow window) {}

  /** The mouse is over a voxel. */
  default void hovered(Voxel voxel, float intensity, int label) {}

  /** The mouse left the slice. */
  default void left() {}

  /** The panel was clicked twice, so as to be shown large. */
  default void chosen() {}
}
