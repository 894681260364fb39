package org.mem3d.core.refinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;

/** Masks that miss the image's edges are brought to them; what is known stays. */
class RefinementTest {
  private static final int SIDE = 48;
  private static final int SLICES = 7;

  /** A bright cylinder, 24 wide, in noise. */
  private static SliceReader reader(int side, long seed) {
    Random random = new Random(seed);
    float[] voxels = new float[side * side * SLICES];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = (inside(i % side, i / side % side, side) ? 100 : 40) + 8 * random.nextFloat();
    }
    return new SliceReader(
        Volume.ofFloats(voxels, side, side, SLICES, Geometry.ofSpacing(1, 1, 1)), Axis.Z);
  }

  private static boolean inside(int u, int v, int side) {
    return Math.hypot(u - side / 2.0, v - side / 2.0) < side / 4.0;
  }

  private static SlicePatch patch(int side, IntPredicate inside) {
    return SlicePatch.of(SliceMask.of(side, side, inside));
  }

  private static SlicePatch truth(int side) {
    return patch(side, i -> inside(i % side, i / side, side));
  }

  /** The truth moved by a twelfth of the side, and not quite sure. */
  private static SlicePatch missed(int side) {
    SlicePatch moved = patch(side, i -> inside(i % side - side / 12, i / side, side));
    return SlicePatch.blend(moved, 0.8f, SlicePatch.EMPTY, 0.2f);
  }

  private static Map<Integer, SlicePatch> refined(SliceReader reader, int side) {
    TreeMap<Integer, SlicePatch> annotated = new TreeMap<>(Map.of(3, truth(side)));
    TreeMap<Integer, SlicePatch> predicted = new TreeMap<>();
    for (int slice : new int[] {1, 2, 4, 5}) {
      predicted.put(slice, missed(side));
    }
    return Refinement.of(
        reader, annotated, predicted, Map.of(), WorkerPool.CALLING_THREAD, () -> {});
  }

  private static double dice(SlicePatch a, SlicePatch b, int side) {
    int both = 0;
    for (int i = 0; i < side * side; i++) {
      both += a.contains(i % side, i / side) && b.contains(i % side, i / side) ? 1 : 0;
    }
    return 2.0 * both / (a.area() + b.area());
  }

  @Test
  void bringsAMaskToTheEdges() {
    assertThat(dice(missed(SIDE), truth(SIDE), SIDE)).isLessThan(0.9);
    Map<Integer, SlicePatch> refined = refined(reader(SIDE, 1), SIDE);
    assertThat(refined.keySet()).containsExactlyInAnyOrder(1, 2, 4, 5);
    refined.forEach(
        (slice, patch) ->
            assertThat(dice(patch, truth(SIDE), SIDE)).as("slice %d", slice).isGreaterThan(0.97));
  }

  @Test
  void aBlockOfTooManyVoxelsHasCoarserCellsAndKeepsThePatchesDetail() {
    int side = 560;
    SliceReader reader = reader(side, 2);
    CellGrid grid =
        CellGrid.around(
            reader,
            Map.of(0, truth(side)),
            0,
            0,
            SLICES,
            Refinement.MOST_CELLS,
            WorkerPool.CALLING_THREAD,
            () -> {});
    assertThat(grid.stride).isEqualTo(2);
    assertThat(grid.plane() * SLICES).isLessThanOrEqualTo(Refinement.MOST_CELLS);
    float[] cells = new float[grid.intensities.length];
    grid.fill(3, truth(side), cells);
    // Nothing changed in the cells: the patch is what it was, to the voxel.
    assertThat(grid.changed(3, truth(side), cells, cells)).isEqualTo(truth(side));
    refined(reader, side)
        .forEach(
            (slice, patch) ->
                assertThat(dice(patch, truth(side), side))
                    .as("slice %d", slice)
                    .isGreaterThan(dice(missed(side), truth(side), side) + 0.05));
  }

  @Test
  void endsWhereverItsCheckThrows() {
    SliceReader reader = reader(SIDE, 4);
    TreeMap<Integer, SlicePatch> annotated = new TreeMap<>(Map.of(3, truth(SIDE)));
    TreeMap<Integer, SlicePatch> predicted = new TreeMap<>(Map.of(2, missed(SIDE)));
    AtomicInteger checks = new AtomicInteger();
    Refinement.of(
        reader, annotated, predicted, Map.of(), WorkerPool.CALLING_THREAD, checks::incrementAndGet);
    int all = checks.get();
    // Reading, learning, walking and changing, each of them at least once.
    assertThat(all).isGreaterThan(4);
    for (int end = 1; end <= all; end++) {
      int last = end;
      checks.set(0);
      assertThatThrownBy(
              () ->
                  Refinement.of(
                      reader,
                      annotated,
                      predicted,
                      Map.of(),
                      WorkerPool.CALLING_THREAD,
                      () -> {
                        if (checks.incrementAndGet() >= last) {
                          throw new IllegalStateException("check " + last);
                        }
                      }))
          .as("check %d of %d", last, all)
          .hasMessage("check " + last);
    }
  }

  /** An image of one value, in thick slices: nothing but the appearance tells the upper half. */
  @Test
  void whatLooksLikeTheObjectIsBelievedWhereTheNetworkIsUnsure() {
    SlicePatch left = patch(SIDE, i -> i % SIDE < SIDE / 2);
    SlicePatch upper = patch(SIDE, i -> i / SIDE < SIDE / 2);
    SlicePatch unsure = SlicePatch.blend(patch(SIDE, i -> true), 0.45f, SlicePatch.EMPTY, 0.55f);
    SliceReader even =
        new SliceReader(
            Volume.ofFloats(
                new float[SIDE * SIDE * SLICES], SIDE, SIDE, SLICES, Geometry.ofSpacing(1, 1, 8)),
            Axis.Z);
    TreeMap<Integer, SlicePatch> annotated = new TreeMap<>(Map.of(0, left));
    TreeMap<Integer, SlicePatch> predicted = new TreeMap<>();
    Map<Integer, SlicePatch> nothingKnown = new TreeMap<>();
    Map<Integer, SlicePatch> known = new TreeMap<>();
    SlicePatch half = SlicePatch.blend(patch(SIDE, i -> true), 0.5f, SlicePatch.EMPTY, 0.5f);
    for (int slice = 1; slice < SLICES; slice++) {
      predicted.put(slice, unsure);
      nothingKnown.put(slice, half);
      known.put(slice, upper);
    }
    Map<Integer, SlicePatch> without =
        Refinement.of(even, annotated, predicted, Map.of(), WorkerPool.CALLING_THREAD, () -> {});
    Map<Integer, SlicePatch> unknowing =
        Refinement.of(
            even, annotated, predicted, nothingKnown, WorkerPool.CALLING_THREAD, () -> {});
    Map<Integer, SlicePatch> with =
        Refinement.of(even, annotated, predicted, known, WorkerPool.CALLING_THREAD, () -> {});
    assertThat(dice(without.get(6), upper, SIDE)).isLessThan(0.6);
    assertThat(dice(with.get(6), upper, SIDE)).isGreaterThan(0.75);
    for (int i = 0; i < SIDE * SIDE; i++) {
      // 128 of 255 levels is half of them but for a two hundred and fifty-fifth.
      assertThat(unknowing.get(6).probability(i % SIDE, i / SIDE))
          .as("an appearance of one half says nothing, place %d", i)
          .isCloseTo(without.get(6).probability(i % SIDE, i / SIDE), within(0.01f));
    }
  }

  @Test
  void whereThereIsNothingThereStaysNothing() {
    TreeMap<Integer, SlicePatch> annotated = new TreeMap<>(Map.of(3, SlicePatch.EMPTY));
    TreeMap<Integer, SlicePatch> predicted = new TreeMap<>(Map.of(4, SlicePatch.EMPTY));
    assertThat(
            Refinement.of(
                reader(SIDE, 3),
                annotated,
                predicted,
                Map.of(),
                WorkerPool.CALLING_THREAD,
                () -> {}))
        .isEqualTo(predicted);
    assertThat(
            Refinement.of(
                reader(SIDE, 3),
                annotated,
                new TreeMap<>(),
                Map.of(),
                WorkerPool.CALLING_THREAD,
                () -> {}))
        .isEmpty();
  }

  @Test
  void anImageOfOneValueLeavesAMaskNearWhatTheNetworkSaid() {
    Volume even =
        Volume.ofFloats(
            new float[SIDE * SIDE * SLICES], SIDE, SIDE, SLICES, Geometry.ofSpacing(1, 1, 1));
    SlicePatch far = patch(SIDE, i -> inside(i % SIDE - 4, i / SIDE, SIDE));
    TreeMap<Integer, SlicePatch> annotated = new TreeMap<>(Map.of(0, far));
    TreeMap<Integer, SlicePatch> predicted = new TreeMap<>();
    for (int slice = 1; slice < SLICES; slice++) {
      predicted.put(slice, far);
    }
    Refinement.of(
            new SliceReader(even, Axis.Z),
            annotated,
            predicted,
            Map.of(),
            WorkerPool.CALLING_THREAD,
            () -> {})
        .forEach((slice, patch) -> assertThat(dice(patch, far, SIDE)).isGreaterThan(0.9));
  }
}
