package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.PropagationReport;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceAnswer;
import org.mem3d.SliceQuality;

/** From a volume to its mask, as a program uses mem3d. */
@ExtendWith(SharedEngine.class)
class SegmentationTest {
  @Test
  void fiveLinesFromTheVolumeToTheMask(SegmentationEngine engine) {
    Phantom phantom = Phantom.tall();
    try (SegmentationSession session = engine.newSession(phantom.volume())) {
      int object = session.addObject("ellipsoid");
      SliceAnswer answer =
          session.interact(Interaction.scribble(object, Axis.Z, 5, 16, 19, 23, 18, 30, 20));
      PropagationReport report = session.propagate();
      Mask mask = session.mask();

      assertThat(phantom.dice(mask, object)).isGreaterThan(0.8);
      assertThat(mask.slice(object, Axis.Z, 5)).isEqualTo(answer.mask());
      assertThat(mask.geometry()).isEqualTo(session.volume().geometry());
      assertThat(report.slicesComputed()).isBetween(7, 11);
      assertThat(report.changes()).hasSize(1);
      assertThat(report.changes().get(0).box().firstZ()).isBetween(0, 4);
      assertThat(report.changes().get(0).box().lastZ()).isBetween(6, 11);
      assertThat(session.quality(object))
          .hasSize(12)
          .anyMatch(quality -> quality.origin() == SliceQuality.Origin.PROPAGATED)
          .allMatch(quality -> quality.predictedDice() >= 0 && quality.predictedDice() <= 1)
          .allMatch(
              quality -> quality.area() == mask.slice(object, Axis.Z, quality.slice()).area());
    }
  }

  @Test
  void everyKindOfMarkFindsTheObject(SegmentationEngine engine) {
    Phantom phantom = Phantom.flat();
    Interaction[] marks = {
      Interaction.scribble(1, Axis.Z, 3, 16, 19, 30, 19),
      Interaction.click(1, Axis.Z, 3, 23, 19),
      Interaction.box(1, Axis.Z, 3, 11, 9, 35, 29),
      Interaction.extremePoints(1, Axis.Z, 3, 11, 19, 35, 19, 23, 9, 23, 29),
      Interaction.lasso(1, Axis.Z, 3, 10, 12, 23, 7, 36, 12, 36, 26, 23, 31, 10, 26)
    };
    for (Interaction mark : marks) {
      try (SegmentationSession session = engine.newSession(phantom.volume())) {
        session.addObject("ellipsoid");
        SliceAnswer answer = session.interact(mark);
        int both = answer.mask().overlap(phantom.truth(1, 3));
        double dice = 2.0 * both / (answer.mask().area() + phantom.truth(1, 3).area());
        assertThat(dice).as("Dice after " + mark).isGreaterThan(0.8);
        assertThat(answer.predictedDice()).isBetween(0f, 1f);
      }
    }
  }

  @Test
  void sameVolumeTurnedGivesTheSameMaskTurned(SegmentationEngine engine) {
    Phantom phantom = Phantom.flat();
    byte[] upright = null;
    for (Axis axis : new Axis[] {Axis.Z, Axis.X, Axis.Y}) {
      try (SegmentationSession session = engine.newSession(phantom.along(axis))) {
        int object = session.addObject("ellipsoid");
        session.interact(Interaction.scribble(object, axis, 3, 16, 19, 30, 19));
        session.interact(Interaction.negativeClick(object, axis, 3, 40, 5));
        session.propagate();
        byte[] slices = slices(session.mask(), object, axis);
        upright = upright == null ? slices : upright;
        assertThat(slices).as("mask along " + axis).isEqualTo(upright);
        assertThat(session.suggest(1))
            .isNotEmpty()
            .allMatch(suggestion -> suggestion.axis() == axis);
      }
    }
    assertThat(upright).contains(1);
  }

  private static byte[] slices(Mask mask, int object, Axis axis) {
    int slices = mask.asVolume().size(axis);
    int voxels = mask.asVolume().sliceSize(axis);
    byte[] all = new byte[slices * voxels];
    for (int slice = 0; slice < slices; slice++) {
      boolean[] pixels = mask.slice(object, axis, slice).toArray();
      for (int i = 0; i < voxels; i++) {
        all[slice * voxels + i] = (byte) (pixels[i] ? 1 : 0);
      }
    }
    return all;
  }

  @Test
  void voxelsThatAreNotFiniteCountAsBackground(SegmentationEngine engine) {
    Phantom phantom = Phantom.flat();
    float[] odd = phantom.voxels();
    float smallest = Float.POSITIVE_INFINITY;
    for (float value : odd) {
      smallest = Math.min(smallest, value);
    }
    float[] plain = odd.clone();
    float[] missing = odd.clone();
    float[] values = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    for (int i = 0; i < odd.length; i += 41) {
      odd[i] = values[i % 3];
      missing[i] = Float.NaN;
      plain[i] = smallest;
    }
    Snapshot expected = givenMaskCarried(engine, phantom, missing);
    Snapshot actual = givenMaskCarried(engine, phantom, odd);
    assertThat(actual.labels()).contains((byte) 1);
    assertThat(actual.equals(expected)).as("whatever they are").isTrue();
    List<Byte> dark = givenMaskCarried(engine, phantom, plain).labels();
    int differing = 0;
    int inside = 0;
    for (int i = 0; i < dark.size(); i++) {
      differing += dark.get(i).equals(actual.labels().get(i)) ? 0 : 1;
      inside += dark.get(i);
    }
    assertThat(differing).as("voxels that differ from dark ones").isLessThan(inside / 20);
  }

  @Test
  void volumesWithoutContrastAreAccepted(SegmentationEngine engine) {
    Phantom phantom = Phantom.pair();
    float[] nothing = new float[phantom.voxels().length];
    java.util.Arrays.fill(nothing, Float.NaN);
    Snapshot answer = givenMaskCarried(engine, phantom, nothing);
    assertThat(answer.qualities().get(0)).allMatch(q -> Float.isFinite(q.predictedDice()));
  }

  private static Snapshot givenMaskCarried(
      SegmentationEngine engine, Phantom phantom, float[] voxels) {
    org.mem3d.Volume volume =
        org.mem3d.Volume.ofFloats(
            voxels, Phantom.SIZE_X, Phantom.SIZE_Y, phantom.sizeZ(), org.mem3d.Geometry.UNIT);
    try (SegmentationSession session = engine.newSession(volume)) {
      int object = session.addObject("ellipsoid");
      session.interact(
          Interaction.mask(
              object, Axis.Z, phantom.sizeZ() / 2, phantom.truth(1, phantom.sizeZ() / 2)));
      session.propagate();
      return Snapshot.of(session);
    }
  }
}
