package org.mem3d.runtime.reference;

import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/** Product of matrices, cut into blocks of rows and columns. */
final class MatMulKernel implements Kernel {
  private final Op.MatMul op;
  private final int batch;
  private final int rows;
  private final int columns;
  private final int inner;
  private final int rowBlocks;
  private final int columnBlocks;

  MatMulKernel(Node node) {
    op = (Op.MatMul) node.op();
    Shape out = node.shape();
    batch = out.rank() == 3 ? out.dim(0) : 1;
    rows = out.dim(-2);
    columns = out.dim(-1);
    inner = node.input(0).shape().dim(op.transposeA() ? -2 : -1);
    rowBlocks = (rows + MatrixProduct.ROWS - 1) / MatrixProduct.ROWS;
    columnBlocks = (columns + MatrixProduct.COLUMNS - 1) / MatrixProduct.COLUMNS;
  }

  @Override
  public int tasks() {
    return batch * rowBlocks * columnBlocks;
  }

  @Override
  public void run(float[][] in, float[] y, int task, int worker, MatrixProduct.Scratch scratch) {
    int begin = task % columnBlocks * MatrixProduct.COLUMNS;
    int end = Math.min(columns, begin + MatrixProduct.COLUMNS);
    int row = task / columnBlocks % rowBlocks * MatrixProduct.ROWS;
    int rowEnd = Math.min(rows, row + MatrixProduct.ROWS);
    int n = task / (columnBlocks * rowBlocks);
    int a = n * rows * inner;
    int b = n * inner * columns;
    MatrixProduct.Rows left =
        op.transposeA()
            ? new MatrixProduct.Rows(in[0], a, 1, rows)
            : new MatrixProduct.Rows(in[0], a, inner, 1);
    MatrixProduct.block(
        scratch,
        left,
        row,
        rowEnd,
        inner,
        (depth, from, to, target) -> pack(in[1], b, depth, from, to, target),
        begin,
        end);
    for (int i = row; i < rowEnd; i++) {
      int target = (n * rows + i) * columns + begin;
      System.arraycopy(scratch.sums(i - row), 0, y, target, end - begin);
    }
  }

  private void pack(float[] b, int offset, int depth, int begin, int end, float[] target) {
    if (op.transposeB()) {
      for (int i = begin; i < end; i++) {
        target[i - begin] = b[offset + i * inner + depth];
      }
    } else {
      System.arraycopy(b, offset + depth * columns + begin, target, 0, end - begin);
    }
  }
}
