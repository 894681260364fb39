package org.mem3d.backend.nd4j;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.mem3d.backend.nd4j.Instruction.Arguments;
import org.mem3d.backend.nd4j.Instruction.Operand;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/** The operations that change an image's height and width: pooling and resizing. */
final class SamplingLowering {
  private final Lowering to;

  SamplingLowering(Lowering to) {
    this.to = to;
  }

  Value pool(String op, int kernel, int stride, int padding, Shape shape) {
    Value x = to.as(to.input(0), Layout.IMAGE);
    Value y = to.fresh(shape, Layout.IMAGE);
    pool(op, x, y, kernel, kernel, stride, stride, padding);
    return y;
  }

  private void pool(
      String op, Value x, Value y, int height, int width, int down, int across, int padding) {
    Arguments args =
        Arguments.integers(
            height,
            width,
            down,
            across,
            padding,
            padding,
            1,
            1, /* explicit padding */
            0,
            /* mean over what is inside */ 0, /* NHWC */
            1);
    to.emit(op, List.of(x.operand()), y.operand(), args);
  }

  /** Cells of one size are a plain pool; others are weighed by two matrices, rows then columns. */
  Value adaptivePool(Op.AdaptiveAveragePool pool, Shape shape) {
    Value x = to.as(to.input(0), Layout.IMAGE);
    int height = x.shape().dim(2);
    int width = x.shape().dim(3);
    if (height % pool.height() == 0 && width % pool.width() == 0) {
      Value y = to.fresh(shape, Layout.IMAGE);
      int down = height / pool.height();
      int across = width / pool.width();
      pool("avgpool2d", x, y, down, across, down, across, 0);
      return y;
    }
    int images = x.shape().dim(0);
    int channels = x.shape().dim(1);
    Value rows = to.fresh(shape.with(3, width), Layout.IMAGE);
    weigh(x, images, cells(height, pool.height()), width * channels, rows);
    Value y = to.fresh(shape, Layout.IMAGE);
    weigh(rows, images * pool.height(), cells(width, pool.width()), channels, y);
    return y;
  }

  /** Returns a matrix, one row a cell: the weight of each row or column of the image in it. */
  private static float[][] cells(int extent, int count) {
    float[][] cells = new float[count][extent];
    for (int i = 0; i < count; i++) {
      int begin = i * extent / count;
      int end = ((i + 1) * extent + count - 1) / count;
      for (int at = begin; at < end; at++) {
        cells[i][at] = 1f / (end - begin);
      }
    }
    return cells;
  }

  private void weigh(Value x, int batch, float[][] matrix, int inner, Value y) {
    int extent = matrix[0].length;
    float[] repeated = new float[batch * matrix.length * extent];
    for (int i = 0; i < batch * matrix.length; i++) {
      System.arraycopy(matrix[i % matrix.length], 0, repeated, i * extent, extent);
    }
    Operand left = to.constant(repeated, Shape.of(batch, matrix.length, extent)).operand();
    Operand right = new Operand(x.storage(), batch, extent, inner);
    Operand out = new Operand(y.storage(), batch, matrix.length, inner);
    to.emit("matmul", List.of(left, right), out, Arguments.integers(0, 0, 0));
  }

  /** The nearest rows are gathered: ND4J's own nearest resize is a hundred times slower. */
  Value resize(Op.Resize resize, Shape shape) {
    Value x = to.as(to.input(0), Layout.IMAGE);
    if (x.shape().equals(shape)) {
      return x;
    }
    if (resize.bilinear()) {
      Value y = to.fresh(shape, Layout.IMAGE);
      Arguments args =
          Arguments.integers(shape.dim(2), shape.dim(3))
              .withFlags(resize.alignCorners(), !resize.alignCorners());
      to.emit("resize_bilinear", List.of(x.operand()), y.operand(), args);
      return y;
    }
    Value rows = gather(x, 2, shape.dim(2), resize.alignCorners());
    return gather(rows, 3, shape.dim(3), resize.alignCorners());
  }

  private Value gather(Value x, int axis, int count, boolean alignCorners) {
    int extent = x.shape().dim(axis);
    if (extent == count) {
      return x;
    }
    IntUnaryOperator nearest =
        alignCorners
            ? i -> count == 1 ? 0 : (2 * i * (extent - 1) + count - 1) / (2 * (count - 1))
            : i -> (int) ((long) i * extent / count);
    int[] indices = new int[count];
    java.util.Arrays.setAll(indices, nearest);
    Value y = to.fresh(x.shape().with(axis, count), Layout.IMAGE);
    Operand index = new Operand(Storage.indices(indices), count);
    Arguments args = Arguments.integers(x.layout().position(axis));
    to.emit("gather", List.of(x.operand(), index), y.operand(), args);
    return y;
  }
}
