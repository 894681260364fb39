package org.mem3d.spi;

import java.util.concurrent.atomic.LongAdder;
import org.mem3d.Transfers;

/** A running count of the bytes that a backend copied to its device and back. Thread-safe. */
public final class TransferCount {
  private final LongAdder toDevice = new LongAdder();
  private final LongAdder fromDevice = new LongAdder();

  /** Begins at zero. */
  public TransferCount() {}

  /** Counts bytes copied to the device. */
  public void toDevice(long bytes) {
    toDevice.add(bytes);
  }

  /** Counts bytes copied from the device. */
  public void fromDevice(long bytes) {
    fromDevice.add(bytes);
  }

  /** Returns the bytes counted so far. */
  public Transfers soFar() {
    return new Transfers(toDevice.sum(), fromDevice.sum());
  }
}
