package org.mem3d.core.network;

import static org.mem3d.core.network.MemoryNetwork.POSITIONS;
import static org.mem3d.core.network.MemoryNetwork.SIDE;
import static org.mem3d.core.network.MemoryNetwork.VALUE;

import java.util.Map;
import org.mem3d.spi.Backend;
import org.mem3d.spi.DeviceTensor;

/**
 * A few encoded slices with their masks: values out. One thread at a time; owned by the {@link
 * MemoryModel} that lends it.
 */
public final class SliceBatch implements AutoCloseable {
  /** Values of one image: two channels. */
  public static final int IMAGE = 2 * SIDE * SIDE;

  /** Values of one mask. */
  public static final int MASK = SIDE * SIDE;

  private final TensorSet tensors;
  private final CompiledByBatch memorise;
  private final Map<String, DeviceTensor> inputs;
  private final Map<String, DeviceTensor> outputs;
  final EncodedBatch encoded;
  final DeviceTensor mask;
  final DeviceTensor value;

  SliceBatch(Backend backend, int size, CompiledByBatch encode, CompiledByBatch memorise) {
    this.memorise = memorise;
    this.encoded = new EncodedBatch(backend, size, encode);
    this.tensors = new TensorSet(backend, memorise.options());
    try {
      this.mask = tensors.allocate("mask", size, 1, SIDE, SIDE);
      this.value = tensors.allocate("value", size, POSITIONS, VALUE);
    } catch (RuntimeException | Error e) {
      encoded.close();
      throw e;
    }
    this.inputs = Map.of("slice", encoded.slice, "mask", mask, "eighth", encoded.eighth);
    this.outputs = Map.of("value", value);
  }

  /** Returns how many slices the batch holds. */
  public int size() {
    return encoded.size();
  }

  /** Sets the slice of one row. */
  public void setSlice(int row, SliceFeatures features) {
    encoded.copyRow(row, features.batch(), features.row);
  }

  /** Sets the mask of one row: {@link #MASK} probabilities. */
  public void setMask(int row, float[] probability) {
    mask.write(probability, 0, row, 1);
  }

  /** Computes values from slices and masks. */
  public void memorise() {
    memorise.of(size()).run(inputs, outputs);
  }

  @Override
  public void close() {
    tensors.close();
    encoded.close();
  }
}
