package org.mem3d.core.session;

import java.util.List;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;
import org.mem3d.InteractionException;
import org.mem3d.Volume;

/** Checks that marks lie in their volume. Stateless. */
final class MarkCheck {
  private MarkCheck() {}

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
    if (mark instanceof Interaction.Scribble scribble) {
      inside("the scribble", scribble.points(), mark, volume);
    } else if (mark instanceof Interaction.Click click) {
      inside("the click", List.of(click.point()), mark, volume);
    } else if (mark instanceof Interaction.ExtremePoints extreme) {
      inside("the extreme point", extreme.points(), mark, volume);
    } else if (mark instanceof Interaction.BoundingBox box) {
      overlapping("the box", List.of(box.low(), box.high()), mark, volume);
    } else if (mark instanceof Interaction.Lasso lasso) {
      overlapping("the lasso", lasso.points(), mark, volume);
    } else if (mark instanceof Interaction.GivenMask given) {
      int width = volume.size(axis.u());
      int height = volume.size(axis.v());
      if (given.mask().width() != width || given.mask().height() != height) {
        throw new InteractionException(
            "the mask for slice "
                + axis
                + "="
                + mark.slice()
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
  }

  private static void inside(String what, List<Point> points, Interaction mark, Volume volume) {
    double lastU = volume.size(mark.axis().u()) - 0.5;
    double lastV = volume.size(mark.axis().v()) - 0.5;
    for (Point point : points) {
      if (point.u() < -0.5 || point.u() >= lastU || point.v() < -0.5 || point.v() >= lastV) {
        throw outside(what + " at " + point.u() + "," + point.v(), mark, volume);
      }
    }
  }

  private static void overlapping(
      String what, List<Point> points, Interaction mark, Volume volume) {
    double minU = points.stream().mapToDouble(Point::u).min().orElse(0);
    double maxU = points.stream().mapToDouble(Point::u).max().orElse(0);
    double minV = points.stream().mapToDouble(Point::v).min().orElse(0);
    double maxV = points.stream().mapToDouble(Point::v).max().orElse(0);
    if (maxU < -0.5
        || minU > volume.size(mark.axis().u()) - 0.5
        || maxV < -0.5
        || minV > volume.size(mark.axis().v()) - 0.5) {
      throw outside(what + " from " + minU + "," + minV + " to " + maxU + "," + maxV, mark, volume);
    }
  }

  private static InteractionException outside(String what, Interaction mark, Volume volume) {
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
