package org.mem3d.core.propagation.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.mem3d.core.network.MemoryBankBatch;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.network.SliceBatch;
import org.mem3d.core.network.SliceFeatures;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SliceImage;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.Window;

/**
 * Fills intervals: in each step, as many slices as a batch holds, whichever intervals ask for them.
 */
public final class IntervalRunner {
  /** How many slices are requested before the first prediction is accepted. */
  private static final int TOGETHER = 8;

  private final MemoryModel model;
  private final ObjIntConsumer<SliceInterval> done;
  private final float[] mask = new float[SliceBatch.MASK];

  /**
   * Makes a run.
   *
   * @param done called for each slice that is segmented
   */
  public IntervalRunner(MemoryModel model, ObjIntConsumer<SliceInterval> done) {
    this.model = model;
    this.done = done;
  }

  /** Fills all intervals. Which slices are segmented together does not depend on the batch size. */
  public void run(List<SliceInterval> intervals) {
    while (true) {
      List<SliceInterval.Query> queries = collect(intervals);
      if (queries.isEmpty()) {
        return;
      }
      for (int from = 0; from < queries.size(); from += model.largestBatch()) {
        step(queries.subList(from, Math.min(queries.size(), from + model.largestBatch())));
      }
    }
  }

  private static List<SliceInterval.Query> collect(List<SliceInterval> intervals) {
    List<SliceInterval.Query> queries = new ArrayList<>();
    for (SliceInterval interval : intervals) {
      while (queries.size() < TOGETHER) {
        SliceInterval.Query query = interval.poll();
        if (query == null) {
          break;
        }
        queries.add(query);
      }
    }
    return queries;
  }

  private void step(List<SliceInterval.Query> queries) {
    MemoryBankBatch banks = model.memoryBanks(model.batchFor(queries.size()));
    fillBanks(banks, queries);
    List<SliceFeatures> features =
        model
            .features()
            .encode(
                queries.stream().map(q -> image(q.interval(), q.slice(), q.window())).toList(),
                SliceImage::write);
    for (int lane = 0; lane < queries.size(); lane++) {
      SliceInterval.Query query = queries.get(lane);
      banks.setQuery(lane, features.get(lane));
      query.interval().patch(query.previous()).sample(query.window(), mask);
      banks.setPrevious(lane, query.memories().indexOf(query.previous()), mask);
      for (int slot = 0; slot < model.slots(); slot++) {
        boolean filled = slot < query.memories().size();
        banks.setDistance(
            lane, slot, filled ? Math.abs(query.slice() - query.memories().get(slot)) : -1);
      }
    }
    features.forEach(model.features()::release);
    banks.segment();
    for (int lane = 0; lane < queries.size(); lane++) {
      SliceInterval.Query query = queries.get(lane);
      SliceInterval interval = query.interval();
      banks.readProbability(lane, mask);
      SlicePatch patch =
          SlicePatch.of(mask, query.window(), interval.reader().sizeU(), interval.reader().sizeV());
      interval.accept(query, new SlicePrediction(patch, banks.predictedDice(lane)));
      done.accept(interval, query.slice());
    }
  }

  private void fillBanks(MemoryBankBatch banks, List<SliceInterval.Query> queries) {
    Map<MemoryKey, List<MemoryKey.Slot>> wanted = new LinkedHashMap<>();
    for (int lane = 0; lane < queries.size(); lane++) {
      SliceInterval.Query query = queries.get(lane);
      SliceInterval interval = query.interval();
      for (int slot = 0; slot < model.slots(); slot++) {
        // Empty slots hold some true memory, so that the largest similarity never comes from zeros.
        int slice = query.memories().get(slot < query.memories().size() ? slot : 0);
        wanted
            .computeIfAbsent(
                new MemoryKey(image(interval, slice, query.window()), interval.patch(slice)),
                remembered -> new ArrayList<>())
            .add(new MemoryKey.Slot(lane, slot));
      }
    }
    MemoryKey.fill(model, banks, wanted);
  }

  private static SliceImage image(SliceInterval interval, int slice, Window window) {
    return new SliceImage(interval.reader(), slice, window, interval.normalisation());
  }
}
