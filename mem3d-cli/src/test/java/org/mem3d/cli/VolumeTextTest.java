package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mem3d.Geometry;

class VolumeTextTest {
  @Test
  void theUnitFitsTheSize() {
    assertThat(VolumeText.of(1234, Geometry.ofSpacing(1, 1, 1))).isEqualTo("1.23 ml");
    assertThat(VolumeText.of(1_000_000, Geometry.ofSpacing(1, 1, 2))).isEqualTo("2000.00 ml");
    assertThat(VolumeText.of(50, Geometry.ofSpacing(1, 1, 1))).isEqualTo("50.00 mm3");
    assertThat(VolumeText.of(1000, Geometry.ofSpacing(0.1, 0.1, 0.1))).isEqualTo("1.00 mm3");
    // A cell of 2000 voxels of 0.5 x 0.5 x 2 um.
    assertThat(VolumeText.of(2000, Geometry.ofSpacing(5e-4, 5e-4, 2e-3))).isEqualTo("1000 um3");
    assertThat(VolumeText.of(3, Geometry.ofSpacing(5e-4, 5e-4, 5e-4))).isEqualTo("0.3750 um3");
    assertThat(VolumeText.of(2000, Geometry.ofSpacing(500, 500, 2000))).isEqualTo("1000.00 m3");
    assertThat(VolumeText.of(0, Geometry.UNIT)).isEqualTo("0.00 ml");
  }

  @Test
  void shearedVoxelsHaveTheVolumeOfTheirDeterminant() {
    Geometry sheared = Geometry.ofAffine(1, 0, 0, 0, 0, 1, 4, 0, 0, 0, 3, 0);
    assertThat(VolumeText.of(1000, sheared)).isEqualTo("3.00 ml");
  }
}
