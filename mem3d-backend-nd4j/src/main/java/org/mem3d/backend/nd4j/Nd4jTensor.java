package org.mem3d.backend.nd4j;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.Require;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A float32 tensor as an ND4J array; images lie N, H, W, C, so that a row is one piece. */
final class Nd4jTensor implements DeviceTensor {
  private final Nd4jBackend backend;
  private final Shape shape;
  private final int rowElements;
  private final NativeBlock block;
  private final INDArray array;
  private final FloatBuffer host;

  /** Rows that were copied before, by first and number: making an ND4J array is not cheap. */
  private final Map<Long, INDArray> rowArrays = new HashMap<>();

  private boolean closed;

  Nd4jTensor(Nd4jBackend backend, Shape shape) {
    this.backend = backend;
    this.shape = shape;
    rowElements = shape.elements() / shape.dim(0);
    block = new NativeBlock(DataType.FLOAT, shape.bytes(DType.F32));
    array = block.array(0, Layout.boundary(shape).dims(shape));
    host = block.floats();
  }

  Nd4jBackend backend() {
    return backend;
  }

  /** Returns the whole tensor, extents in physical order. */
  INDArray array() {
    return array;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public DType dtype() {
    return DType.F32;
  }

  @Override
  public void write(float[] source, int offset, int row, int rows) {
    requireOpen();
    Require.rowsInArray(shape, row, rows, source.length, offset);
    backend.copied().toDevice((long) rows * rowElements * Float.BYTES);
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    int channels = channels();
    if (channels == 1) {
      host.put(row * rowElements, source, offset, rows * rowElements);
    } else {
      int plane = rowElements / channels;
      for (int i = row; i < row + rows; i++) {
        for (int c = 0; c < channels; c++) {
          int from = offset + (i - row) * rowElements + c * plane;
          int to = i * rowElements + c;
          for (int p = 0; p < plane; p++) {
            host.put(to + p * channels, source[from + p]);
          }
        }
      }
    }
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
  }

  @Override
  public void read(float[] target, int offset, int row, int rows) {
    requireOpen();
    Require.rowsInArray(shape, row, rows, target.length, offset);
    backend.copied().fromDevice((long) rows * rowElements * Float.BYTES);
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    int channels = channels();
    if (channels == 1) {
      host.get(row * rowElements, target, offset, rows * rowElements);
      return;
    }
    int plane = rowElements / channels;
    for (int i = row; i < row + rows; i++) {
      for (int c = 0; c < channels; c++) {
        int from = i * rowElements + c;
        int to = offset + (i - row) * rowElements + c * plane;
        for (int p = 0; p < plane; p++) {
          target[to + p] = host.get(from + p * channels);
        }
      }
    }
  }

  /** Returns how many values lie interleaved; 1 where logical and physical order are the same. */
  private int channels() {
    return shape.rank() == 4 ? shape.dim(1) : 1;
  }

  @Override
  public void copyRows(DeviceTensor source, int sourceRow, int row, int rows) {
    if (!(source instanceof Nd4jTensor from) || from.backend != backend || from == this) {
      throw new BackendException("rows are copied between two tensors of the same backend only");
    }
    Require.sameRows(from, this);
    requireOpen();
    from.requireOpen();
    Require.rows(shape, row, rows);
    Require.rows(from.shape, sourceRow, rows);
    if (rows > 0) {
      backend.device().enter();
      rowArray(row, rows).assign(from.rowArray(sourceRow, rows));
      Nd4j.getExecutioner().commit();
    }
  }

  private INDArray rowArray(int row, int rows) {
    long key = (long) row << 32 | rows;
    return rowArrays.computeIfAbsent(
        key,
        unused -> block.array((long) row * rowElements * Float.BYTES, (long) rows * rowElements));
  }

  private void requireOpen() {
    if (closed) {
      throw new BackendException("the tensor of " + shape + " is closed");
    }
    backend.requireOpen();
  }

  @Override
  public long bytes() {
    return closed ? 0 : block.bytes();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      backend.released(block.bytes());
      rowArrays.clear();
      block.close();
    }
  }

  @Override
  public String toString() {
    return "tensor of " + shape + (closed ? ", closed" : "");
  }
}
