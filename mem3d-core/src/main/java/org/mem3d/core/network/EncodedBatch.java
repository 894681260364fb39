package org.mem3d.core.network;

import static org.mem3d.core.network.MemoryNetwork.CHANNELS;
import static org.mem3d.core.network.MemoryNetwork.FEATURE_SIDE;
import static org.mem3d.core.network.MemoryNetwork.KEY;
import static org.mem3d.core.network.MemoryNetwork.POSITIONS;
import static org.mem3d.core.network.MemoryNetwork.SIDE;

import java.util.Map;
import org.mem3d.spi.Backend;
import org.mem3d.spi.DeviceTensor;

/**
 * A few slices in their window: images in, keys and features out. All of it depends on the images
 * alone. One thread at a time; owned by the {@link MemoryModel}.
 */
final class EncodedBatch implements AutoCloseable {
  private final int size;
  private final TensorSet tensors;
  private final CompiledByBatch encode;
  private final Map<String, DeviceTensor> inputs;
  private final Map<String, DeviceTensor> outputs;
  final DeviceTensor slice;
  final DeviceTensor key;
  final DeviceTensor half;
  final DeviceTensor quarter;
  final DeviceTensor eighth;

  EncodedBatch(Backend backend, int size, CompiledByBatch encode) {
    this.size = size;
    this.encode = encode;
    this.tensors = new TensorSet(backend, encode.options());
    this.slice = tensors.allocate("slice", size, 2, SIDE, SIDE);
    this.key = tensors.allocate("key", size, POSITIONS, KEY);
    this.half = tensors.allocate("half", size, CHANNELS[0], SIDE / 2, SIDE / 2);
    this.quarter = tensors.allocate("quarter", size, CHANNELS[1], SIDE / 4, SIDE / 4);
    this.eighth = tensors.allocate("eighth", size, CHANNELS[2], FEATURE_SIDE, FEATURE_SIDE);
    this.inputs = Map.of("slice", slice);
    this.outputs = Map.of("key", key, "half", half, "quarter", quarter, "eighth", eighth);
  }

  int size() {
    return size;
  }

  long bytes() {
    return tensors.bytes();
  }

  /** Sets the image of one row: {@link SliceBatch#IMAGE} values. */
  void setImage(int row, float[] channels) {
    slice.write(channels, 0, row, 1);
  }

  /** Computes keys and features from the images. */
  void encode() {
    encode.of(size).run(inputs, outputs);
  }

  /** Copies the image, key and features of one row from another batch, which has computed them. */
  void copyRow(int row, EncodedBatch source, int sourceRow) {
    slice.copyRows(source.slice, sourceRow, row, 1);
    key.copyRows(source.key, sourceRow, row, 1);
    half.copyRows(source.half, sourceRow, row, 1);
    quarter.copyRows(source.quarter, sourceRow, row, 1);
    eighth.copyRows(source.eighth, sourceRow, row, 1);
  }

  @Override
  public void close() {
    tensors.close();
  }
}
