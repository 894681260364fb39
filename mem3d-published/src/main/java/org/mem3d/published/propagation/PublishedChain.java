package org.mem3d.published.propagation;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.ChainRecord;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.Letterbox;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.published.network.PublishedMemoryModel;

/**
 * A mask on its way through the slices with a published network, which sees them whole.
 *
 * <p>Slot 0 of the bank is the previous slice's, at first the annotated one's where there is no
 * other slot; then come the annotated slices; the rest is a ring of stored predictions.
 */
final class PublishedChain {
  private static final int PREVIOUS = 0;

  private final PublishedRules rules;
  private final SliceReader reader;
  private final AnnotatedMask start;
  private final List<AnnotatedMask> annotated;
  private final int[] order;
  private final TreeMap<Integer, SlicePrediction> predictions = new TreeMap<>();
  private final int[] emptyInARow = new int[2];

  PublishedChain(
      PublishedRules rules,
      SliceReader reader,
      AnnotatedMask start,
      List<AnnotatedMask> annotated,
      int[] order) {
    this.rules = rules;
    this.reader = reader;
    this.start = start;
    this.annotated = List.copyOf(annotated);
    this.order = order.clone();
  }

  /**
   * Goes through all slices.
   *
   * @param done hears of each slice
   */
  void run(PublishedMemoryModel model, IntConsumer done) {
    int side = model.side();
    PublishedImage image =
        new PublishedImage(new Letterbox(reader.sizeU(), reader.sizeV(), side), reader);
    float[] pixels = new float[3 * side * side];
    float[] probability = new float[side * side];
    remember(model, image, pixels, probability);
    Deque<Integer> ring = new ArrayDeque<>();
    for (int slot = 1 + annotated.size(); slot < model.slots(); slot++) {
      ring.add(slot);
    }
    int visits = 0;
    for (int slice : order) {
      if (stopped(slice)) {
        continue;
      }
      if (visits > 0) {
        // The current slice is still the one before.
        model.memorise(probability, PREVIOUS);
        if (due(visits) && !ring.isEmpty()) {
          int slot = ring.removeFirst();
          model.copySlot(PREVIOUS, slot);
          ring.addLast(slot);
        }
      }
      image.write(slice, pixels);
      model.setSlice(image.key(slice), pixels);
      float quality = model.segment(probability);
      visits++;
      accept(slice, image.patch(probability), quality);
      done.accept(slice);
    }
  }

  private void remember(
      PublishedMemoryModel model, PublishedImage image, float[] pixels, float[] mask) {
    model.clear();
    for (int i = 0; i < annotated.size(); i++) {
      int slice = annotated.get(i).slice();
      image.write(slice, pixels);
      image.writeMask(annotated.get(i).patch(), mask);
      model.setSlice(image.key(slice), pixels);
      model.memorise(mask, Math.min(1 + i, model.slots() - 1));
    }
  }

  private boolean due(int visits) {
    int every = rules.settings().storeEvery();
    return every > 0 && visits % every == 0;
  }

  private void accept(int slice, SlicePatch patch, float quality) {
    boolean empty = patch.area() < PublishedRules.SMALLEST_MASK;
    predictions.put(slice, new SlicePrediction(empty ? SlicePatch.EMPTY : patch, quality));
    int side = side(slice);
    emptyInARow[side] = empty ? emptyInARow[side] + 1 : 0;
  }

  private int side(int slice) {
    return slice < start.slice() ? 0 : 1;
  }

  private boolean stopped(int slice) {
    return emptyInARow[side(slice)] >= rules.settings().stopAfterEmpty();
  }

  /** Returns what was said of a slice that was visited. */
  SlicePatch patch(int slice) {
    SlicePrediction prediction = predictions.get(slice);
    return prediction == null ? SlicePatch.EMPTY : prediction.patch();
  }

  int length() {
    return order.length;
  }

  /** Returns what the chain has said, once it has run. */
  ChainRecord record() {
    boolean stopped = order.length > 0 && Arrays.stream(order).allMatch(this::stopped);
    return new ChainRecord(
        start, annotated, Arrays.stream(order).boxed().toList(), stopped, predictions);
  }
}
