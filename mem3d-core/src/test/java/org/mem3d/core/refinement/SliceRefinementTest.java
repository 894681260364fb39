package org.mem3d.core.refinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;

/** A mask made from marks is brought to the edges of its slice; marked voxels stay as marked. */
class SliceRefinementTest {
  private static final int SIDE = 60;
  private static final int SLICE = 1;
  private static final SliceMask NONE = SliceMask.empty(SIDE, SIDE);

  /** Two bright discs that do not touch, in noise. */
  private static SliceReader reader(long seed) {
    Random random = new Random(seed);
    float[] voxels = new float[SIDE * SIDE * 3];
    for (int i = 0; i < voxels.length; i++) {
      boolean bright = disc(i % (SIDE * SIDE), 20, 0) || disc(i % (SIDE * SIDE), 46, 0);
      voxels[i] = (bright ? 100 : 40) + 8 * random.nextFloat();
    }
    return new SliceReader(
        Volume.ofFloats(voxels, SIDE, SIDE, 3, Geometry.ofSpacing(1, 1, 1)), Axis.Z);
  }

  private static boolean disc(int pixel, double middle, double grown) {
    return Math.hypot(pixel % SIDE - middle, Math.floorDiv(pixel, SIDE) - 30.0) < 11 + grown;
  }

  private static SliceMask mask(IntPredicate inside) {
    return SliceMask.of(SIDE, SIDE, inside);
  }

  /** What a network might say: sure of 0.8, some voxels too far to one side. */
  private static SlicePatch missed() {
    return SlicePatch.blend(SlicePatch.of(mask(i -> disc(i, 23, 0))), 0.8f, SlicePatch.EMPTY, 0.2f);
  }

  private static double dice(SlicePatch a, SliceMask b) {
    SliceMask mask = a.toMask(SIDE, SIDE);
    return 2.0 * mask.overlap(b) / (mask.area() + b.area());
  }

  @Test
  void bringsAMaskToTheEdges() {
    SliceMask truth = mask(i -> disc(i, 20, 0));
    assertThat(dice(missed(), truth)).isLessThan(0.87);
    SlicePatch refined =
        SliceRefinement.of(reader(1), SLICE, missed(), NONE, NONE, WorkerPool.CALLING_THREAD);
    assertThat(dice(refined, truth)).isGreaterThan(0.97);
  }

  @Test
  void markedVoxelsFollowTheMarkAndTheirNeighboursLeanToIt() {
    SliceMask both = mask(i -> disc(i, 20, 0) || disc(i, 46, 0));
    SlicePatch networkProbability =
        SlicePatch.blend(SlicePatch.of(both), 0.6f, SlicePatch.EMPTY, 0.4f);
    SliceMask outside = mask(i -> disc(i, 46, -7));
    SlicePatch refined =
        SliceRefinement.of(
            reader(2), SLICE, networkProbability, NONE, outside, WorkerPool.CALLING_THREAD);
    assertThat(refined.toMask(SIDE, SIDE).overlap(outside)).isZero();
    SlicePatch unmarked =
        SliceRefinement.of(
            reader(2), SLICE, networkProbability, NONE, NONE, WorkerPool.CALLING_THREAD);
    int beside = 46 + 6;
    assertThat(refined.probability(beside, 30)).isLessThan(unmarked.probability(beside, 30) - 0.1f);
    assertThat(refined.probability(20, 30)).isCloseTo(unmarked.probability(20, 30), within(0.02f));
  }

  @Test
  void anEmptyMaskStaysEmpty() {
    assertThat(
            SliceRefinement.of(
                reader(4), SLICE, SlicePatch.EMPTY, NONE, NONE, WorkerPool.CALLING_THREAD))
        .isSameAs(SlicePatch.EMPTY);
  }
}
