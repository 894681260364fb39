package org.mem3d.core.propagation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mem3d.PropagationSettings;
import org.mem3d.core.network.Lanes;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.network.SliceBatch;
import org.mem3d.core.region.Normalisation;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.core.region.Window;

/**
 * A mask on its way from one annotated slice, slice by slice in one direction, to the next
 * annotated slice or the end of the volume. Its window follows the object; its memory holds the
 * nearest annotated slices, every fifth predicted slice and the previous one.
 *
 * <p>Slot 0 of its bank is the previous predicted slice's; then come the annotated slices; the rest
 * is a ring of stored predictions.
 */
final class Chain {
  private static final int MAX_ANNOTATED = 6;
  private static final int LOOK_AHEAD = 4;
  private static final int EMPTY_AREA = 3;
  private static final double MAX_DRIFT = 0.12;
  private static final double MAX_FILL = 0.75;

  private final MemoryModel model;
  private final PropagationSettings settings;
  private final SliceReader reader;
  private final Anchor start;
  private final int direction;
  private final int end;
  private final List<Anchor> annotated;
  private final double smallestSide;
  private final Normalisation normalisation;
  private final TreeMap<Integer, SlicePrediction> predictions = new TreeMap<>();
  private final Deque<Integer> stored = new ArrayDeque<>();
  private final int storedSlots;
  private final int[] slotSlice;
  private final float[] previousMask = new float[SliceBatch.MASK];
  private final float[] pixels = new float[SliceBatch.MASK];
  private final float[] channels = new float[SliceBatch.IMAGE];

  private Window window;
  private int position;
  private int previousSlot;
  private int emptyInARow;
  private boolean finished;
  private @Nullable SliceBatch ahead;
  private int aheadFirst;
  private int aheadCount;

  /**
   * Makes a chain.
   *
   * @param start the annotated slice from which it goes; its mask is not empty
   * @param direction 1 or -1
   * @param end the first slice that it does not reach
   * @param anchors all annotated slices of the object
   */
  Chain(
      MemoryModel model,
      PropagationSettings settings,
      SliceReader reader,
      Anchor start,
      int direction,
      int end,
      List<Anchor> anchors) {
    this.model = model;
    this.settings = settings;
    this.reader = reader;
    this.start = start;
    this.direction = direction;
    this.end = end;
    this.position = start.slice() + direction;
    this.finished = position == end;
    int slots = model.slots();
    int most = Math.min(MAX_ANNOTATED, slots - 1);
    this.annotated =
        anchors.stream()
            .filter(anchor -> anchor.patch().area() > 0)
            .sorted(Comparator.comparingInt(anchor -> Math.abs(anchor.slice() - start.slice())))
            .limit(most)
            .toList();
    this.storedSlots = slots - 1 - annotated.size();
    this.slotSlice = new int[slots];
    this.window = Window.around(start.patch().bounds(), settings.windowFactor());
    double largest = 0;
    for (Anchor anchor : annotated) {
      largest = Math.max(largest, idealSide(anchor.patch().bounds()));
    }
    this.smallestSide = largest / 2;
    reader.sample(start.slice(), window, pixels);
    start.patch().sample(window, previousMask);
    this.normalisation = Normalisation.ofMask(pixels, previousMask);
  }

  boolean finished() {
    return finished;
  }

  Anchor start() {
    return start;
  }

  /** Returns what the chain has predicted, by slice. */
  Map<Integer, SlicePrediction> predictions() {
    return predictions;
  }

  /** Returns the slice at which the chain stands. */
  int position() {
    return position;
  }

  /** Returns which slice each slot of the bank holds; -1 for an empty slot. */
  int[] slotSlices() {
    return slotSlice.clone();
  }

  /** Fills the chain's bank in a lane from what it remembers, in its present window. */
  void fillBank(Lanes lanes, int lane) {
    List<Integer> slices = new ArrayList<>();
    List<Integer> slots = new ArrayList<>();
    java.util.Arrays.fill(slotSlice, -1);
    for (int i = 0; i < annotated.size(); i++) {
      slices.add(annotated.get(i).slice());
      slots.add(1 + i);
    }
    int slot = 1 + annotated.size();
    for (Iterator<Integer> it = stored.iterator(); it.hasNext(); slot++) {
      slices.add(it.next());
      slots.add(slot);
    }
    int last = position - direction;
    boolean moved = last != start.slice();
    if (moved) {
      slices.add(last);
      slots.add(0);
    }
    previousSlot = moved ? 0 : slots.get(slices.indexOf(start.slice()));
    memorise(lanes, lane, slices, slots);
    patchAt(last).sample(window, previousMask);
  }

  private void memorise(Lanes lanes, int lane, List<Integer> slices, List<Integer> slots) {
    float[] mask = new float[SliceBatch.MASK];
    for (int from = 0; from < slices.size(); from += MemoryModel.largestBatch()) {
      int count = Math.min(MemoryModel.largestBatch(), slices.size() - from);
      SliceBatch batch = model.borrow(count);
      for (int row = 0; row < count; row++) {
        setImage(batch, row, slices.get(from + row));
        patchAt(slices.get(from + row)).sample(window, mask);
        batch.setMask(row, mask);
      }
      batch.encode();
      batch.memorise();
      if (from == 0) {
        // Empty slots hold some true memory, so that the largest similarity never comes from zeros.
        for (int slot = 0; slot < model.slots(); slot++) {
          lanes.store(lane, slot, batch, 0);
        }
      }
      for (int row = 0; row < count; row++) {
        lanes.store(lane, slots.get(from + row), batch, row);
        slotSlice[slots.get(from + row)] = slices.get(from + row);
      }
      model.giveBack(batch);
    }
  }

  private SlicePatch patchAt(int slice) {
    SlicePrediction prediction = predictions.get(slice);
    if (prediction != null) {
      return prediction.patch();
    }
    for (Anchor anchor : annotated) {
      if (anchor.slice() == slice) {
        return anchor.patch();
      }
    }
    throw new IllegalStateException("slice " + slice + " is not remembered");
  }

  /** Puts the slice at which the chain stands, and its memory, before the network. */
  void prepare(Lanes lanes, int lane) {
    SliceBatch batch = lookAhead();
    lanes.setQuery(lane, batch, Math.abs(position - aheadFirst));
    lanes.setPrevious(lane, previousSlot, previousMask);
    for (int slot = 0; slot < slotSlice.length; slot++) {
      int slice = slotSlice[slot];
      lanes.setDistance(lane, slot, slice < 0 ? -1 : Math.abs(position - slice));
    }
  }

  private SliceBatch lookAhead() {
    SliceBatch batch = ahead;
    if (batch == null || Math.abs(position - aheadFirst) >= aheadCount) {
      aheadFirst = position;
      aheadCount = Math.min(LOOK_AHEAD, Math.abs(end - position));
      if (batch != null && batch.size() != MemoryModel.batchFor(aheadCount)) {
        model.giveBack(batch);
        batch = null;
      }
      if (batch == null) {
        batch = model.borrow(aheadCount);
      }
      for (int row = 0; row < aheadCount; row++) {
        setImage(batch, row, position + row * direction);
      }
      batch.encode();
      ahead = batch;
    }
    return batch;
  }

  private void setImage(SliceBatch batch, int row, int slice) {
    reader.sample(slice, window, pixels);
    normalisation.apply(pixels, channels, 0);
    batch.setImage(row, channels, 0);
  }

  /**
   * Takes the network's answer for the slice at hand and moves on.
   *
   * @return whether the slice is to be memorised in the present window (then {@link #remember}
   *     follows); otherwise the chain is finished or its bank has been filled anew
   */
  boolean accept(Lanes lanes, int lane) {
    lanes.readProbability(lane, previousMask);
    SlicePatch patch = SlicePatch.of(previousMask, window, reader.sizeU(), reader.sizeV());
    predictions.put(position, new SlicePrediction(patch, lanes.predictedDice(lane)));
    emptyInARow = patch.area() < EMPTY_AREA ? emptyInARow + 1 : 0;
    position += direction;
    finished = position == end || emptyInARow >= settings.stopAfterEmpty();
    if (finished) {
      release();
      return false;
    }
    storePrevious(lanes, lane);
    if (patch.area() >= EMPTY_AREA && follow(patch.bounds())) {
      release();
      fillBank(lanes, lane);
      return false;
    }
    lanes.setMask(lane, previousMask);
    return true;
  }

  /** Keeps the slice that was the previous one until now, if its turn to be stored has come. */
  private void storePrevious(Lanes lanes, int lane) {
    int slice = slotSlice[0];
    boolean due =
        slice >= 0
            && storedSlots > 0
            && settings.storeEvery() > 0
            && Math.abs(slice - start.slice()) % settings.storeEvery() == 0;
    if (!due) {
      return;
    }
    int first = 1 + annotated.size();
    int slot = first + stored.size();
    if (stored.size() == storedSlots) {
      int oldest = stored.removeFirst();
      slot = first;
      while (slotSlice[slot] != oldest) {
        slot++;
      }
    }
    stored.addLast(slice);
    slotSlice[slot] = slice;
    lanes.copySlot(lane, 0, slot);
  }

  /** Stores the slice accepted last, which the lanes have memorised, as the previous one. */
  void remember(Lanes lanes, int lane) {
    lanes.store(lane, 0);
    slotSlice[0] = position - direction;
    previousSlot = 0;
  }

  private boolean follow(int[] box) {
    double centreU = (box[0] + box[2] + 1) / 2.0;
    double centreV = (box[1] + box[3] + 1) / 2.0;
    double drift =
        Math.max(Math.abs(centreU - window.centreU()), Math.abs(centreV - window.centreV()));
    double ideal = Math.max(idealSide(box), smallestSide);
    boolean moved = drift > MAX_DRIFT * window.side();
    boolean grown = Window.longerSide(box) > MAX_FILL * window.side();
    boolean shrunk = ideal < window.side() / 2;
    if (!moved && !grown && !shrunk) {
      return false;
    }
    Window followed = Window.around(box, ideal, 0);
    if (followed.equals(window)) {
      return false;
    }
    window = followed;
    return true;
  }

  private double idealSide(int[] box) {
    return Window.idealSide(box, settings.windowFactor());
  }

  /** Gives lent tensors back; harmless when repeated. */
  void release() {
    SliceBatch batch = ahead;
    if (batch != null) {
      model.giveBack(batch);
      ahead = null;
    }
  }
}
