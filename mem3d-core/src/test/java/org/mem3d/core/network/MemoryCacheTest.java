package org.mem3d.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.DeviceTensor;

/** Which memories are kept and which let go, and that a slot gets what was kept. */
class MemoryCacheTest {
  private static final int LANE = 1;
  private static final int SLOT = 2;
  private static final int SLOTS = 3;

  private static Backend backend;
  private static Safetensors weights;

  @BeforeAll
  static void open() {
    backend = new ReferenceBackendProvider().open(BackendOptions.DEFAULT);
    weights = ModelFiles.open(null, MemoryCacheTest.class.getClassLoader()).propagation();
  }

  @AfterAll
  static void close() {
    assertThat(backend.allocatedBytes()).isZero();
    backend.close();
  }

  /** A model that may keep so many memories. */
  private static MemoryModel model(int memories) {
    // A quarter is theirs, and one more is being written.
    long bytes = memories == 0 ? 0 : 4 * MemoryCache.rowBytes(CompileOptions.F32) * (memories + 1);
    return new MemoryModel(
        backend, weights, "the default weights", SLOTS, 0, CompileOptions.F32, bytes);
  }

  /** Keeps a slice whose key and value are a number all over. */
  private static void keep(MemoryModel model, Object slice, float number) {
    SliceBatch batch = model.borrow(2);
    fill(batch.encoded.key, number);
    fill(batch.value, -number);
    model.memories().keep(slice, batch, 1);
    model.release(batch);
  }

  private static void fill(DeviceTensor tensor, float number) {
    float[] values = new float[tensor.shape().elements()];
    Arrays.fill(values, number);
    tensor.write(values);
  }

  /** Returns the number that a slot got; NaN if the slice is not kept. */
  private static float stored(MemoryModel model, Object slice) {
    MemoryBankBatch banks = model.memoryBanks(2);
    if (!model.memories().store(slice, banks, LANE, SLOT)) {
      return Float.NaN;
    }
    float[] key = new float[MemoryNetwork.POSITIONS * MemoryNetwork.KEY];
    float[] value = new float[MemoryNetwork.POSITIONS * MemoryNetwork.VALUE];
    banks.bankKeys.read(key, 0, LANE * SLOTS + SLOT, 1);
    banks.bankValues.read(value, 0, LANE * SLOTS + SLOT, 1);
    assertThat(key).containsOnly(key[0]);
    assertThat(value).containsOnly(-key[0]);
    return key[0];
  }

  @Test
  void aSlotGetsWhatWasKept() {
    try (MemoryModel model = model(8)) {
      keep(model, "first", 1);
      keep(model, "second", 2);
      assertThat(stored(model, "first")).isEqualTo(1);
      assertThat(stored(model, "second")).isEqualTo(2);
      assertThat(stored(model, "third")).isNaN();
      assertThat(model.memories().foundSlices()).isEqualTo(2);
    }
  }

  @Test
  void theOneNotUsedForLongestGoes() {
    try (MemoryModel model = model(2)) {
      keep(model, "first", 1);
      keep(model, "second", 2);
      assertThat(stored(model, "first")).isEqualTo(1);
      for (int slice = 3; slice < 9; slice++) {
        keep(model, slice, slice);
        assertThat(stored(model, slice)).isEqualTo(slice);
        assertThat(stored(model, "first")).isEqualTo(1);
        assertThat(model.memories().bytes())
            .isLessThanOrEqualTo(3 * MemoryCache.rowBytes(CompileOptions.F32));
      }
      assertThat(stored(model, "second")).isNaN();
    }
  }

  @Test
  void nothingIsKeptWithoutABudget() {
    try (MemoryModel model = model(0)) {
      keep(model, "first", 1);
      assertThat(stored(model, "first")).isNaN();
      assertThat(model.memories().bytes()).isZero();
    }
  }

  @Test
  void forgottenOnesGo() {
    try (MemoryModel model = model(8)) {
      keep(model, "first", 1);
      keep(model, "second", 2);
      model.evict("first"::equals);
      assertThat(stored(model, "first")).isNaN();
      assertThat(stored(model, "second")).isEqualTo(2);
      keep(model, "first", 3);
      assertThat(stored(model, "first")).isEqualTo(3);
      assertThat(model.memories().bytes()).isEqualTo(2 * MemoryCache.rowBytes(CompileOptions.F32));
    }
  }
}
