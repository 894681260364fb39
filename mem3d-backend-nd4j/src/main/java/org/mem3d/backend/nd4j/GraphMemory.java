package org.mem3d.backend.nd4j;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.mem3d.backend.nd4j.Instruction.Operand;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The native memory of one compiled graph: constants and an arena, floats and indices apart. */
final class GraphMemory implements AutoCloseable {
  private final NativeBlock constants;
  private final NativeBlock arena;
  private final NativeBlock constantIndices;
  private final NativeBlock arenaIndices;

  GraphMemory(Collection<Storage> storages) {
    constants = constants(select(storages, DataType.FLOAT, true), DataType.FLOAT);
    constantIndices = constants(select(storages, DataType.INT32, true), DataType.INT32);
    arena = arena(select(storages, DataType.FLOAT, false), DataType.FLOAT);
    arenaIndices = arena(select(storages, DataType.INT32, false), DataType.INT32);
  }

  private static List<Storage> select(Collection<Storage> from, DataType type, boolean constant) {
    List<Storage> selected = new ArrayList<>();
    for (Storage storage : from) {
      if (storage.type == type && (storage.constant != null) == constant) {
        selected.add(storage);
      }
    }
    return selected;
  }

  private static NativeBlock arena(List<Storage> storages, DataType type) {
    return new NativeBlock(type, Placement.place(storages));
  }

  private static NativeBlock constants(List<Storage> storages, DataType type) {
    NativeBlock block = new NativeBlock(type, Placement.line(storages));
    FloatBuffer host = block.floats();
    for (Storage storage : storages) {
      float[] values = storage.constant;
      if (values != null) {
        host.put((int) (storage.offset / Float.BYTES), values);
      }
    }
    INDArray whole = block.array(0, block.bytes() / Float.BYTES);
    Nd4j.getAffinityManager().tagLocation(whole, Location.HOST);
    return block;
  }

  /** Returns the array of an operand. */
  INDArray array(Operand operand) {
    Storage storage = operand.storage();
    boolean constant = storage.constant != null;
    NativeBlock block =
        storage.type == DataType.INT32
            ? constant ? constantIndices : arenaIndices
            : constant ? constants : arena;
    return block.array(storage.offset, operand.dims());
  }

  long arenaBytes() {
    return arena.bytes() + arenaIndices.bytes();
  }

  long constantBytes() {
    return constants.bytes() + constantIndices.bytes();
  }

  @Override
  public void close() {
    constants.close();
    constantIndices.close();
    arena.close();
    arenaIndices.close();
  }
}
