package org.mem3d.viewer.slice;

/** What the mouse does in a {@link VolumePanel}. */
public enum MarkTool {
  /** Moves the crosshair. */
  NAVIGATE("Crosshair"),
  /** A stroke on the object or beside it; without a movement a click. */
  SCRIBBLE("Scribble"),
  /** A point on the object or beside it. */
  CLICK("Click"),
  /** A box around the object, from corner to corner. */
  BOX("Box"),
  /** The object's outermost points, four clicks. */
  EXTREME("Extreme points"),
  /** A rough outline. */
  LASSO("Lasso"),
  /** Adds pixels to the mask, exactly; with the negative button takes them away. */
  BRUSH("Brush"),
  /** Takes pixels from the mask, exactly. */
  ERASER("Eraser");

  private final String title;

  MarkTool(String title) {
    this.title = title;
  }

  /** Returns the name for people. */
  public String title() {
    return title;
  }

  /** Returns whether it paints exact pixels. */
  public boolean paints() {
    return this == BRUSH || this == ERASER;
  }
}
