package org.mem3d.core.network;

import static org.mem3d.core.network.MemoryNetwork.FEATURE_SIDE;
import static org.mem3d.core.network.MemoryNetwork.KEY;
import static org.mem3d.core.network.MemoryNetwork.POSITIONS;
import static org.mem3d.core.network.MemoryNetwork.SIDE;
import static org.mem3d.core.network.MemoryNetwork.VALUE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.CopyOut;
import org.mem3d.spi.DeviceTensor;

/**
 * Several chains that are carried on together, one lane each: the current slice, and a memory bank
 * of a fixed number of slots that stays on the device. One thread at a time; owned by the {@link
 * MemoryModel}.
 *
 * <p>A step is: {@link #setQuery}, {@link #setPrevious} and {@link #setDistance} for every lane,
 * then {@link #segment}; then, for the lanes that go on, {@link #setMask}, {@link #memorise} and
 * {@link #store}.
 */
public final class MemoryBankBatch implements AutoCloseable {
  private final Backend backend;
  private final SliceBatch current;
  private final int slots;
  private final ReadParameters parameters;
  private final TensorSet tensors;
  private final CompiledGraph segment;
  private final Map<String, DeviceTensor> segmentInputs;
  private final Map<String, DeviceTensor> segmentOutputs;
  private final DeviceTensor bankPosition;
  private final DeviceTensor previousValue;
  private final DeviceTensor previousMask;
  private final DeviceTensor probability;
  private final DeviceTensor quality;
  private final DeviceTensor spareKey;
  private final DeviceTensor spareValue;
  private final float[] positionValues;
  private final float[] qualityValues;
  private final float[][] probabilityValues;

  final DeviceTensor bankKeys;
  final DeviceTensor bankValues;

  /** In which lanes a slice was put since the last answer. */
  private final boolean[] asked;

  MemoryBankBatch(
      Backend backend,
      SliceBatch current,
      int slots,
      ReadParameters parameters,
      CompiledByBatch segment) {
    int count = current.size();
    this.backend = backend;
    this.current = current;
    this.slots = slots;
    this.parameters = parameters;
    this.segment = segment.of(count);
    this.tensors = new TensorSet(backend, segment.options());
    this.bankKeys = tensors.allocate("bank.keys", count * slots, POSITIONS, KEY);
    this.bankValues = tensors.allocate("bank.values", count * slots, POSITIONS, VALUE);
    this.bankPosition =
        tensors.allocate("bank.position", count, MemoryRead.POSITION_FEATURES, slots * POSITIONS);
    this.previousValue = tensors.allocate("previous.value", count, POSITIONS, VALUE);
    this.previousMask = tensors.allocate("previous.mask", count, 1, SIDE, SIDE);
    this.probability = tensors.allocate("probability", count, 1, SIDE, SIDE);
    this.quality = tensors.allocate("quality", count, 1);
    this.spareKey = tensors.allocate("bank.keys", 1, POSITIONS, KEY);
    this.spareValue = tensors.allocate("bank.values", 1, POSITIONS, VALUE);
    this.positionValues = new float[bankPosition.shape().elements()];
    this.qualityValues = new float[count];
    this.probabilityValues = new float[count][SliceBatch.MASK];
    this.asked = new boolean[count];
    this.segmentInputs =
        Map.of(
            "key", current.encoded.key,
            "half", current.encoded.half,
            "quarter", current.encoded.quarter,
            "eighth", current.encoded.eighth,
            "bank.keys", bankKeys,
            "bank.values", bankValues,
            "bank.position", bankPosition,
            "previous.value", previousValue,
            "previous.mask", previousMask);
    this.segmentOutputs = Map.of("probability", probability, "quality", quality);
  }

  /** Returns the number of lanes. */
  public int count() {
    return current.size();
  }

  /** Puts a slice as the current slice of a lane. */
  public void setQuery(int lane, SliceFeatures features) {
    current.setSlice(lane, features);
    asked[lane] = true;
  }

  /** Says which slot holds the nearest memory slice of a lane, and gives its mask. */
  public void setPrevious(int lane, int slot, float[] maskProbability) {
    previousValue.copyRows(bankValues, lane * slots + slot, lane, 1);
    previousMask.write(maskProbability, 0, lane, 1);
  }

  /** Says how many slices the current slice is away from a slot's; negative for an empty slot. */
  public void setDistance(int lane, int slot, int distance) {
    MemoryRead.writeSlotPosition(
        positionValues, lane, slot, slots, FEATURE_SIDE, distance, parameters);
  }

  /** Segments the current slices, and waits once for the answers of all lanes. */
  public void segment() {
    bankPosition.write(positionValues);
    segment.run(segmentInputs, segmentOutputs);
    List<CopyOut> answers = new ArrayList<>();
    answers.add(CopyOut.whole(quality, qualityValues));
    for (int lane = 0; lane < asked.length; lane++) {
      if (asked[lane]) {
        answers.add(CopyOut.row(probability, lane, probabilityValues[lane]));
      }
    }
    Arrays.fill(asked, false);
    backend.copyOut(answers);
  }

  /**
   * Copies the probability that the last {@link #segment} gave a lane whose query was set before
   * it: 128 x 128 values.
   */
  public void readProbability(int lane, float[] target) {
    System.arraycopy(probabilityValues[lane], 0, target, 0, SliceBatch.MASK);
  }

  /** Returns the Dice that the last {@link #segment} guessed for a lane. */
  public float predictedDice(int lane) {
    return qualityValues[lane];
  }

  /** Sets the mask with which the current slice is memorised. */
  public void setMask(int lane, float[] maskProbability) {
    current.setMask(lane, maskProbability);
  }

  /** Computes the values of the current slices. */
  public void memorise() {
    current.memorise();
  }

  /** Stores the current slice, memorised just before, in a slot of its lane. */
  public void store(int lane, int slot) {
    store(lane, slot, current, lane);
  }

  /** Stores a memorised slice of a batch in a slot of a lane. */
  public void store(int lane, int slot, SliceBatch batch, int row) {
    store(lane, slot, batch.encoded.key, batch.value, row);
  }

  void store(int lane, int slot, DeviceTensor keys, DeviceTensor values, int row) {
    bankKeys.copyRows(keys, row, lane * slots + slot, 1);
    bankValues.copyRows(values, row, lane * slots + slot, 1);
  }

  /** Copies the whole bank of a lane into a lane of other lanes. */
  public void copyBank(int lane, MemoryBankBatch target, int targetLane) {
    target.bankKeys.copyRows(bankKeys, lane * slots, targetLane * slots, slots);
    target.bankValues.copyRows(bankValues, lane * slots, targetLane * slots, slots);
  }

  /** Copies what one slot of a lane holds into another of its slots. */
  public void copySlot(int lane, int from, int to) {
    spareKey.copyRows(bankKeys, lane * slots + from, 0, 1);
    spareValue.copyRows(bankValues, lane * slots + from, 0, 1);
    bankKeys.copyRows(spareKey, 0, lane * slots + to, 1);
    bankValues.copyRows(spareValue, 0, lane * slots + to, 1);
  }

  @Override
  public void close() {
    tensors.close();
  }
}
