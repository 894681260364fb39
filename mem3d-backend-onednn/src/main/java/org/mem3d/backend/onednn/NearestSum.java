package org.mem3d.backend.onednn;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The end of a top-k read: for each row of affinities, finds the k largest (of equal ones the
 * first), weighs them by a softmax, and sums as many values.
 *
 * <p>The k-th largest of the blocks' maxima is a bound that k affinities reach; only blocks whose
 * maximum reaches it are looked into. With as many blocks as the square root of k times the length,
 * a row costs about twice that many comparisons instead of one for each memory, and the sum k
 * values instead of all.
 *
 * <p>Several threads use it at once, each with a scratch of its own, while {@link #load} is not
 * running.
 */
final class NearestSum {
  private final int kept;
  private final int rows;
  private final int memories;
  private final int blocks;
  private final int width;

  /**
   * The values of a bank, a Java array each: the virtual machine makes vector code of loops over
   * whole arrays, not of loops that begin anywhere in one.
   */
  private final float[][] values;

  private @Nullable FloatBuffer source;
  private long sourceAddress;

  /** What one thread works with. */
  static final class Scratch {
    private final float[] row;
    private final float[] found;
    private final int[] at;
    private final float[] sum;
    private final float[] maxima;
    private final float[] result;
    private final Address target = new Address(0);

    private Scratch(int rows, int memories, int blocks, int width) {
      row = new float[memories];
      found = new float[memories];
      at = new int[memories];
      sum = new float[width];
      maxima = new float[blocks];
      result = new float[rows * width];
    }
  }

  /**
   * @param rows of affinities that are given at once
   * @param width elements of a value
   */
  NearestSum(int kept, int rows, int memories, int width) {
    this.kept = kept;
    this.rows = rows;
    this.memories = memories;
    this.blocks = blocks(memories, kept);
    this.width = width;
    this.values = new float[memories][width];
  }

  /** Returns into how many blocks a row is split: the divisor nearest to the best number. */
  static int blocks(int memories, int kept) {
    double best = Math.sqrt((double) kept * memories);
    int chosen = memories;
    for (int blocks = 1; blocks <= memories; blocks++) {
      if (memories % blocks == 0 && Math.abs(blocks - best) < Math.abs(chosen - best)) {
        chosen = blocks;
      }
    }
    return chosen;
  }

  Scratch newScratch() {
    return new Scratch(rows, memories, blocks, width);
  }

  /** Sees native memory as floats. */
  static FloatBuffer buffer(long address, long elements) {
    Address begin = new Address(address);
    begin.capacity(elements);
    return begin.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /** Takes the values of one bank, which lie there row by row. */
  void load(long address) {
    FloatBuffer from = source;
    if (from == null || address != sourceAddress) {
      from = buffer(address, (long) memories * width);
      source = from;
      sourceAddress = address;
    }
    from.rewind();
    for (float[] row : values) {
      from.get(row);
    }
  }

  /**
   * Computes the sums of some rows.
   *
   * @param affinities rows x memories
   * @param maxima rows x blocks: of the memories {@code block, block + blocks, ...} the largest
   * @param result where rows x width sums are written
   */
  void run(FloatBuffer affinities, FloatBuffer maxima, long result, Scratch scratch) {
    for (int row = 0; row < rows; row++) {
      maxima.position(row * blocks);
      maxima.get(scratch.maxima);
      row(affinities, row, scratch);
    }
    scratch.target.move(result);
    scratch.target.put(scratch.result);
  }

  private void row(FloatBuffer affinities, int row, Scratch scratch) {
    float bound = Float.NEGATIVE_INFINITY;
    if (kept < blocks) {
      System.arraycopy(scratch.maxima, 0, scratch.row, 0, blocks);
      bound = Selection.kthLargest(scratch.row, blocks, kept);
    }
    int found = 0;
    int start = row * memories;
    for (int block = 0; block < blocks; block++) {
      if (scratch.maxima[block] >= bound) {
        for (int m = block; m < memories; m += blocks) {
          float candidate = affinities.get(start + m);
          if (candidate >= bound) {
            scratch.found[found] = candidate;
            scratch.at[found++] = m;
          }
        }
      }
    }
    int chosen = choose(scratch, found);
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < chosen; i++) {
      largest = Math.max(largest, scratch.found[i]);
    }
    double total = 0;
    for (int i = 0; i < chosen; i++) {
      double weight = Math.exp((double) scratch.found[i] - largest);
      scratch.found[i] = (float) weight;
      total += weight;
    }
    sum(row * width, scratch, chosen, (float) (1 / total));
  }

  /** Moves the k largest of the candidates to the front; returns how many there are. */
  private int choose(Scratch scratch, int found) {
    if (found <= kept) {
      return found;
    }
    System.arraycopy(scratch.found, 0, scratch.row, 0, found);
    float least = Selection.kthLargest(scratch.row, found, kept);
    int greater = 0;
    int equal = 0;
    for (int i = 0; i < found; i++) {
      greater += scratch.found[i] > least ? 1 : 0;
      equal += scratch.found[i] == least ? 1 : 0;
    }
    int last =
        greater + equal == kept
            ? Integer.MAX_VALUE
            : lastTie(scratch, found, least, kept - greater);
    int chosen = 0;
    for (int i = 0; i < found; i++) {
      float candidate = scratch.found[i];
      if (candidate > least || (candidate == least && scratch.at[i] <= last)) {
        scratch.found[chosen] = candidate;
        scratch.at[chosen++] = scratch.at[i];
      }
    }
    return chosen;
  }

  /** Returns the place of the last of so many equal candidates, counted from the first memory. */
  private static int lastTie(Scratch scratch, int found, float least, int wanted) {
    int[] ties = new int[found];
    int count = 0;
    for (int i = 0; i < found; i++) {
      if (scratch.found[i] == least) {
        ties[count++] = scratch.at[i];
      }
    }
    Arrays.sort(ties, 0, count);
    return ties[wanted - 1];
  }

  /** Sums the weighed values, four at a time. */
  private void sum(int to, Scratch scratch, int count, float factor) {
    float[] y = scratch.sum;
    Arrays.fill(y, 0);
    int i = 0;
    for (; i + 3 < count; i += 4) {
      addFour(y, values, scratch, i, factor);
    }
    for (; i < count; i++) {
      addOne(y, values[scratch.at[i]], scratch.found[i] * factor);
    }
    System.arraycopy(y, 0, scratch.result, to, width);
  }

  private static void addFour(float[] y, float[][] rows, Scratch scratch, int i, float factor) {
    float[] p = rows[scratch.at[i]];
    float[] q = rows[scratch.at[i + 1]];
    float[] r = rows[scratch.at[i + 2]];
    float[] s = rows[scratch.at[i + 3]];
    float a = scratch.found[i] * factor;
    float b = scratch.found[i + 1] * factor;
    float c = scratch.found[i + 2] * factor;
    float d = scratch.found[i + 3] * factor;
    for (int j = 0; j < y.length; j++) {
      y[j] += a * p[j] + b * q[j] + c * r[j] + d * s[j];
    }
  }

  private static void addOne(float[] y, float[] p, float a) {
    for (int j = 0; j < y.length; j++) {
      y[j] += a * p[j];
    }
  }
}
