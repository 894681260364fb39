package org.mem3d.train.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Mem3dException;
import org.mem3d.Volume;
import org.mem3d.eval.baseline.NetworkWindow;
import org.mem3d.train.volume.LabelledVolume;
import org.mem3d.train.volume.SyntheticVolume;
import org.mem3d.train.volume.TrainingVolume;

class WindowSamplerTest {
  private static final int PLANE = NetworkWindow.PLANE;
  private static final List<TrainingVolume> VOLUMES =
      List.of(
          TrainingVolume.of("made-up 31", SyntheticVolume.of(96, 16, 31)),
          TrainingVolume.of("made-up 32", SyntheticVolume.of(96, 16, 32)));

  @Test
  void theSameNumbersGiveTheSameBatch() {
    WindowBatch one = new WindowSampler().draw(VOLUMES, 2, new SplittableRandom(9));
    WindowBatch same = new WindowSampler().draw(VOLUMES, 2, new SplittableRandom(9));
    WindowBatch other = new WindowSampler().draw(VOLUMES, 2, new SplittableRandom(10));
    assertThat(same.inputs()).isEqualTo(one.inputs());
    assertThat(same.truth()).isEqualTo(one.truth());
    assertThat(same.asked()).isEqualTo(one.asked());
    assertThat(other.inputs()).isNotEqualTo(one.inputs());
  }

  @Test
  void oneToFiveSlicesAreKnownAndTheOthersAskedFor() {
    SplittableRandom random = new SplittableRandom(3);
    Set<Integer> counts = new HashSet<>();
    Set<Integer> depths = new HashSet<>();
    double wanted = 0;
    for (int n = 0; n < 30; n++) {
      WindowBatch batch = new WindowSampler().draw(VOLUMES, 2, random);
      int cells = batch.depth() * PLANE;
      depths.add(batch.depth());
      assertThat(batch.inputs()).hasSize(2 * NetworkWindow.CHANNELS * cells);
      for (int window = 0; window < 2; window++) {
        int from = window * NetworkWindow.CHANNELS * cells;
        int annotated = 0;
        double object = 0;
        for (int k = 0; k < batch.depth(); k++) {
          boolean planeKnown = false;
          for (int i = k * PLANE; i < (k + 1) * PLANE; i++) {
            float inside = batch.inputs()[from + 2 * cells + i];
            float outside = batch.inputs()[from + 3 * cells + i];
            boolean beyond = batch.inputs()[from + 4 * cells + i] == 1;
            boolean asked = batch.asked()[window * cells + i] == 1;
            assertThat(inside + outside).isBetween(0f, 1.0001f);
            assertThat(asked).isEqualTo(inside + outside < 0.5f);
            planeKnown |= !asked && !beyond;
            object += inside;
            wanted += batch.truth()[window * cells + i];
            assertThat(asked || batch.truth()[window * cells + i] == 0).isTrue();
          }
          annotated += planeKnown ? 1 : 0;
        }
        assertThat(annotated).isBetween(1, 5);
        assertThat(object).as("cells of the object on annotated slices").isGreaterThan(4);
        counts.add(annotated);
      }
    }
    assertThat(counts).contains(1, 2, 3, 4);
    assertThat(depths).contains(8, 16).allMatch(depth -> depth % NetworkWindow.DEPTH_STEP == 0);
    assertThat(wanted).isGreaterThan(60 * PLANE / 10.0);
  }

  /** Image, marks and truth are turned alike: the object is the brightest, and stays it. */
  @Test
  void turnsAndMirrorsLeaveTheTruthTrue() {
    int side = 96;
    int slices = 10;
    byte[] voxels = new byte[side * side * slices];
    short[] labels = new short[voxels.length];
    for (int i = 0; i < voxels.length; i++) {
      int x = i % side;
      int y = i / side % side;
      boolean inside = x > 20 && x < 50 && y > 30 && y < 80 - 4 * (i / (side * side));
      labels[i] = (short) (inside ? 1 : 0);
      voxels[i] = (byte) (inside ? 120 : 20);
    }
    Volume image = Volume.ofUnsignedBytes(voxels, side, side, slices, Geometry.UNIT);
    LabelledVolume volume = new LabelledVolume(image, Axis.Z, labels, new short[2], 0);
    for (int seed = 0; seed < 24; seed++) {
      WindowBatch batch =
          new WindowSampler()
              .draw(List.of(TrainingVolume.of("box", volume)), 1, new SplittableRandom(seed));
      int cells = batch.depth() * PLANE;
      int wrong = 0;
      int object = 0;
      for (int i = 0; i < cells; i++) {
        if (batch.asked()[i] == 1 && Math.abs(batch.truth()[i] - 0.5) > 0.45) {
          wrong += batch.truth()[i] > 0.5 != batch.inputs()[i] > 0 ? 1 : 0;
          object += batch.truth()[i] > 0.5 ? 1 : 0;
        }
      }
      assertThat(object).as("seed %d", seed).isPositive();
      assertThat(wrong).as("seed %d", seed).isLessThan(object / 20);
    }
  }

  @Test
  void volumesWithoutObjectsAreRefused() {
    LabelledVolume empty =
        new LabelledVolume(
            Volume.ofFloats(new float[32 * 32 * 4], 32, 32, 4, Geometry.UNIT),
            Axis.Z,
            new short[32 * 32 * 4],
            new short[1],
            0);
    assertThatThrownBy(
            () ->
                new WindowSampler()
                    .draw(List.of(TrainingVolume.of("empty", empty)), 1, new SplittableRandom(1)))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("60 pixels");
  }
}
