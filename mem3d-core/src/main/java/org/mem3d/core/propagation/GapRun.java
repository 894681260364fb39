package org.mem3d.core.propagation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.mem3d.core.network.Lanes;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.network.SliceBatch;
import org.mem3d.core.network.SliceFeatures;
import org.mem3d.core.region.SliceImage;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.Window;

/** Fills gaps: in each step, as many slices as a batch holds, whichever gaps ask for them. */
final class GapRun {
  /** How many slices are asked for before the first answer is taken. */
  private static final int TOGETHER = 8;

  private final MemoryModel model;
  private final ObjIntConsumer<Gap> done;
  private final float[] mask = new float[SliceBatch.MASK];

  /**
   * Makes a run.
   *
   * @param done hears of each slice that is done
   */
  GapRun(MemoryModel model, ObjIntConsumer<Gap> done) {
    this.model = model;
    this.done = done;
  }

  /** Fills all gaps. What is asked together does not depend on the size of a batch. */
  void run(List<Gap> gaps) {
    while (true) {
      List<Gap.Query> queries = collect(gaps);
      if (queries.isEmpty()) {
        return;
      }
      for (int from = 0; from < queries.size(); from += model.largestBatch()) {
        step(queries.subList(from, Math.min(queries.size(), from + model.largestBatch())));
      }
    }
  }

  private static List<Gap.Query> collect(List<Gap> gaps) {
    List<Gap.Query> queries = new ArrayList<>();
    for (Gap gap : gaps) {
      while (queries.size() < TOGETHER) {
        Gap.Query query = gap.poll();
        if (query == null) {
          break;
        }
        queries.add(query);
      }
    }
    return queries;
  }

  private void step(List<Gap.Query> queries) {
    Lanes lanes = model.lanes(model.batchFor(queries.size()));
    fillBanks(lanes, queries);
    List<SliceFeatures> features =
        model
            .features()
            .encode(
                queries.stream().map(q -> image(q.gap(), q.slice(), q.window())).toList(),
                SliceImage::write);
    for (int lane = 0; lane < queries.size(); lane++) {
      Gap.Query query = queries.get(lane);
      lanes.setQuery(lane, features.get(lane));
      query.gap().patch(query.previous()).sample(query.window(), mask);
      lanes.setPrevious(lane, query.memories().indexOf(query.previous()), mask);
      for (int slot = 0; slot < model.slots(); slot++) {
        boolean filled = slot < query.memories().size();
        lanes.setDistance(
            lane, slot, filled ? Math.abs(query.slice() - query.memories().get(slot)) : -1);
      }
    }
    features.forEach(model.features()::release);
    lanes.segment();
    for (int lane = 0; lane < queries.size(); lane++) {
      Gap.Query query = queries.get(lane);
      Gap gap = query.gap();
      lanes.readProbability(lane, mask);
      SlicePatch patch =
          SlicePatch.of(mask, query.window(), gap.reader().sizeU(), gap.reader().sizeV());
      gap.accept(query, new SlicePrediction(patch, lanes.predictedDice(lane)));
      done.accept(gap, query.slice());
    }
  }

  private void fillBanks(Lanes lanes, List<Gap.Query> queries) {
    Map<Remembered, List<Remembered.Slot>> wanted = new LinkedHashMap<>();
    for (int lane = 0; lane < queries.size(); lane++) {
      Gap.Query query = queries.get(lane);
      Gap gap = query.gap();
      for (int slot = 0; slot < model.slots(); slot++) {
        // Empty slots hold some true memory, so that the largest similarity never comes from zeros.
        int slice = query.memories().get(slot < query.memories().size() ? slot : 0);
        wanted
            .computeIfAbsent(
                new Remembered(image(gap, slice, query.window()), gap.patch(slice)),
                remembered -> new ArrayList<>())
            .add(new Remembered.Slot(lane, slot));
      }
    }
    Remembered.fill(model, lanes, wanted);
  }

  private static SliceImage image(Gap gap, int slice, Window window) {
    return new SliceImage(gap.reader(), slice, window, gap.normalisation());
  }
}
