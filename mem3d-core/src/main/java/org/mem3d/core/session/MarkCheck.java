package org.mem3d.core.session;

import java.util.List;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;
import org.mem3d.InteractionException;
import org.mem3d.Volume;

/** Checks that a mark lies in its volume. One use. */
final class MarkCheck implements Interaction.Visitor {
  private final Interaction mark;
  private final Volume volume;

  private MarkCheck(Interaction mark, Volume volume) {
    this.mark = mark;
    this.volume = volume;
  }

  /**
   * Checks a mark.
   *
   * @throws InteractionException if it does not lie in the volume
   */
  static void require(Interaction mark, Volume volume) {
    Axis axis = mark.axis();
    if (mark.slice() < 0 || mark.slice() >= volume.size(axis)) {
      throw new InteractionException(
          "slice "
              + axis
              + "="
              + mark.slice()
              + " lies outside the volume: "
              + axis
              + " goes from 0 to "
              + (volume.size(axis) - 1));
    }
    mark.accept(new MarkCheck(mark, volume));
  }

  @Override
  public void scribble(Interaction.Scribble scribble) {
    inside("the scribble", scribble.points());
  }

  @Override
  public void click(Interaction.Click click) {
    inside("the click", List.of(click.point()));
  }

  @Override
  public void extremePoints(Interaction.ExtremePoints extreme) {
    inside("the extreme point", extreme.points());
  }

  @Override
  public void box(Interaction.BoundingBox box) {
    overlapping("the box", List.of(box.low(), box.high()));
  }

  @Override
  public void lasso(Interaction.Lasso lasso) {
    overlapping("the lasso", lasso.points());
  }

  @Override
  public void mask(Interaction.GivenMask given) {
    Axis axis = given.axis();
    int width = volume.size(axis.u());
    int height = volume.size(axis.v());
    if (given.mask().width() != width || given.mask().height() != height) {
      throw new InteractionException(
          "the mask for slice "
              + axis
              + "="
              + given.slice()
              + " has "
              + given.mask().width()
              + "x"
              + given.mask().height()
              + " pixels; the slice has "
              + width
              + "x"
              + height);
    }
  }

  @Override
  public void absent(Interaction.Absent absent) {}

  private void inside(String what, List<Point> points) {
    double lastU = volume.size(mark.axis().u()) - 0.5;
    double lastV = volume.size(mark.axis().v()) - 0.5;
    for (Point point : points) {
      if (point.u() < -0.5 || point.u() >= lastU || point.v() < -0.5 || point.v() >= lastV) {
        throw outside(what + " at " + point.u() + "," + point.v());
      }
    }
  }

  private void overlapping(String what, List<Point> points) {
    double minU = points.stream().mapToDouble(Point::u).min().orElse(0);
    double maxU = points.stream().mapToDouble(Point::u).max().orElse(0);
    double minV = points.stream().mapToDouble(Point::v).min().orElse(0);
    double maxV = points.stream().mapToDouble(Point::v).max().orElse(0);
    if (maxU < -0.5
        || minU > volume.size(mark.axis().u()) - 0.5
        || maxV < -0.5
        || minV > volume.size(mark.axis().v()) - 0.5) {
      throw outside(what + " from " + minU + "," + minV + " to " + maxU + "," + maxV);
    }
  }

  private InteractionException outside(String what) {
    Axis axis = mark.axis();
    return new InteractionException(
        what
            + " on "
            + axis
            + "="
            + mark.slice()
            + " lies outside the volume: "
            + axis.u()
            + " goes from 0 to "
            + (volume.size(axis.u()) - 1)
            + ", "
            + axis.v()
            + " from 0 to "
            + (volume.size(axis.v()) - 1));
  }
}
