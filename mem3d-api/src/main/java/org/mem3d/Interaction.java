package org.mem3d;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A mark that the user made on one slice for one object. Immutable.
 *
 * <p>Positions are voxel coordinates in the slice, (u, v) as {@link Axis} defines them (for {@link
 * Axis#Z} simply x, y), pixel centres at whole numbers. Positive marks lie on the object, negative
 * ones beside it: a session keeps every positive scribble and click inside the object and every
 * negative one outside; where marks of one slice contradict, the later one counts.
 */
public sealed interface Interaction {
  /** Returns the object's label, as {@link SegmentationSession#addObject} gave it. */
  int object();

  /** Returns the direction along which {@link #slice} counts. */
  Axis axis();

  /** Returns the index of the slice. */
  int slice();

  /** Calls the visitor's method for this kind of mark. */
  void accept(Visitor visitor);

  /**
   * Does something with a mark that depends on its kind. A kind that is added later gets a method
   * here, so that no visitor compiles until it says what becomes of that kind.
   */
  interface Visitor {
    /** Visits a stroke. */
    void scribble(Scribble scribble);

    /** Visits a click. */
    void click(Click click);

    /** Visits a box. */
    void box(BoundingBox box);

    /** Visits extreme points. */
    void extremePoints(ExtremePoints extreme);

    /** Visits a lasso. */
    void lasso(Lasso lasso);

    /** Visits a whole mask. */
    void mask(GivenMask given);

    /** Visits the statement that the object is not on the slice. */
    void absent(Absent absent);
  }

  /** A position in a slice, in voxels. */
  record Point(double u, double v) {
    /** Checks that both coordinates are finite. */
    public Point {
      if (!Double.isFinite(u) || !Double.isFinite(v)) {
        throw new InteractionException("a point needs finite coordinates, not " + u + ", " + v);
      }
    }
  }

  /**
   * A stroke: a line through points.
   *
   * @param points at least one, joined in order
   * @param positive whether the stroke lies on the object
   * @param width breadth of the stroke in voxels; 1 for a thin line
   */
  record Scribble(
      int object, Axis axis, int slice, List<Point> points, boolean positive, double width)
      implements Interaction {
    /** Checks that there is a point and a positive width. */
    public Scribble {
      Objects.requireNonNull(axis, "the mark's axis is null");
      Objects.requireNonNull(points, "the mark's points are null");
      points = List.copyOf(points);
      if (points.isEmpty()) {
        throw new InteractionException(
            "the scribble on " + axis + "=" + slice + " is empty: give at least one point");
      }
      if (!(width > 0) || !Double.isFinite(width)) {
        throw new InteractionException("a scribble's width is positive, not " + width);
      }
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.scribble(this);
    }
  }

  /**
   * A click on one point.
   *
   * @param positive whether the point lies on the object
   */
  record Click(int object, Axis axis, int slice, Point point, boolean positive)
      implements Interaction {
    /** Checks that there is an axis and a point. */
    public Click {
      Objects.requireNonNull(axis, "the mark's axis is null");
      Objects.requireNonNull(point, "the mark's point is null");
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.click(this);
    }
  }

  /**
   * A box drawn around the object, through two opposite corners; its sides may lie outside the
   * slice.
   */
  record BoundingBox(int object, Axis axis, int slice, Point low, Point high)
      implements Interaction {
    /** Orders the corners and checks that the box has an area. */
    public BoundingBox {
      Objects.requireNonNull(axis, "the mark's axis is null");
      Objects.requireNonNull(low, "the box's first corner is null");
      Objects.requireNonNull(high, "the box's second corner is null");
      Point first = low;
      Point second = high;
      low = new Point(Math.min(first.u, second.u), Math.min(first.v, second.v));
      high = new Point(Math.max(first.u, second.u), Math.max(first.v, second.v));
      if (low.u == high.u || low.v == high.v) {
        throw new InteractionException(
            "the box "
                + low.u
                + ","
                + low.v
                + " to "
                + high.u
                + ","
                + high.v
                + " on "
                + axis
                + "="
                + slice
                + " has no area: its corners must differ in both coordinates");
      }
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.box(this);
    }
  }

  /**
   * The object's outermost points on the slice: leftmost, rightmost, top and bottom, in any order.
   *
   * @param points exactly four
   */
  record ExtremePoints(int object, Axis axis, int slice, List<Point> points)
      implements Interaction {
    /** Checks that there are four points that span an area. */
    public ExtremePoints {
      Objects.requireNonNull(axis, "the mark's axis is null");
      Objects.requireNonNull(points, "the mark's points are null");
      points = List.copyOf(points);
      if (points.size() != 4) {
        throw new InteractionException(
            "extreme points are four, not " + points.size() + ", on " + axis + "=" + slice);
      }
      requireArea("the extreme points", points, axis, slice);
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.extremePoints(this);
    }
  }

  /**
   * A closed line through points. A positive one is a rough outline that the network refines;
   * inside a negative one nothing belongs to the object.
   *
   * @param points at least three, joined in order and back to the first
   */
  record Lasso(int object, Axis axis, int slice, List<Point> points, boolean positive)
      implements Interaction {
    /** Checks that there are three points that span an area. */
    public Lasso {
      Objects.requireNonNull(axis, "the mark's axis is null");
      Objects.requireNonNull(points, "the mark's points are null");
      points = List.copyOf(points);
      if (points.size() < 3) {
        throw new InteractionException(
            "a lasso has at least three points, not "
                + points.size()
                + ", on "
                + axis
                + "="
                + slice);
      }
      requireArea("the lasso", points, axis, slice);
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.lasso(this);
    }
  }

  /**
   * The object's exact mask on the slice; it is taken as it is. An empty mask says that the object
   * is not there.
   */
  record GivenMask(int object, Axis axis, int slice, SliceMask mask) implements Interaction {
    /** Checks that there is an axis and a mask. */
    public GivenMask {
      Objects.requireNonNull(axis, "the mark's axis is null");
      Objects.requireNonNull(mask, "the mark's mask is null");
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.mask(this);
    }
  }

  /** Says that the object is not on the slice. */
  record Absent(int object, Axis axis, int slice) implements Interaction {
    /** Checks that there is an axis. */
    public Absent {
      Objects.requireNonNull(axis, "the mark's axis is null");
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.absent(this);
    }
  }

  /**
   * Makes a thin positive scribble.
   *
   * @param uv the points, u and v in turn
   * @throws InteractionException if there is none or a coordinate lacks its partner
   */
  static Scribble scribble(int object, Axis axis, int slice, double... uv) {
    return new Scribble(object, axis, slice, points(uv), true, 1);
  }

  /** Makes a thin negative scribble, else as {@link #scribble}. */
  static Scribble negativeScribble(int object, Axis axis, int slice, double... uv) {
    return new Scribble(object, axis, slice, points(uv), false, 1);
  }

  /** Makes a positive click. */
  static Click click(int object, Axis axis, int slice, double u, double v) {
    return new Click(object, axis, slice, new Point(u, v), true);
  }

  /** Makes a negative click. */
  static Click negativeClick(int object, Axis axis, int slice, double u, double v) {
    return new Click(object, axis, slice, new Point(u, v), false);
  }

  /** Makes a bounding box from two opposite corners. */
  static BoundingBox box(
      int object, Axis axis, int slice, double u0, double v0, double u1, double v1) {
    return new BoundingBox(object, axis, slice, new Point(u0, v0), new Point(u1, v1));
  }

  /** Makes extreme points from four pairs of u and v. */
  static ExtremePoints extremePoints(int object, Axis axis, int slice, double... uv) {
    return new ExtremePoints(object, axis, slice, points(uv));
  }

  /** Makes a positive lasso from at least three pairs of u and v. */
  static Lasso lasso(int object, Axis axis, int slice, double... uv) {
    return new Lasso(object, axis, slice, points(uv), true);
  }

  /** Makes a negative lasso from at least three pairs of u and v. */
  static Lasso negativeLasso(int object, Axis axis, int slice, double... uv) {
    return new Lasso(object, axis, slice, points(uv), false);
  }

  /** Makes an exact mask of a slice. */
  static GivenMask mask(int object, Axis axis, int slice, SliceMask mask) {
    return new GivenMask(object, axis, slice, mask);
  }

  /** Says that the object is not on the slice. */
  static Absent absent(int object, Axis axis, int slice) {
    return new Absent(object, axis, slice);
  }

  private static List<Point> points(double... uv) {
    if (uv.length % 2 != 0) {
      throw new InteractionException(
          "points are pairs of u and v; " + uv.length + " numbers leave one without its partner");
    }
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < uv.length; i += 2) {
      points.add(new Point(uv[i], uv[i + 1]));
    }
    return points;
  }

  private static void requireArea(String what, List<Point> points, Axis axis, int slice) {
    double minU = points.stream().mapToDouble(Point::u).min().orElse(0);
    double maxU = points.stream().mapToDouble(Point::u).max().orElse(0);
    double minV = points.stream().mapToDouble(Point::v).min().orElse(0);
    double maxV = points.stream().mapToDouble(Point::v).max().orElse(0);
    if (minU == maxU || minV == maxV) {
      throw new InteractionException(
          what + " on " + axis + "=" + slice + " spans no area: " + points);
    }
  }
}
