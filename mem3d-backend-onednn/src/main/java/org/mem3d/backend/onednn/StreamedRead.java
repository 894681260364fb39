package org.mem3d.backend.onednn;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
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

  private final ReadStep.Tensors tensors;
  private final StreamCut cut;
  private final List<Operation> block;
  private final List<Operation> end;

  /**
   * @param block operations of a block of memories
   * @param end operations that make the readout of the sums over all blocks
   */
  StreamedRead(
      ReadStep.Tensors tensors, StreamCut cut, List<Operation> block, List<Operation> end) {
    this.tensors = tensors;
    this.cut = cut;
    this.block = List.copyOf(block);
    this.end = List.copyOf(end);
  }

  StreamCut cut() {
    return cut;
  }

  long scratchpadBytes() {
    return Math.max(BoundOperations.scratchpadBytes(block), BoundOperations.scratchpadBytes(end));
  }

  /** Returns how many floats {@link Bound} wants beside affinities and weights. */
  static int workingFloats(StreamCut cut, int width) {
    return Math.toIntExact(
        sumBytes(cut, width) / Float.BYTES + (2L * cut.blocks() + 1) * cut.taskRows());
  }

  /** The sums come first; what follows them is aligned. */
  private static long sumBytes(StreamCut cut, int width) {
    return ArenaPlan.aligned((long) Float.BYTES * cut.taskRows() * width);
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
    private final long affinity;
    private final long weight;
    private final Address sums;
    private final Address totals;
    private final Address maxima;
    private final Address check;
    private final Address similarity = new Address(0);
    private final float[] numbers = new float[cut.blocks() * cut.taskRows()];
    private final float[] ofEachRow = new float[cut.taskRows()];
    private final long sumBytes = sumBytes(cut, tensors.readout().shape().dim(2));
    private int task;
    private int at;

    private Bound(DnnlScope scope, long affinity, long weight, long working, long scratchpad) {
      this.affinity = affinity;
      this.weight = weight;
      long numbersBytes = (long) Float.BYTES * numbers.length;
      sums = new Address(working);
      totals = new Address(working + sumBytes);
      maxima = new Address(totals.address() + numbersBytes);
      check = new Address(maxima.address() + numbersBytes);
      blockOperations = new BoundOperations(scope, block, scratchpad);
      endOperations = new BoundOperations(scope, end, scratchpad);
    }

    @Override
    public long address(Part part) {
      int row = task * cut.taskRows();
      int entry = row / cut.queries();
      long ofBlock = (long) Float.BYTES * at * cut.taskRows();
      return switch (part) {
        case AFFINITY -> affinity;
        case WEIGHT -> weight;
        case SUM -> sums.address();
        case TOTAL -> totals.address() + ofBlock;
        case MAXIMA -> maxima.address() + ofBlock;
        case CHECK -> check.address();
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
      Pointer.memset(sums, 0, sumBytes);
      for (at = 0; at < cut.blocks(); at++) {
        blockOperations.run(this, name);
      }
      at = 0;
      if (!total()) {
        return false;
      }
      endOperations.run(this, name);
      check.get(ofEachRow);
      if (!allFinite(ofEachRow)) {
        return false;
      }
      if (tensors.similarity() != null) {
        largest();
      }
      return true;
    }

    /** Leaves each row's total in place of the first block's; false if one is of no use. */
    private boolean total() {
      overBlocks(totals, Double::sum);
      for (float total : ofEachRow) {
        if (!(total >= LEAST_TOTAL)) {
          return false;
        }
      }
      totals.put(ofEachRow);
      return allFinite(ofEachRow);
    }

    private void largest() {
      overBlocks(maxima, Math::max);
      similarity.move(address(Part.SIMILARITY));
      similarity.put(ofEachRow);
    }

    /** Makes one number of each row out of those of all blocks, exact to the float. */
    private void overBlocks(Address ofBlocks, DoubleBinaryOperator join) {
      ofBlocks.get(numbers);
      System.arraycopy(numbers, 0, ofEachRow, 0, ofEachRow.length);
      for (int i = ofEachRow.length; i < numbers.length; i += ofEachRow.length) {
        for (int row = 0; row < ofEachRow.length; row++) {
          ofEachRow[row] = (float) join.applyAsDouble(ofEachRow[row], numbers[i + row]);
        }
      }
    }
  }

  private static boolean allFinite(float[] numbers) {
    for (float number : numbers) {
      if (!Float.isFinite(number)) {
        return false;
      }
    }
    return true;
  }
}
