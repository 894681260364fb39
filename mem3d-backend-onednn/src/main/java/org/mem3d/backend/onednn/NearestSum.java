package org.mem3d.backend.onednn;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end of a top-k read: for each row, finds the k largest affinities (of equal ones the first),
 * weighs them by a softmax, and sums as many values.
 *
 * <p>The k-th largest of the blocks' maxima is a bound that k affinities reach; only blocks whose
 * maximum reaches it are looked into. With as many blocks as the square root of k times the length,
 * a row costs about twice that many comparisons instead of one for each memory, and the sum k
 * values instead of all.
 */
final class NearestSum extends Step {
  private final int kept;
  private final int rows;
  private final int memories;
  private final int blocks;
  private final int width;
  private final Value affinity;
  private final Value maxima;
  private final Value value;
  private final Value result;
  private final Workers workers;
  private final float[] maximaCopy;
  private final ValueRows values;
  private final boolean first;
  private final float[] sums;
  private final Scratch[] scratch;
  private @Nullable FloatBuffer affinities;

  /** What one thread works with. */
  private static final class Scratch {
    private final float[] row;
    private final float[] found;
    private final int[] at;
    private final float[] sum;

    Scratch(int memories, int width) {
      row = new float[memories];
      found = new float[memories];
      at = new int[memories];
      sum = new float[width];
    }
  }

  /**
   * The values of one bank, a Java array each: the virtual machine makes vector code of loops over
   * whole arrays, not of loops that begin anywhere in one. Shared by the tiles of a read.
   */
  static final class ValueRows {
    private final float[][] rows;
    private @Nullable FloatBuffer source;
    private long sourceAddress;

    ValueRows(int memories, int width) {
      rows = new float[memories][width];
    }

    private void load(long address) {
      FloatBuffer from = source;
      if (from == null || address != sourceAddress) {
        from = buffer(address, (long) rows.length * rows[0].length);
        source = from;
        sourceAddress = address;
      }
      from.rewind();
      for (float[] row : rows) {
        from.get(row);
      }
    }
  }

  /**
   * @param first whether this is the first tile of its bank, which loads the values
   */
  NearestSum(
      String name,
      String detail,
      int kept,
      Value affinity,
      Value maxima,
      Value value,
      Value result,
      ValueRows values,
      boolean first,
      Workers workers) {
    super(name, detail, List.of(affinity, maxima, value), List.of(result));
    this.kept = kept;
    this.rows = affinity.shape().dim(0);
    this.memories = affinity.shape().dim(1);
    this.blocks = maxima.shape().dim(1);
    this.width = value.shape().dim(1);
    this.affinity = affinity;
    this.maxima = maxima;
    this.value = value;
    this.result = result;
    this.workers = workers;
    this.maximaCopy = new float[rows * blocks];
    this.values = values;
    this.first = first;
    this.sums = new float[rows * width];
    this.scratch = new Scratch[workers.count()];
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] = new Scratch(memories, width);
    }
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

  @Override
  long scratchpadBytes() {
    return 0;
  }

  @Override
  void prepare(DnnlScope scope, Address scratchpad) {
    affinities = buffer(address(affinity), (long) rows * memories);
  }

  private static FloatBuffer buffer(long address, long elements) {
    Address begin = new Address(address);
    begin.capacity(elements);
    return begin.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  private static long address(Value value) {
    return value.storage().address().address() + value.offset();
  }

  @Override
  void run() {
    FloatBuffer source = Objects.requireNonNull(affinities);
    new Address(address(maxima)).get(maximaCopy);
    if (first) {
      values.load(address(value));
    }
    int rowsPerTask = 8;
    workers.run(
        (rows + rowsPerTask - 1) / rowsPerTask,
        (task, worker) -> {
          int end = Math.min(rows, (task + 1) * rowsPerTask);
          for (int row = task * rowsPerTask; row < end; row++) {
            row(source, row, scratch[worker]);
          }
        });
    new Address(address(result)).put(sums);
  }

  private void row(FloatBuffer source, int row, Scratch scratch) {
    int first = row * blocks;
    float bound = Float.NEGATIVE_INFINITY;
    if (kept < blocks) {
      System.arraycopy(maximaCopy, first, scratch.row, 0, blocks);
      bound = Selection.kthLargest(scratch.row, blocks, kept);
    }
    int found = 0;
    int start = row * memories;
    for (int block = 0; block < blocks; block++) {
      if (maximaCopy[first + block] >= bound) {
        for (int m = block; m < memories; m += blocks) {
          float candidate = source.get(start + m);
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
      addFour(y, values.rows, scratch, i, factor);
    }
    for (; i < count; i++) {
      addOne(y, values.rows[scratch.at[i]], scratch.found[i] * factor);
    }
    System.arraycopy(y, 0, sums, to, width);
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
