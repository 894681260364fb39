package org.mem3d.train.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.SliceMask;
import org.mem3d.core.region.EuclideanDistance;

/**
 * Marks an object as people do who are in a hurry: strokes along its middle, across it or along the
 * inside of its outline, in one go or broken, at times a little beyond the edge, several at once;
 * clicks that are off the middle; boxes that are loose, tight or shifted; extreme points that slip.
 * The same random numbers give the same marks. One thread.
 */
public final class Hand {
  private static final int OBJECT = 1;

  /** Pixels around the object's box in which it is looked at. */
  private static final int MARGIN = 2;

  private final Axis axis;
  private final int slice;
  private final SliceMask truth;
  private final SplittableRandom random;
  private final int lowU;
  private final int lowV;
  private final int width;
  private final int height;
  private final double[] depths;
  private final double deepest;
  private final double size;
  private final double breadth;

  /**
   * Makes a hand that is about to mark an object.
   *
   * @param truth its mask on the slice, not empty
   */
  public Hand(Axis axis, int slice, SliceMask truth, SplittableRandom random) {
    this.axis = axis;
    this.slice = slice;
    this.truth = truth;
    this.random = random;
    int[] box = truth.bounds();
    lowU = box[0] - MARGIN;
    lowV = box[1] - MARGIN;
    width = box[2] - box[0] + 1 + 2 * MARGIN;
    height = box[3] - box[1] + 1 + 2 * MARGIN;
    depths =
        EuclideanDistance.depths(
            i -> truth.contains(lowU + i % width, lowV + Math.floorDiv(i, width)),
            new int[] {width, height},
            new double[] {1, 1});
    double most = 0;
    for (double depth : depths) {
      most = Math.max(most, depth);
    }
    deepest = most;
    size = Math.sqrt(truth.area());
    // Brushes are as broad as the program's, not as the object's, but seldom broader than half of
    // it.
    double brush = random.nextDouble() < 0.5 ? 1 : 1 + 7 * random.nextDouble();
    breadth = Math.max(1, Math.min(brush, deepest));
  }

  /** Returns one to three strokes on the object. */
  public List<Interaction> strokes() {
    List<Interaction> marks = new ArrayList<>();
    int count = 1 + (random.nextDouble() < 0.25 ? 1 : 0) + (random.nextDouble() < 0.08 ? 1 : 0);
    for (int i = 0; i < count; i++) {
      double kind = random.nextDouble();
      List<double[]> line =
          kind < 0.2
              ? alongMiddle()
              : kind < 0.35 ? across() : kind < 0.65 ? backAndForth() : alongOutline();
      if (random.nextDouble() < 0.25) {
        overshoot(line);
      }
      addBroken(line, random.nextDouble() < 0.2, marks);
    }
    return marks;
  }

  /** Returns one to three clicks, the deeper the likelier, but anywhere. */
  public List<Interaction> clicks() {
    List<Interaction> marks = new ArrayList<>();
    int count = 1 + (random.nextDouble() < 0.15 ? 1 : 0) + (random.nextDouble() < 0.05 ? 1 : 0);
    for (int i = 0; i < count; i++) {
      double[] at = place(draw(0.5 + 2 * random.nextDouble()));
      marks.add(new Interaction.Click(OBJECT, axis, slice, point(at), true));
    }
    return marks;
  }

  /** Returns a box: loose, tight or shifted. */
  public Interaction box() {
    int[] box = truth.bounds();
    double sideU = box[2] - box[0] + 1;
    double sideV = box[3] - box[1] + 1;
    double loose = random.nextDouble() < 0.5 ? 0.15 * random.nextDouble() : 0;
    double shiftU = 0.03 * sideU * random.nextGaussian();
    double shiftV = 0.03 * sideV * random.nextGaussian();
    double[] out = new double[4];
    for (int i = 0; i < 4; i++) {
      out[i] = loose + 0.025 * random.nextGaussian();
    }
    double u0 = box[0] - 0.5 - out[0] * sideU + shiftU;
    double v0 = box[1] - 0.5 - out[1] * sideV + shiftV;
    double u1 = Math.max(u0 + 1, box[2] + 0.5 + out[2] * sideU + shiftU);
    double v1 = Math.max(v0 + 1, box[3] + 0.5 + out[3] * sideV + shiftV);
    return Interaction.box(OBJECT, axis, slice, u0, v0, u1, v1);
  }

  /** Draws a pixel of the object with a probability that grows with a power of its depth. */
  private int draw(double power) {
    double total = 0;
    for (double depth : depths) {
      total += depth > 0 ? Math.pow(depth, power) : 0;
    }
    double left = random.nextDouble() * total;
    int last = -1;
    for (int i = 0; i < depths.length; i++) {
      if (depths[i] > 0) {
        last = i;
        left -= Math.pow(depths[i], power);
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }

  private double[] place(int pixel) {
    int row = pixel / width;
    return new double[] {pixel % width, row};
  }

  private double depth(double[] at) {
    int u = (int) Math.rint(at[0]);
    int v = (int) Math.rint(at[1]);
    return u < 0 || v < 0 || u >= width || v >= height ? -1 : depths[v * width + u];
  }

  /** Follows the ridge of the depths both ways from a deep place, and stops where it likes. */
  private List<double[]> alongMiddle() {
    double[] start = place(draw(4));
    double reach = size * (0.6 + 3.4 * random.nextDouble());
    double angle = 2 * Math.PI * random.nextDouble();
    // Off in the direction in which it stays deep for longest.
    double best = -1;
    for (int i = 0; i < 12; i++) {
      double tried = angle + Math.PI * i / 12;
      double sum = 0;
      for (double away = -0.5; away <= 0.5; away += 0.1) {
        double[] at = {
          start[0] + away * size * Math.cos(tried), start[1] + away * size * Math.sin(tried)
        };
        sum += Math.max(0, depth(at));
      }
      if (sum > best) {
        best = sum;
        angle = tried;
      }
    }
    List<double[]> back = walk(start, angle + Math.PI, 0.5 * reach);
    List<double[]> line = new ArrayList<>();
    for (int i = back.size() - 1; i > 0; i--) {
      line.add(back.get(i));
    }
    line.addAll(walk(start, angle, 0.5 * reach));
    return line;
  }

  /** Walks inside the object, turning to where it is deepest ahead, with a trembling hand. */
  private List<double[]> walk(double[] start, double heading, double reach) {
    List<double[]> line = new ArrayList<>(List.of(start));
    double[] at = start;
    double angle = heading;
    double stride = Math.max(1, size / 30);
    for (double gone = 0; gone < reach; gone += stride) {
      double best = -1;
      double chosen = angle;
      for (int turn = -3; turn <= 3; turn++) {
        double tried = angle + 0.22 * turn;
        double ahead = depth(ahead(at, tried, 2 * stride)) - 0.02 * Math.abs(turn) * deepest;
        if (ahead > best) {
          best = ahead;
          chosen = tried;
        }
      }
      angle = chosen + 0.08 * random.nextGaussian();
      double[] next = ahead(at, angle, stride);
      if (depth(next) <= 0) {
        break;
      }
      line.add(next);
      at = next;
    }
    return line;
  }

  private static double[] ahead(double[] at, double angle, double length) {
    return new double[] {at[0] + length * Math.cos(angle), at[1] + length * Math.sin(angle)};
  }

  /** Draws nearly straight through a deep place until near the edge. */
  private List<double[]> across() {
    double[] middle = place(draw(2));
    double angle = Math.PI * random.nextDouble();
    double bend = 0.6 * (random.nextDouble() - 0.5) / Math.max(1, size);
    double most = size * (0.4 + 1.4 * random.nextDouble());
    double rim = 0.3 * deepest * random.nextDouble();
    List<double[]> line = new ArrayList<>();
    for (int side = -1; side <= 1; side += 2) {
      List<double[]> half = new ArrayList<>();
      for (double away = side < 0 ? 0 : 1; away < 0.5 * most; away++) {
        double turned = angle + bend * away;
        double[] at = ahead(middle, turned, side * away);
        if (depth(at) <= rim) {
          break;
        }
        half.add(at);
      }
      if (side < 0) {
        java.util.Collections.reverse(half);
      }
      line.addAll(half);
    }
    return line.isEmpty() ? new ArrayList<>(List.of(middle)) : line;
  }

  /**
   * Goes straight until near the edge and turns back beside where it came from, again and again.
   */
  private List<double[]> backAndForth() {
    double rim = deepest * (0.15 + 0.25 * random.nextDouble());
    double angle = 2 * Math.PI * random.nextDouble();
    double opening = 0.15 + 0.5 * random.nextDouble();
    double reach = size * (1.5 + 6 * random.nextDouble());
    double stride = Math.max(1, size / 30);
    double[] at = place(draw(1));
    List<double[]> line = new ArrayList<>(List.of(at));
    boolean back = false;
    int stuck = 0;
    for (double gone = 0; gone < reach && stuck < 8; gone += stride) {
      double heading = angle + (back ? Math.PI - opening : 0) + 0.06 * random.nextGaussian();
      double[] next = ahead(at, heading, stride);
      if (depth(next) <= rim) {
        back = !back;
        stuck++;
        continue;
      }
      stuck = 0;
      line.add(next);
      at = next;
    }
    return line;
  }

  /** Follows the outline on its inside for a while. */
  private List<double[]> alongOutline() {
    double wanted = deepest * (0.2 + 0.4 * random.nextDouble());
    int start = -1;
    double nearest = Double.POSITIVE_INFINITY;
    int from = random.nextInt(depths.length);
    for (int n = 0; n < depths.length; n++) {
      int i = (from + n) % depths.length;
      double off = Math.abs(depths[i] - wanted);
      if (depths[i] > 0 && off < nearest - 0.5) {
        nearest = off;
        start = i;
      }
    }
    double[] at = place(start);
    List<double[]> line = new ArrayList<>(List.of(at));
    double reach = size * (1 + 5 * random.nextDouble());
    boolean left = random.nextBoolean();
    double stride = Math.max(1, size / 30);
    for (double gone = 0; gone < reach; gone += stride) {
      double slopeU =
          depth(new double[] {at[0] + 1, at[1]}) - depth(new double[] {at[0] - 1, at[1]});
      double slopeV =
          depth(new double[] {at[0], at[1] + 1}) - depth(new double[] {at[0], at[1] - 1});
      double steep = Math.hypot(slopeU, slopeV);
      if (steep < 1e-6) {
        break;
      }
      // Along the outline, and back to the depth wanted.
      double back = 0.5 * (wanted - depth(at)) / stride;
      double turn = left ? 1 : -1;
      double du = -turn * slopeV / steep + back * slopeU / steep;
      double dv = turn * slopeU / steep + back * slopeV / steep;
      double length = Math.max(1e-6, Math.hypot(du, dv));
      double[] next = {at[0] + stride * du / length, at[1] + stride * dv / length};
      if (depth(next) <= 0) {
        break;
      }
      line.add(next);
      at = next;
    }
    return line;
  }

  /** Lengthens one end of a stroke a little, over the edge if that is near. */
  private void overshoot(List<double[]> line) {
    if (line.size() < 3) {
      return;
    }
    double[] end = line.get(line.size() - 1);
    double[] before = line.get(line.size() - 3);
    double angle = Math.atan2(end[1] - before[1], end[0] - before[0]);
    double beyond = Math.max(1, 0.04 * size * random.nextDouble());
    for (double away = 0.5; away < 3 * deepest; away += 0.5) {
      double[] at = ahead(end, angle, away);
      double depth = depth(at);
      if (depth <= -beyond || (depth > 0 && away > 0.12 * size)) {
        break;
      }
      line.add(at);
    }
  }

  private void addBroken(List<double[]> line, boolean broken, List<Interaction> marks) {
    if (!broken || line.size() < 8) {
      add(line, marks);
      return;
    }
    int gap = Math.max(1, line.size() / 10);
    int at = line.size() / 4 + random.nextInt(line.size() / 2);
    add(line.subList(0, at), marks);
    add(line.subList(Math.min(line.size() - 1, at + gap), line.size()), marks);
  }

  private void add(List<double[]> line, List<Interaction> marks) {
    List<Interaction.Point> points = line.stream().map(this::point).toList();
    marks.add(new Interaction.Scribble(OBJECT, axis, slice, points, true, breadth));
  }

  private Interaction.Point point(double[] at) {
    double u = Math.max(0, Math.min(truth.width() - 1, lowU + at[0]));
    double v = Math.max(0, Math.min(truth.height() - 1, lowV + at[1]));
    return new Interaction.Point(u, v);
  }
}
