package org.mem3d.eval.baseline;

import java.util.List;
import org.mem3d.SliceMask;

/** A way to carry an object from annotated slices to all others, to compare mem3d with. */
public interface BaselineMethod {
  /** Returns the name by which the command line and the results know it. */
  String method();

  /** Returns whether annotated slices must be known wholly; single marks do not do. */
  boolean needsWholeMasks();

  /**
   * Segments an object.
   *
   * @return a mask for each slice; those of wholly known slices are as they were given
   * @throws IllegalArgumentException if the method needs whole masks and a slice is known in part
   */
  List<SliceMask> segment(AnnotatedVolume volume);
}
