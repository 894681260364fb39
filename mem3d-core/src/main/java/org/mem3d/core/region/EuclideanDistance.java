package org.mem3d.core.region;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Exact Euclidean distances on grids with a spacing of their own along each direction.
 *
 * <p>One pass of the lower envelope of parabolas for each direction (Felzenszwalb and Huttenlocher
 * 2012), linear in the number of points. Stateless.
 */
public final class EuclideanDistance {
  private EuclideanDistance() {}

  /**
   * Replaces each value f(p) by the smallest {@code f(q) + |p - q|^2} over all points q. With 0 on
   * the points of a set and infinity elsewhere, these are squared distances from the set; infinity
   * everywhere if the set is empty.
   *
   * @param values modified; the first direction runs fastest
   * @param sizes points along each direction
   * @param spacings distance between neighbouring points along each direction
   * @throws IllegalArgumentException if there are more or fewer values than points
   */
  public static void squared(double[] values, int[] sizes, double[] spacings) {
    int points = Arrays.stream(sizes).reduce(1, Math::multiplyExact);
    if (points != values.length || sizes.length != spacings.length) {
      throw new IllegalArgumentException(
          values.length
              + " values with spacings "
              + Arrays.toString(spacings)
              + " do not fit a grid of "
              + Arrays.toString(sizes));
    }
    int step = 1;
    for (int direction = 0; direction < sizes.length; direction++) {
      int size = sizes[direction];
      Envelope envelope = new Envelope(size, spacings[direction]);
      for (int first = 0; first < points; first += step * size) {
        for (int start = first; start < first + step; start++) {
          envelope.apply(values, start, step);
        }
      }
      step *= size;
    }
  }

  /**
   * Returns the squared distance of each point of a grid from the nearest of a set; infinity
   * everywhere if the set is empty.
   *
   * @param set whether the point of an index is in it
   * @param sizes points along each direction; the first runs fastest
   * @param spacings distance between neighbouring points along each direction
   */
  public static double[] squaredFrom(IntPredicate set, int[] sizes, double[] spacings) {
    double[] squared = new double[Arrays.stream(sizes).reduce(1, Math::multiplyExact)];
    Arrays.setAll(squared, i -> set.test(i) ? 0 : Double.POSITIVE_INFINITY);
    squared(squared, sizes, spacings);
    return squared;
  }

  /**
   * Measures how deep the points of a grid lie in a set: positive inside, negative outside, 0
   * half-way between neighbours at the smallest spacing. A set that is everything or nothing has no
   * outline: then the grid's extents together take the place of the distance.
   *
   * @param inside whether the point of an index is in the set
   * @param sizes points along each direction; the first runs fastest
   * @param spacings distance between neighbouring points along each direction
   */
  public static double[] depths(IntPredicate inside, int[] sizes, double[] spacings) {
    double[] toOutside = squaredFrom(inside.negate(), sizes, spacings);
    double[] toInside = squaredFrom(inside, sizes, spacings);
    double limit = 0;
    for (int direction = 0; direction < sizes.length; direction++) {
      limit += sizes[direction] * spacings[direction];
    }
    double half = Arrays.stream(spacings).min().orElseThrow() / 2;
    double[] depths = new double[toInside.length];
    for (int i = 0; i < depths.length; i++) {
      depths[i] =
          toInside[i] == 0
              ? Math.min(limit, Math.sqrt(toOutside[i])) - half
              : half - Math.min(limit, Math.sqrt(toInside[i]));
    }
    return depths;
  }

  /** The lower envelope of the parabolas over one line of points. */
  private static final class Envelope {
    private final int size;
    private final double spacing;
    private final double[] line;
    private final int[] vertex;
    private final double[] from;

    Envelope(int size, double spacing) {
      this.size = size;
      this.spacing = spacing;
      line = new double[size];
      vertex = new int[size];
      from = new double[size + 1];
    }

    void apply(double[] values, int start, int step) {
      int count = 0;
      for (int q = 0; q < size; q++) {
        line[q] = values[start + q * step];
        if (line[q] == Double.POSITIVE_INFINITY) {
          continue;
        }
        double crossing = Double.NEGATIVE_INFINITY;
        while (count > 0) {
          crossing = crossing(vertex[count - 1], q);
          if (crossing > from[count - 1]) {
            break;
          }
          count--;
          crossing = Double.NEGATIVE_INFINITY;
        }
        vertex[count] = q;
        from[count] = crossing;
        count++;
        from[count] = Double.POSITIVE_INFINITY;
      }
      if (count == 0) {
        return;
      }
      int k = 0;
      for (int p = 0; p < size; p++) {
        while (from[k + 1] < p * spacing) {
          k++;
        }
        double distance = (p - vertex[k]) * spacing;
        values[start + p * step] = distance * distance + line[vertex[k]];
      }
    }

    private double crossing(int p, int q) {
      double atP = p * spacing;
      double atQ = q * spacing;
      return ((line[q] + atQ * atQ) - (line[p] + atP * atP)) / (2 * (atQ - atP));
    }
  }
}
