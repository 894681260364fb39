package org.mem3d.backend.onednn;

import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.mem3d.backend.onednn.ReadStep.Operation;
import org.mem3d.backend.onednn.ReadStep.Part;
import org.mem3d.graph.ArenaPlan;

/**
 * An exact read that goes through the memories a block at a time, so that a task reads keys and
 * values once and a block's affinities stay in the cores' caches. All of the library's threads
 * compute each operation, a thread always the same queries: threads of our own would have to be
 * woken while the library's are still awake, and then share cores with them.
 *
 * <p>Weights are exponentials of the affinities themselves. That is a softmax unless they overflow
 * or vanish; a task in which they do says so, and its queries are to be read otherwise.
 */
final class StreamedRead {
  /** A row whose weights sum up to less may have lost digits, or all of them. */
  private static final double LEAST_TOTAL = 1e-30;

  /**
   * Columns of ones, with which rows are summed.
   *
   * @param memories of a block, in the weights' format
   * @param channels of the readout
   */
  record Ones(Value memories, Value channels) {
    List<Value> all() {
      return List.of(memories, channels);
    }
  }

  private final ReadStep.Tensors tensors;
  private final StreamCut cut;
  private final Ones ones;
  private final List<Operation> block;
  private final List<Operation> end;

  /**
   * @param ones as the operations read them
   * @param block operations of a block of memories
   * @param end operations that make the readout of the sums over all blocks
   */
  StreamedRead(
      ReadStep.Tensors tensors,
      StreamCut cut,
      Ones ones,
      List<Operation> block,
      List<Operation> end) {
    this.tensors = tensors;
    this.cut = cut;
    this.ones = ones;
    this.block = List.copyOf(block);
    this.end = List.copyOf(end);
  }

  StreamCut cut() {
    return cut;
  }

  Ones ones() {
    return ones;
  }

  long scratchpadBytes() {
    return Math.max(BoundOperations.scratchpadBytes(block), BoundOperations.scratchpadBytes(end));
  }

  /** Returns how many floats {@link Bound} wants beside affinities and weights. */
  static int workingFloats(StreamCut cut, int width) {
    return Math.toIntExact(new Plan(cut, width).bytes() / Float.BYTES);
  }

  /** Where in the working memory what lies; each begins aligned, and what is added up first. */
  private record Plan(StreamCut cut, int width) {
    long sums() {
      return 0;
    }

    long totals() {
      return floats(width);
    }

    long check() {
      return totals() + floats(1);
    }

    long largest() {
      return check() + floats(1);
    }

    long maxima() {
      return largest() + floats(cut.lanes());
    }

    long bytes() {
      return maxima() + (long) Float.BYTES * cut.blocks() * cut.taskRows() * cut.lanes();
    }

    /** The bytes of so many floats for each query of a task. */
    private long floats(int each) {
      return ArenaPlan.aligned((long) Float.BYTES * cut.taskRows() * each);
    }
  }

  /**
   * Makes this ready to run.
   *
   * @param affinity memory for the affinities of a block
   * @param weight memory for its weights, if they are not float32
   * @param working memory for so many floats as {@link #workingFloats} says
   */
  Bound bind(DnnlScope scope, long affinity, long weight, long working, long scratchpad) {
    return new Bound(scope, affinity, weight, working, scratchpad);
  }

  /** The read with its working memory. One thread at a time. */
  final class Bound implements BoundOperations.Places {
    private final BoundOperations blockOperations;
    private final BoundOperations endOperations;
    private final Plan plan = new Plan(cut, tensors.readout().shape().dim(2));
    private final long affinity;
    private final long weight;
    private final long maxima;
    private final Address sums;
    private final Address totals;
    private final Address check;
    private final Address largest;
    private final Address similarity = new Address(0);
    private final float[] ofEachRow = new float[cut.taskRows()];
    private final float[] lanes = new float[cut.taskRows() * cut.lanes()];
    private int task;
    private int at;

    private Bound(DnnlScope scope, long affinity, long weight, long working, long scratchpad) {
      this.affinity = affinity;
      this.weight = weight;
      maxima = working + plan.maxima();
      sums = new Address(working + plan.sums());
      totals = new Address(working + plan.totals());
      check = new Address(working + plan.check());
      largest = new Address(working + plan.largest());
      blockOperations = new BoundOperations(scope, block, scratchpad);
      endOperations = new BoundOperations(scope, end, scratchpad);
    }

    @Override
    public long address(Part part) {
      int row = task * cut.taskRows();
      int entry = row / cut.queries();
      return switch (part) {
        case AFFINITY -> affinity;
        case WEIGHT -> weight;
        case MEMORY_ONES -> ones.memories().begin();
        case CHANNEL_ONES -> ones.channels().begin();
        case SUM -> sums.address();
        case TOTAL -> totals.address();
        case CHECK -> check.address();
        case LARGEST -> largest.address();
        case MAXIMA -> maxima + (long) at * Float.BYTES * lanes.length;
        default -> tensors.address(part, row, entry, at * cut.block());
      };
    }

    /**
     * Reads for the queries of a task.
     *
     * @return whether that went well; if not, what was written is worthless
     */
    boolean run(int number, String name) {
      task = number;
      Pointer.memset(sums, 0, plan.check());
      for (at = 0; at < cut.blocks(); at++) {
        blockOperations.run(this, name);
      }
      at = 0;
      totals.get(ofEachRow);
      if (!allFrom(LEAST_TOTAL, ofEachRow)) {
        return false;
      }
      endOperations.run(this, name);
      check.get(ofEachRow);
      if (!allFrom(-Float.MAX_VALUE, ofEachRow)) {
        return false;
      }
      if (tensors.similarity() != null) {
        similarity();
      }
      return true;
    }

    /** Of each row's lanes the largest. */
    private void similarity() {
      largest.get(lanes);
      int columns = cut.lanes();
      for (int row = 0; row < ofEachRow.length; row++) {
        float most = lanes[row * columns];
        for (int i = row * columns + 1; i < (row + 1) * columns; i++) {
          most = Math.max(most, lanes[i]);
        }
        ofEachRow[row] = most;
      }
      similarity.move(address(Part.SIMILARITY));
      similarity.put(ofEachRow);
    }
  }

  /** Whether all are finite numbers, none of them smaller than one. */
  private static boolean allFrom(double least, float[] numbers) {
    for (float number : numbers) {
      if (!(number >= least && number <= Float.MAX_VALUE)) {
        return false;
      }
    }
    return true;
  }
}
