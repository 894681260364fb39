package org.mem3d.core.propagation.run;

import java.util.List;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.region.Window;

/**
 * When and where a window follows its object. Immutable.
 *
 * @param factor side of a window, in longer sides of the object's box
 * @param smallestSide no window becomes smaller: half of what the largest annotated slice wants
 */
record WindowRule(double factor, double smallestSide) {
  private static final double MAX_DRIFT = 0.12;
  private static final double MAX_FILL = 0.75;

  /** Returns the rule for an object with these annotated slices. */
  static WindowRule of(List<AnnotatedMask> annotated, double factor) {
    double largest = 0;
    for (AnnotatedMask annotatedMask : annotated) {
      largest = Math.max(largest, Window.idealSide(annotatedMask.patch().bounds(), factor));
    }
    return new WindowRule(factor, largest / 2);
  }

  /** Returns the same window if the box lies well in it, else one around the box. */
  Window follow(Window window, int[] box) {
    double centreU = (box[0] + box[2] + 1) / 2.0;
    double centreV = (box[1] + box[3] + 1) / 2.0;
    double drift =
        Math.max(Math.abs(centreU - window.centreU()), Math.abs(centreV - window.centreV()));
    double ideal = Math.max(Window.idealSide(box, factor), smallestSide);
    boolean moved = drift > MAX_DRIFT * window.side();
    boolean grown = Window.longerSide(box) > MAX_FILL * window.side();
    boolean shrunk = ideal < window.side() / 2;
    return moved || grown || shrunk ? Window.around(box, ideal, 0) : window;
  }
}
