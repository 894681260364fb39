package org.mem3d.core.propagation.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mem3d.PropagationSettings;
import org.mem3d.core.network.MemoryBankBatch;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.network.SliceBatch;
import org.mem3d.core.network.SliceFeatures;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.ChainRecord;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.Normalisation;
import org.mem3d.core.region.SliceImage;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;

/**
 * Propagates one object from one annotated slice through other slices in a given order. The window
 * follows the object. Slot 0 of the memory bank holds the previous predicted slice, the next slots
 * the nearest annotated slices, and the rest is a ring buffer of predicted slices, of which every
 * {@link PropagationSettings#storeEvery()}-th is stored.
 */
public final class Chain {
  /** A slice that is encoded already. */
  private record Ahead(int slice, SliceFeatures features) {}

  private final MemoryModel model;
  private final PropagationSettings settings;
  private final SliceReader reader;
  private final AnnotatedMask start;
  private final int[] order;
  private final List<AnnotatedMask> annotated;
  private final FollowedWindow followed;
  private final Normalisation normalisation;
  private final TreeMap<Integer, SlicePrediction> predictions = new TreeMap<>();
  private final Deque<Integer> stored = new ArrayDeque<>();
  private final int storedSlots;
  private final int[] slotSlice;
  private final float[] previousMask = new float[SliceBatch.MASK];
  private final Deque<Ahead> ahead = new ArrayDeque<>();
  private final int[] emptyInARow = new int[2];

  private int next;
  private int last;
  private int visits;
  private int previousSlot;

  /**
   * Makes a chain.
   *
   * @param start the annotated slice from which it goes; its mask is not empty
   * @param order the slices to visit
   * @param annotated the annotated slices to remember, as {@link #memories} chooses them
   */
  public Chain(
      MemoryModel model,
      PropagationSettings settings,
      SliceReader reader,
      AnnotatedMask start,
      int[] order,
      List<AnnotatedMask> annotated) {
    this.model = model;
    this.settings = settings;
    this.reader = reader;
    this.start = start;
    this.order = order.clone();
    this.annotated = annotated;
    this.last = start.slice();
    int slots = model.slots();
    this.storedSlots = slots - 1 - annotated.size();
    this.slotSlice = new int[slots];
    this.followed = new FollowedWindow(start, annotated, settings.windowFactor());
    this.normalisation =
        ChainImages.ofStart(reader, start, settings.windowFactor()).normalisation();
  }

  /** Returns the annotated slices that a chain from {@code start} remembers, nearest first. */
  public static List<AnnotatedMask> memories(
      List<AnnotatedMask> annotatedMasks, AnnotatedMask start, int slots) {
    return AnnotatedMask.remembered(annotatedMasks, start.slice(), slots - 1);
  }

  boolean finished() {
    return next == order.length;
  }

  /** Returns the chain's predictions, once it is finished. */
  public ChainRecord record() {
    boolean stopped = order.length > 0 && Arrays.stream(order).allMatch(this::stopped);
    return new ChainRecord(
        start, annotated, Arrays.stream(order).boxed().toList(), stopped, predictions);
  }

  /** Returns how many slices the chain may visit. */
  public int length() {
    return order.length;
  }

  /** Returns how many of them it has visited or left out. */
  public int passed() {
    return next;
  }

  /** Returns the slice at which the chain stands. */
  int position() {
    return order[next];
  }

  /** Returns which slice each slot of the bank holds; -1 for an empty slot. */
  int[] slotSlices() {
    return slotSlice.clone();
  }

  /** Fills the chain's bank in a lane from what it remembers, in its present window. */
  void fillBank(MemoryBankBatch banks, int lane) {
    Arrays.fill(slotSlice, -1);
    for (int i = 0; i < annotated.size(); i++) {
      slotSlice[1 + i] = annotated.get(i).slice();
    }
    int slot = 1 + annotated.size();
    for (Iterator<Integer> it = stored.iterator(); it.hasNext(); slot++) {
      slotSlice[slot] = it.next();
    }
    if (last != start.slice()) {
      slotSlice[0] = last;
      previousSlot = 0;
    } else {
      previousSlot = 1 + annotated.indexOf(start);
    }
    memorise(banks, lane);
    patch(last).sample(followed.window(), previousMask);
  }

  private void memorise(MemoryBankBatch banks, int lane) {
    Map<MemoryKey, List<MemoryKey.Slot>> wanted = new LinkedHashMap<>();
    for (int slot = 0; slot < slotSlice.length; slot++) {
      // Empty slots hold some true memory, so that the largest similarity never comes from zeros.
      int slice = slotSlice[slot] < 0 ? slotSlice[previousSlot] : slotSlice[slot];
      wanted
          .computeIfAbsent(
              new MemoryKey(image(slice), patch(slice)), remembered -> new ArrayList<>())
          .add(new MemoryKey.Slot(lane, slot));
    }
    MemoryKey.fill(model, banks, wanted);
  }

  private SliceImage image(int slice) {
    return new SliceImage(reader, slice, followed.window(), normalisation);
  }

  private List<SliceFeatures> encode(List<Integer> slices) {
    return model.features().encode(slices.stream().map(this::image).toList(), SliceImage::write);
  }

  /** Returns the mask of a slice that was visited or is remembered. */
  public SlicePatch patch(int slice) {
    SlicePrediction prediction = predictions.get(slice);
    if (prediction != null) {
      return prediction.patch();
    }
    for (AnnotatedMask annotatedMask : annotated) {
      if (annotatedMask.slice() == slice) {
        return annotatedMask.patch();
      }
    }
    throw new IllegalStateException("slice " + slice + " is not remembered");
  }

  /** Puts the slice at which the chain stands, and its memory, before the network. */
  void prepare(MemoryBankBatch banks, int lane) {
    int position = position();
    SliceFeatures features = lookAhead(position);
    banks.setQuery(lane, features);
    model.features().release(features);
    banks.setPrevious(lane, previousSlot, previousMask);
    for (int slot = 0; slot < slotSlice.length; slot++) {
      int slice = slotSlice[slot];
      banks.setDistance(lane, slot, slice < 0 ? -1 : Math.abs(position - slice));
    }
  }

  private SliceFeatures lookAhead(int position) {
    while (!ahead.isEmpty()) {
      Ahead first = ahead.removeFirst();
      if (first.slice() == position) {
        return first.features();
      }
      model.features().release(first.features());
    }
    List<Integer> slices = new ArrayList<>();
    for (int i = next; i < order.length && slices.size() < MemoryModel.LOOK_AHEAD; i++) {
      if (!stopped(order[i])) {
        slices.add(order[i]);
      }
    }
    List<SliceFeatures> features = encode(slices);
    for (int i = 1; i < slices.size(); i++) {
      ahead.addLast(new Ahead(slices.get(i), features.get(i)));
    }
    return features.get(0);
  }

  /**
   * Takes the network's answer for the current slice and moves on.
   *
   * @return whether the slice is to be memorised in the present window (then {@link #remember}
   *     follows); otherwise the chain is finished or its bank has been filled anew
   */
  boolean accept(MemoryBankBatch banks, int lane) {
    int position = position();
    banks.readProbability(lane, previousMask);
    SlicePatch patch =
        SlicePatch.of(previousMask, followed.window(), reader.sizeU(), reader.sizeV());
    predictions.put(position, new SlicePrediction(patch, banks.predictedDice(lane)));
    int side = followed.side(position);
    emptyInARow[side] = patch.area() < FollowedWindow.EMPTY_AREA ? emptyInARow[side] + 1 : 0;
    last = position;
    visits++;
    do {
      next++;
    } while (next < order.length && stopped(order[next]));
    if (finished()) {
      release();
      return false;
    }
    storePrevious(banks, lane);
    if (followed.follow(position, patch)) {
      release();
      fillBank(banks, lane);
      return false;
    }
    banks.setMask(lane, previousMask);
    return true;
  }

  private boolean stopped(int slice) {
    return emptyInARow[followed.side(slice)] >= settings.stopAfterEmpty();
  }

  /** Keeps the slice that was the previous one until now, if its turn to be stored has come. */
  private void storePrevious(MemoryBankBatch banks, int lane) {
    int slice = slotSlice[0];
    boolean due =
        slice >= 0
            && storedSlots > 0
            && settings.storeEvery() > 0
            && (visits - 1) % settings.storeEvery() == 0;
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
    banks.copySlot(lane, 0, slot);
  }

  /** Stores the slice accepted last, which the lanes have memorised, as the previous one. */
  void remember(MemoryBankBatch banks, int lane) {
    banks.store(lane, 0);
    slotSlice[0] = last;
    previousSlot = 0;
  }

  /** Gives lent features back; harmless when repeated. */
  void release() {
    ahead.forEach(each -> model.features().release(each.features()));
    ahead.clear();
  }
}
