package org.mem3d.core.region;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SliceCropTest {
  @Test
  void theCropIsStretchedAndZeroOutsideTheSlice() {
    // One voxel of the slice, with a margin of one: 3 x 3 voxels and pixels.
    SliceCrop crop = SliceCrop.around(new int[] {0, 1, 0, 1}, 1, 3);
    float[] image = new float[9];
    crop.toImage(new float[] {1, 2, 3, 4, 5, 6}, 2, 3, image);
    assertThat(image).containsExactly(0, 1, 2, 0, 3, 4, 0, 5, 6);
    float[] slice = new float[6];
    crop.toSlice(image, 2, 3, slice);
    assertThat(slice).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void pixelsFollowBothScales() {
    SliceCrop crop = new SliceCrop(10, 20, 4, 8, 16);
    assertThat(crop.pixelU(10)).isEqualTo(1.5);
    assertThat(crop.pixelU(13)).isEqualTo(13.5);
    assertThat(crop.pixelV(20)).isEqualTo(0.5);
    assertThat(crop.pixelV(27)).isEqualTo(14.5);
  }

  @Test
  void whatLiesOutsideTheCropBecomesZero() {
    SliceCrop crop = new SliceCrop(1, 1, 1, 1, 2);
    float[] slice = {9, 9, 9, 9};
    crop.toSlice(new float[] {1, 1, 1, 1}, 2, 2, slice);
    assertThat(slice).containsExactly(0, 0, 0, 1);
  }
}
