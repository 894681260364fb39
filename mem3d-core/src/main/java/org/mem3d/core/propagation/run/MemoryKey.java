package org.mem3d.core.propagation.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mem3d.core.network.MemoryBankBatch;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.network.SliceBatch;
import org.mem3d.core.network.SliceFeatures;
import org.mem3d.core.region.SliceImage;
import org.mem3d.core.region.SlicePatch;

/**
 * A slice with its mask as a memory bank holds it: everything on which its key and value depend.
 * Immutable.
 *
 * @param image the slice as the network sees it
 * @param mask in voxels
 */
public record MemoryKey(SliceImage image, SlicePatch mask) {
  /** A place in the memory banks of some lanes. */
  record Slot(int lane, int slot) {}

  /**
   * Fills slots. What is not kept from before is memorised, as many slices at once as a batch
   * holds.
   *
   * @param wanted the slots of each slice, in the order in which they are filled
   */
  static void fill(MemoryModel model, MemoryBankBatch banks, Map<MemoryKey, List<Slot>> wanted) {
    List<MemoryKey> missing = new ArrayList<>();
    wanted.forEach(
        (slice, slots) -> {
          for (Slot to : slots) {
            if (!model.memories().store(slice, banks, to.lane(), to.slot())) {
              missing.add(slice);
              break;
            }
          }
        });
    for (int from = 0; from < missing.size(); from += model.largestBatch()) {
      int to = Math.min(missing.size(), from + model.largestBatch());
      memorise(model, banks, missing.subList(from, to), wanted);
    }
  }

  private static void memorise(
      MemoryModel model,
      MemoryBankBatch banks,
      List<MemoryKey> slices,
      Map<MemoryKey, List<Slot>> wanted) {
    SliceBatch batch = model.borrow(slices.size());
    List<SliceFeatures> features =
        model.features().encode(slices.stream().map(MemoryKey::image).toList(), SliceImage::write);
    float[] mask = new float[SliceBatch.MASK];
    for (int row = 0; row < slices.size(); row++) {
      batch.setSlice(row, features.get(row));
      slices.get(row).mask().sample(slices.get(row).image().window(), mask);
      batch.setMask(row, mask);
    }
    features.forEach(model.features()::release);
    batch.memorise();
    for (int row = 0; row < slices.size(); row++) {
      for (Slot to : wanted.getOrDefault(slices.get(row), List.of())) {
        banks.store(to.lane(), to.slot(), batch, row);
      }
      model.memories().keep(slices.get(row), batch, row);
    }
    model.release(batch);
  }
}
