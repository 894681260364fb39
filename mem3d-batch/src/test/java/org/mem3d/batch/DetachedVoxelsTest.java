package org.mem3d.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files beside a header are its voxels, by their names. */
class DetachedVoxelsTest {
  @ParameterizedTest
  @CsvSource({
    "a.mhd, a.zraw, true",
    "a.MHD, A.raw, true",
    "a.nhdr, a.raw.gz, true",
    "a.b.hdr, a.b.img.gz, true",
    "a.img, a.hdr, true",
    "a.mhd, b.raw, false",
    "a.nii.gz, a.raw, false",
    "a.mha, a.raw, false",
    "a.mhd, a.b.raw, false"
  })
  void byTheirNames(String file, String other, boolean expected) {
    assertThat(DetachedVoxels.belong(file, other)).isEqualTo(expected);
  }
}
