package org.mem3d.train.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.core.region.SliceReader;
import org.mem3d.train.region.IntensityGrid;
import org.mem3d.train.region.Regions;
import org.mem3d.train.volume.LabelledVolume;
import org.mem3d.train.volume.Parts;
import org.mem3d.train.volume.RegionObjects;
import org.mem3d.train.volume.SyntheticVolume;
import org.mem3d.train.volume.TrainingVolume;

class TargetTest {
  /** Returns a volume whose objects are its regions. */
  static TrainingVolume regions(Axis axis, long seed) {
    Volume image = SyntheticVolume.of(72, 16, seed).image();
    Regions regions = Regions.of(IntensityGrid.of(image), 1);
    int[] numbers = regions.numbers();
    java.nio.ShortBuffer buffer = java.nio.ShortBuffer.allocate(numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      buffer.put(i, (short) (numbers[i] + 1));
    }
    Parts parts = new Parts(buffer, new int[] {72, 72, 16}, regions.tree().leaves());
    return new TrainingVolume(
        "regions",
        image,
        axis,
        new SliceReader(image, axis),
        parts,
        new RegionObjects(parts, regions.tree()));
  }

  /** Areas and boxes, which are counted piece by piece, against the masks. */
  @Test
  void countsAgreeWithTheMasksAlongEveryAxis() {
    int found = 0;
    for (Axis axis : Axis.values()) {
      TrainingVolume volume = regions(axis, 3);
      SplittableRandom random = new SplittableRandom(11);
      for (int draw = 0; draw < 30; draw++) {
        Target target = Target.draw(volume, random);
        if (target == null) {
          continue;
        }
        found++;
        int most = 0;
        for (int slice = 0; slice < volume.slices(); slice++) {
          SliceMask mask = target.mask(slice);
          assertThat(mask.area()).isEqualTo(target.area(slice));
          most = Math.max(most, mask.area());
          float[] plane = target.plane(slice);
          for (int i = 0; i < plane.length; i++) {
            assertThat(plane[i] == 1).isEqualTo(mask.contains(i));
          }
          if (mask.area() > 0) {
            assertThat(target.bounds(slice)).isEqualTo(mask.bounds());
          }
        }
        assertThat(most).isGreaterThanOrEqualTo(Target.LEAST_AREA);
      }
    }
    assertThat(found).isGreaterThan(25);
  }

  /** Half of the objects of a label are one connected part of it, the others all of it. */
  @Test
  void aLabelIsDrawnWholeOrInOneOfItsParts() {
    int side = 40;
    short[] labels = new short[side * side * 8];
    for (int i = 0; i < labels.length; i++) {
      int x = i % side;
      labels[i] = (short) (x < 12 || x >= 28 ? 1 : 0);
    }
    Volume image =
        Volume.ofUnsignedBytes(
            new byte[labels.length], side, side, 8, org.mem3d.Geometry.ofSpacing(1, 1, 2));
    TrainingVolume volume =
        TrainingVolume.of("two", new LabelledVolume(image, Axis.Z, labels, new short[2], 0));
    SplittableRandom random = new SplittableRandom(2);
    int whole = 0;
    for (int draw = 0; draw < 200; draw++) {
      Target target = Target.draw(volume, random);
      assertThat(target).isNotNull();
      assertThat(target.area(3)).isIn(12 * side, 24 * side);
      whole += target.area(3) == 24 * side ? 1 : 0;
    }
    assertThat(whole).isBetween(70, 130);
  }
}
