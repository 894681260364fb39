package org.mem3d.core.network;

import static org.mem3d.core.network.MemoryNetwork.CHANNELS;
import static org.mem3d.core.network.MemoryNetwork.GRID;
import static org.mem3d.core.network.MemoryNetwork.KEY;
import static org.mem3d.core.network.MemoryNetwork.POSITIONS;
import static org.mem3d.core.network.MemoryNetwork.SIDE;
import static org.mem3d.core.network.MemoryNetwork.VALUE;

import java.util.Map;
import org.mem3d.spi.Backend;
import org.mem3d.spi.DeviceTensor;

/**
 * A few slices in their window: images in, keys and features out, and values once masks are given.
 * One thread at a time; owned by the {@link MemoryModel} that lends it.
 */
public final class SliceBatch implements AutoCloseable {
  /** Values of one image: two channels. */
  public static final int IMAGE = 2 * SIDE * SIDE;

  /** Values of one mask. */
  public static final int MASK = SIDE * SIDE;

  private final int size;
  private final TensorSet tensors;
  private final CompiledByBatch encode;
  private final CompiledByBatch memorise;
  private final Map<String, DeviceTensor> encodeInputs;
  private final Map<String, DeviceTensor> encodeOutputs;
  private final Map<String, DeviceTensor> memoriseInputs;
  private final Map<String, DeviceTensor> memoriseOutputs;
  final DeviceTensor slice;
  final DeviceTensor key;
  final DeviceTensor half;
  final DeviceTensor quarter;
  final DeviceTensor eighth;
  final DeviceTensor mask;
  final DeviceTensor value;

  SliceBatch(Backend backend, int size, CompiledByBatch encode, CompiledByBatch memorise) {
    this.size = size;
    this.encode = encode;
    this.memorise = memorise;
    this.tensors = new TensorSet(backend);
    this.slice = tensors.allocate(size, 2, SIDE, SIDE);
    this.key = tensors.allocate(size, POSITIONS, KEY);
    this.half = tensors.allocate(size, CHANNELS[0], SIDE / 2, SIDE / 2);
    this.quarter = tensors.allocate(size, CHANNELS[1], SIDE / 4, SIDE / 4);
    this.eighth = tensors.allocate(size, CHANNELS[2], GRID, GRID);
    this.mask = tensors.allocate(size, 1, SIDE, SIDE);
    this.value = tensors.allocate(size, POSITIONS, VALUE);
    this.encodeInputs = Map.of("slice", slice);
    this.encodeOutputs = Map.of("key", key, "half", half, "quarter", quarter, "eighth", eighth);
    this.memoriseInputs = Map.of("slice", slice, "mask", mask, "eighth", eighth);
    this.memoriseOutputs = Map.of("value", value);
  }

  /** Returns how many slices the batch holds. */
  public int size() {
    return size;
  }

  /**
   * Sets the image of one row: {@link #IMAGE} values of {@code channels} from {@code offset} on.
   */
  public void setImage(int row, float[] channels, int offset) {
    slice.write(channels, offset, row, 1);
  }

  /** Sets the mask of one row: {@link #MASK} probabilities. */
  public void setMask(int row, float[] probability) {
    mask.write(probability, 0, row, 1);
  }

  /** Copies the image, key and features of one row from another batch, which has computed them. */
  void copyEncoded(int row, SliceBatch source, int sourceRow) {
    slice.copyRows(source.slice, sourceRow, row, 1);
    key.copyRows(source.key, sourceRow, row, 1);
    half.copyRows(source.half, sourceRow, row, 1);
    quarter.copyRows(source.quarter, sourceRow, row, 1);
    eighth.copyRows(source.eighth, sourceRow, row, 1);
  }

  /** Computes keys and features from the images. */
  public void encode() {
    encode.of(size).run(encodeInputs, encodeOutputs);
  }

  /** Computes values from images, masks and features. */
  public void memorise() {
    memorise.of(size).run(memoriseInputs, memoriseOutputs);
  }

  @Override
  public void close() {
    tensors.close();
  }
}
