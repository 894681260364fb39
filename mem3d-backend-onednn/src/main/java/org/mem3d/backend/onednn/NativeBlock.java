package org.mem3d.backend.onednn;

import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;
import org.mem3d.spi.BackendException;

/**
 * A piece of native memory, aligned to 64 bytes. Owned by whoever made it; counted in the backend's
 * total until closed. Not left to the garbage collector: it neither sees native memory fill up nor
 * knows when a graph is done with it.
 */
final class NativeBlock implements AutoCloseable {
  private static final int ALIGNMENT = 64;

  private final Pointer allocation;
  private final Address start;
  private final long bytes;
  private final AtomicLong total;
  private boolean closed;

  private NativeBlock(Pointer allocation, long bytes, AtomicLong total) {
    this.allocation = allocation;
    this.bytes = bytes;
    this.total = total;
    this.start = new Address((allocation.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    total.addAndGet(bytes);
  }

  /** Allocates memory that is not cleared. */
  static NativeBlock allocate(long bytes, AtomicLong total) {
    Pointer allocation = Pointer.malloc(bytes + ALIGNMENT);
    if (allocation == null || allocation.isNull()) {
      throw new BackendException(
          "onednn: no " + bytes + " bytes of native memory left (" + total + " held already)");
    }
    return new NativeBlock(allocation, bytes, total);
  }

  /** Allocates memory filled with zeros. */
  static NativeBlock allocateCleared(long bytes, AtomicLong total) {
    NativeBlock block = allocate(bytes, total);
    Pointer.memset(block.start, 0, bytes);
    return block;
  }

  Address start() {
    return start;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Pointer.free(allocation);
      total.addAndGet(-bytes);
    }
  }
}
