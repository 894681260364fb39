package org.mem3d.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Mask;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

class LabelVolumeTest {
  @TempDir Path folder;

  private LabelVolume labels(NiftiType type, float... values) {
    Path path = folder.resolve("labels.nii.gz");
    Volumes.write(path, Volume.ofFloats(values, 3, 2, values.length / 6, Geometry.UNIT), type);
    return Volumes.readLabels(path);
  }

  @ParameterizedTest
  @EnumSource
  void labelsOfEveryTypeAreCounted(NiftiType type) {
    LabelVolume labels = labels(type, 0, 3, 3, 0, 0, 7, 0, 3, 0, 0, 0, 120);
    assertThat(labels.labels()).containsExactly(3, 7, 120);
    assertThat(labels.count(3)).isEqualTo(3);
    assertThat(labels.count(0)).isEqualTo(7);
    assertThat(labels.count(5)).isZero();
    assertThat(labels.largest()).isEqualTo(120);
    assertThat(labels.label(2, 1, 1)).isEqualTo(120);
    assertThat(labels.areas(3, Axis.X)).containsExactly(0, 2, 1);
    assertThat(labels.areas(3, Axis.Y)).containsExactly(3, 0);
    assertThat(labels.areas(3, Axis.Z)).containsExactly(2, 1);
  }

  @Test
  void labelsAbove255AndFractionsAndNoNumbers() {
    assertThat(labels(NiftiType.UINT16, 0, 300, 65535, 0, 0, 0).labels())
        .containsExactly(300, 65535);
    assertThat(labels(NiftiType.INT32, 0, 70000, 0, 0, 0, 0).label(1, 0, 0)).isEqualTo(70000);
    assertThat(labels(NiftiType.FLOAT32, 0.9f, 2.2f, Float.NaN, 0, 0, 0).labels())
        .containsExactly(1, 2);
    assertThatThrownBy(() -> labels(NiftiType.INT8, 0, 1, 0, 0, 0, -4))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("labels.nii.gz", "-4.0", "voxel 2,1,0");
  }

  @Test
  void slicesAgreeWithVoxelsAndMasks() {
    LabelVolume labels = labels(NiftiType.INT16, 0, 3, 3, 0, 0, 700, 0, 3, 0, 0, 0, 700);
    Mask mask = labels.mask(700, 3);
    for (Axis axis : Axis.values()) {
      for (int i = 0; i < labels.size(axis); i++) {
        assertThat(labels.slice(700, axis, i)).isEqualTo(mask.slice(1, axis, i));
        assertThat(labels.slice(3, axis, i)).isEqualTo(mask.slice(2, axis, i));
        assertThat(labels.areas(3, axis)[i]).isEqualTo(labels.slice(3, axis, i).area());
      }
    }
    assertThatThrownBy(() -> labels.mask(4))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("label 4 does not occur; the labels are 3, 700");
    assertThatThrownBy(() -> labels.slice(3, Axis.Z, 2)).isInstanceOf(VolumeException.class);
    assertThatThrownBy(() -> labels.label(3, 0, 0)).isInstanceOf(VolumeException.class);
  }

  @Test
  void aLabelChosenTwiceIsRefused() {
    LabelVolume labels = labels(NiftiType.INT16, 0, 3, 3, 5, 0, 7);
    assertThatThrownBy(() -> labels.mask(5, 3, 5, 7))
        .isInstanceOf(VolumeException.class)
        .hasMessageContainingAll("label 5", "[5, 3, 5, 7]");
  }

  @Test
  void areWrittenInTheSmallestType() {
    Path path = folder.resolve("again.nii");
    LabelVolume labels = labels(NiftiType.FLOAT32, 0, 3, 3, 0, 0, 700, 0, 3, 0, 0, 0, 700);
    Volumes.write(path, labels);
    assertThat(NiftiHeader.read(path).type()).isEqualTo(NiftiType.UINT16);
    assertThat(TestVolumes.read(Volumes.open(path)))
        .containsExactly(TestVolumes.read(labels.asVolume()));
  }
}
