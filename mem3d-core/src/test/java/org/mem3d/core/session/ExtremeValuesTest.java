package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceQuality;
import org.mem3d.Volume;

/** Intensities at the ends of the floats: what programs write for "no value". */
@ExtendWith(SharedEngine.class)
class ExtremeValuesTest {
  @ParameterizedTest
  @CsvSource({"-3.4028235e38, 3.4028235e38", "-3.4028235e38, 180", "3.4028235e38, 180"})
  void predictionsStayNumbers(float ground, float inside, SegmentationEngine engine) {
    Phantom phantom = Phantom.flat();
    float[] voxels = phantom.voxels();
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = voxels[i] > 130 ? inside : ground;
    }
    Volume volume =
        Volume.ofFloats(voxels, Phantom.SIZE_X, Phantom.SIZE_Y, phantom.sizeZ(), Geometry.UNIT);
    try (SegmentationSession session = engine.newSession(volume)) {
      int object = session.addObject("ellipsoid");
      session.interact(Interaction.box(object, Axis.Z, 3, 11, 9, 35, 29));
      session.propagate();
      for (SliceQuality quality : session.quality(object)) {
        assertThat(quality.predictedDice()).as(quality.toString()).isBetween(0f, 1f);
      }
      assertThat(phantom.dice(session.mask(), object)).isGreaterThan(0.6);
    }
  }
}
