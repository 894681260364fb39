package org.mem3d.viewer;

import org.mem3d.io.IntensityWindow;

/** Intensities between black and white that are usual, in Hounsfield units for CT. */
enum WindowPreset {
  AUTO("Automatic", 0, 1),
  SOFT_TISSUE("CT soft tissue", -160, 240),
  LIVER("CT liver", -40, 160),
  LUNG("CT lung", -1350, 150),
  BONE("CT bone", -450, 1050),
  BRAIN("CT brain", 0, 80);

  private final String title;
  private final double low;
  private final double high;

  WindowPreset(String title, double low, double high) {
    this.title = title;
    this.low = low;
    this.high = high;
  }

  /**
   * Returns the window.
   *
   * @param automatic that of the image's percentiles
   */
  IntensityWindow window(IntensityWindow automatic) {
    return this == AUTO ? automatic : new IntensityWindow(low, high);
  }

  @Override
  public String toString() {
    return title;
  }
}
