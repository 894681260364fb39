package org.mem3d.spi;

import java.util.Map;
import org.mem3d.Transfers;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;

/**
 * The least that a backend can be: tensors are arrays, and a graph of one input {@code x}, one
 * output {@code y} of its shape and one parameter adds that parameter's first value.
 */
final class ArrayBackend implements Backend {
  private final TransferCount transfers = new TransferCount();
  private long allocated;
  private long limit = Long.MAX_VALUE;

  /** Lets allocations beyond so many bytes fail. */
  ArrayBackend limited(long bytes) {
    limit = bytes;
    return this;
  }

  @Override
  public BackendDescription describe() {
    return new BackendDescription("arrays", "this JVM", "1", 1);
  }

  @Override
  public boolean supports(Node node, DType precision) {
    return precision != DType.F16;
  }

  @Override
  public DType preferredPrecision() {
    return DType.BF16;
  }

  @Override
  public boolean supportsStorage(DType format) {
    return format != DType.F16;
  }

  @Override
  public CompiledGraph compile(TensorGraph graph, Weights weights, CompileOptions options) {
    Require.weights(graph, weights);
    Node parameter = graph.parameters().get(0);
    float added = weights.values(parameter.name())[0];
    long bytes = parameter.shape().bytes(DType.F32);
    take(bytes);
    transfers.toDevice(bytes);
    RunCheck check =
        new RunCheck(
            graph, options, tensor -> tensor instanceof ArrayTensor own && own.of() == this);
    return new CompiledGraph() {
      private long held = bytes;

      @Override
      public TensorGraph graph() {
        return graph;
      }

      @Override
      public void run(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs) {
        check.require(inputs, outputs);
        float[] x = ((ArrayTensor) inputs.get("x")).values;
        float[] y = ((ArrayTensor) outputs.get("y")).values;
        for (int i = 0; i < x.length; i++) {
          y[i] = x[i] + added;
        }
      }

      @Override
      public long arenaBytes() {
        return 7;
      }

      @Override
      public String describe() {
        return "adds " + added;
      }

      @Override
      public void close() {
        allocated -= held;
        held = 0;
      }
    };
  }

  private void take(long bytes) {
    if (allocated + bytes > limit) {
      throw new DeviceException(
          DeviceException.Fault.OUT_OF_MEMORY, "arrays: no room for " + bytes + " bytes");
    }
    allocated += bytes;
  }

  @Override
  public DeviceTensor allocate(Shape shape, DType dtype) {
    take(shape.bytes(dtype));
    return new ArrayTensor(shape, dtype);
  }

  @Override
  public long allocatedBytes() {
    return allocated;
  }

  @Override
  public long freeBytes() {
    return limit - allocated;
  }

  @Override
  public Transfers transfers() {
    return transfers.soFar();
  }

  @Override
  public void close() {
    limit = 0;
  }

  private final class ArrayTensor implements DeviceTensor {
    private final Shape shape;
    private final DType dtype;
    private final float[] values;
    private long bytes;

    ArrayTensor(Shape shape, DType dtype) {
      this.shape = shape;
      this.dtype = dtype;
      values = new float[shape.elements()];
      bytes = shape.bytes(dtype);
    }

    ArrayBackend of() {
      return ArrayBackend.this;
    }

    @Override
    public Shape shape() {
      return shape;
    }

    @Override
    public DType dtype() {
      return dtype;
    }

    @Override
    public void write(float[] source, int offset, int row, int rows) {
      Require.rowsInArray(shape, row, rows, source.length, offset);
      int width = values.length / shape.dim(0);
      System.arraycopy(source, offset, values, row * width, rows * width);
      transfers.toDevice(4L * rows * width);
    }

    @Override
    public void read(float[] target, int offset, int row, int rows) {
      Require.rowsInArray(shape, row, rows, target.length, offset);
      int width = values.length / shape.dim(0);
      System.arraycopy(values, row * width, target, offset, rows * width);
      transfers.fromDevice(4L * rows * width);
    }

    @Override
    public void copyRows(DeviceTensor source, int sourceRow, int row, int rows) {
      Require.sameRows(source, this);
      Require.rows(source.shape(), sourceRow, rows);
      Require.rows(shape, row, rows);
      int width = values.length / shape.dim(0);
      System.arraycopy(
          ((ArrayTensor) source).values, sourceRow * width, values, row * width, rows * width);
    }

    @Override
    public long bytes() {
      return bytes;
    }

    @Override
    public void close() {
      allocated -= bytes;
      bytes = 0;
    }

    @Override
    public String toString() {
      return "array tensor " + shape;
    }
  }
}
