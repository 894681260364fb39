package org.mem3d.published.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Profile;
import org.mem3d.PropagationSettings;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.ChainRecord;
import org.mem3d.core.propagation.plan.PropagationCache;
import org.mem3d.core.propagation.plan.SliceOrder;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.published.network.Architecture;
import org.mem3d.published.network.PublishedMemoryModel;
import org.mem3d.runtime.golden.Formula;
import org.mem3d.runtime.golden.FormulaWeights;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;

/** What later rounds do with a published network, by its profile. */
@Tag("slow") // published networks
class PublishedPropagationTest {
  private static final int SIDE = 32;
  private static final int SLICES = 17;
  private static final SlicePatch SQUARE =
      SlicePatch.of(SliceMask.of(SIDE, SIDE, i -> i % SIDE > 8 && i / SIDE > 8));

  /** The first round, from slice 2: the object on all slices but the last three. */
  private static PropagationCache firstRound() {
    AnnotatedMask start = new AnnotatedMask(2, SQUARE);
    int[] order = SliceOrder.zigzag(2, -1, SLICES);
    TreeMap<Integer, SlicePrediction> predictions = new TreeMap<>();
    for (int slice : order) {
      boolean there = slice < SLICES - 3;
      predictions.put(slice, new SlicePrediction(there ? SQUARE : SlicePatch.EMPTY, 0.5f));
    }
    List<Integer> visited = IntStream.of(order).boxed().toList();
    ChainRecord record = new ChainRecord(start, List.of(start), visited, false, predictions);
    return new PropagationCache(List.of(record), List.of());
  }

  /** One round after the first, with another annotated slice; slices that the network saw. */
  private static List<Integer> round(
      Profile profile, List<AnnotatedMask> annotatedMasks, Outcome outcome) {
    Volume volume =
        Volume.ofFloats(
            new Formula(5).uniform("volume", SIDE * SIDE * SLICES, 0, 1),
            SIDE,
            SIDE,
            SLICES,
            Geometry.UNIT);
    FormulaWeights weights =
        new FormulaWeights(new Formula(0), Architecture.MEM3D_STM.manifest(3).parameters());
    PropagationSettings settings = PropagationSettings.DEFAULT.withMemorySlots(3);
    try (Backend backend = new ReferenceBackendProvider().open(BackendOptions.DEFAULT);
        PublishedMemoryModel model =
            new PublishedMemoryModel(
                backend,
                weights,
                "formula",
                Architecture.MEM3D_STM.memoryNetwork(),
                3,
                SIDE,
                CompileOptions.F32,
                0)) {
      PublishedPropagation run =
          new PublishedPropagation(
              model, new PublishedRules(profile, settings), WorkerPool.CALLING_THREAD);
      run.add(1, annotatedMasks, new SliceReader(volume, Axis.Z), outcome.cache);
      List<Integer> seen = new ArrayList<>();
      run.run((object, slice) -> seen.add(slice));
      outcome.cache = run.cache(1);
      outcome.predictions = run.predictions(1);
      return seen;
    }
  }

  private static final class Outcome {
    PropagationCache cache = firstRound();
    @Nullable SlicePrediction[] predictions = new SlicePrediction[0];
  }

  @Test
  void theCodeRefinesFiveSlicesOnEachSide() {
    Outcome outcome = new Outcome();
    List<AnnotatedMask> annotatedMasks =
        List.of(new AnnotatedMask(2, SQUARE), new AnnotatedMask(11, SQUARE));
    List<Integer> seen = round(Profile.OFFICIAL_CODE, annotatedMasks, outcome);
    assertThat(seen).isNotEmpty().allSatisfy(slice -> assertThat(slice).isBetween(6, 16));
    assertThat(seen.get(0)).isEqualTo(10);
    for (int slice : List.of(0, 1, 3, 4, 5)) {
      assertThat(outcome.predictions[slice].predictedDice()).as("slice " + slice).isEqualTo(0.5f);
    }
    assertThat(outcome.predictions[10].predictedDice()).isNotEqualTo(0.5f);
    // Masks that were empty stay so, whatever the refinement says.
    for (int slice = SLICES - 3; slice < SLICES; slice++) {
      assertThat(outcome.predictions[slice].patch().area()).isZero();
    }

    List<AnnotatedMask> more =
        List.of(annotatedMasks.get(0), new AnnotatedMask(7, SQUARE), annotatedMasks.get(1));
    SlicePrediction before = outcome.predictions[12];
    List<Integer> next = round(Profile.OFFICIAL_CODE, more, outcome);
    assertThat(next).isNotEmpty().allSatisfy(slice -> assertThat(slice).isBetween(3, 10));
    assertThat(outcome.predictions[12]).isEqualTo(before);
    assertThat(outcome.cache.refinements()).hasSize(2);
  }

  @Test
  void thePaperCarriesFromAllAnnotatedSlices() {
    Outcome outcome = new Outcome();
    List<AnnotatedMask> annotatedMasks =
        List.of(new AnnotatedMask(2, SQUARE), new AnnotatedMask(11, SQUARE));
    List<Integer> seen = round(Profile.PAPER, annotatedMasks, outcome);
    assertThat(seen).contains(1, 3, 10, 12);
    assertThat(outcome.cache.refinements()).isEmpty();
  }
}
