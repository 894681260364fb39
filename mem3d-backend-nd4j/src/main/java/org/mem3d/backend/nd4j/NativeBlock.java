package org.mem3d.backend.nd4j;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Zeroed native memory for elements of four bytes, aligned to 64 bytes, with ND4J arrays over its
 * parts. Owned here and not by ND4J, whose {@code close()} would not give it back; JavaCPP counts
 * it.
 */
final class NativeBlock implements AutoCloseable {
  private static final int ALIGNMENT = 64;

  private final BytePointer memory;
  private final BytePointer start;
  private final DataType type;
  private final DataBuffer buffer;
  private final long bytes;
  private boolean closed;

  /** Allocates room for that many bytes of FLOAT or INT32. */
  NativeBlock(DataType type, long bytes) {
    this.bytes = Math.max(bytes, ALIGNMENT);
    memory = new BytePointer(this.bytes + ALIGNMENT);
    long skip = -memory.address() & (ALIGNMENT - 1);
    start = memory.getPointer(BytePointer.class, skip).capacity(this.bytes);
    BytePointer.memset(start, 0, this.bytes);
    this.type = type;
    buffer = buffer(start, this.bytes / Float.BYTES);
  }

  private DataBuffer buffer(BytePointer at, long elements) {
    return type == DataType.INT32
        ? Nd4j.createBuffer(new IntPointer(at).capacity(elements), elements, type)
        : Nd4j.createBuffer(new FloatPointer(at).capacity(elements), elements, type);
  }

  long bytes() {
    return closed ? 0 : bytes;
  }

  /**
   * Returns a dense array over a part; it must not be used once this is closed.
   *
   * <p>On a processor each array gets a buffer that begins with it, since {@code resize_bilinear}
   * forgets an array's offset into its buffer; elsewhere parts must share the one buffer that the
   * device mirrors.
   */
  INDArray array(long offsetBytes, long... dims) {
    long elements = 1;
    long[] strides = new long[dims.length];
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = elements;
      elements *= dims[i];
    }
    if (Nd4j.getEnvironment().isCPU()) {
      DataBuffer part = buffer(start.getPointer(BytePointer.class, offsetBytes), elements);
      return Nd4j.create(part, dims, strides, 0, 'c');
    }
    return Nd4j.create(buffer, dims, strides, offsetBytes / Float.BYTES, 'c');
  }

  /** Returns all of it as the host sees it. */
  FloatBuffer floats() {
    return new FloatPointer(start).capacity(bytes / Float.BYTES).asBuffer();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      memory.deallocate();
    }
  }
}
