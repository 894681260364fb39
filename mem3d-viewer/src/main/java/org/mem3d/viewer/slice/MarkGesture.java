package org.mem3d.viewer.slice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Grid;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;

/** A mark while it is being made with the mouse. Belongs to the event thread. */
final class MarkGesture {
  private static final int EXTREME_POINTS = 4;

  private final MarkTool tool;
  private final Grid grid;
  private final int object;
  private final Axis axis;
  private final int slice;
  private final boolean positive;
  private final List<Point> points = new ArrayList<>();
  private final @Nullable PaintStroke stroke;

  /**
   * Begins a mark.
   *
   * @param stroke for tools that paint pixels; null for others
   */
  MarkGesture(
      MarkTool tool,
      Grid grid,
      int object,
      Axis axis,
      int slice,
      boolean positive,
      @Nullable PaintStroke stroke) {
    this.tool = tool;
    this.grid = grid;
    this.object = object;
    this.axis = axis;
    this.slice = slice;
    this.positive = positive;
    this.stroke = stroke;
  }

  MarkTool tool() {
    return tool;
  }

  boolean positive() {
    return positive;
  }

  boolean isOn(Axis otherAxis, int otherSlice) {
    return axis == otherAxis && slice == otherSlice;
  }

  List<Point> points() {
    return points;
  }

  @Nullable PaintStroke stroke() {
    return stroke;
  }

  /** The button went down. */
  void press(Point at) {
    add(at);
  }

  /** The mouse moved with the button down. */
  void drag(Point at) {
    switch (tool) {
      case SCRIBBLE, LASSO, BRUSH, ERASER -> add(at);
      case BOX -> {
        while (points.size() > 1) {
          points.remove(points.size() - 1);
        }
        add(at);
      }
      case CLICK, EXTREME -> {
        points.remove(points.size() - 1);
        add(at);
      }
      case NAVIGATE -> {}
    }
  }

  private void add(Point at) {
    Point inside =
        new Point(
            Math.max(0, Math.min(grid.size(axis.u()) - 1, at.u())),
            Math.max(0, Math.min(grid.size(axis.v()) - 1, at.v())));
    // A box may go around an object at the slice's edge.
    Point next = tool == MarkTool.BOX ? at : inside;
    if (stroke != null) {
      stroke.paint(points.isEmpty() ? next : points.get(points.size() - 1), next);
    }
    if (points.isEmpty() || !points.get(points.size() - 1).equals(next)) {
      points.add(next);
    }
  }

  /** Returns whether the button's release ends the mark. */
  boolean endsOnRelease() {
    return tool != MarkTool.EXTREME || points.size() >= EXTREME_POINTS;
  }

  /**
   * Returns the mark; empty where the movement was too small to make one.
   *
   * @param labels of the slice, for tools that paint
   * @throws org.mem3d.InteractionException if the points span no area
   */
  Optional<Interaction> finish(byte[] labels) {
    Point first = points.get(0);
    Point last = points.get(points.size() - 1);
    return switch (tool) {
      case NAVIGATE -> Optional.empty();
      case CLICK -> Optional.of(new Interaction.Click(object, axis, slice, last, positive));
      case SCRIBBLE ->
          Optional.of(
              length() < 1
                  ? new Interaction.Click(object, axis, slice, first, positive)
                  : new Interaction.Scribble(object, axis, slice, points, positive, 1));
      case BOX ->
          Math.abs(first.u() - last.u()) < 1 || Math.abs(first.v() - last.v()) < 1
              ? Optional.empty()
              : Optional.of(new Interaction.BoundingBox(object, axis, slice, first, last));
      case EXTREME -> Optional.of(new Interaction.ExtremePoints(object, axis, slice, points));
      case LASSO ->
          points.size() < 3 || length() < 3
              ? Optional.empty()
              : Optional.of(new Interaction.Lasso(object, axis, slice, points, positive));
      case BRUSH, ERASER ->
          stroke == null
              ? Optional.empty()
              : Optional.of(
                  Interaction.mask(
                      object,
                      axis,
                      slice,
                      stroke.applied(labels, object, positive == (tool == MarkTool.BRUSH))));
    };
  }

  /** Returns the length of the way, in voxels. */
  private double length() {
    double length = 0;
    for (int i = 1; i < points.size(); i++) {
      Point a = points.get(i - 1);
      Point b = points.get(i);
      length += Math.hypot(a.u() - b.u(), a.v() - b.v());
    }
    return length;
  }
}
