package org.mem3d.core.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterboxTest {
  @Test
  void aSliceOfTheSameSizeIsTakenAsItIs() {
    float[] slice = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    float[] image = new float[9];
    new Letterbox(3, 3, 3).toImage(slice, image);
    assertThat(image).containsExactly(slice);
  }

  @Test
  void aFlatSliceLiesInTheMiddle() {
    float[] image = new float[16];
    new Letterbox(4, 2, 4).toImage(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, image);
    assertThat(image).containsExactly(0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0);
  }

  @Test
  void enlargingMixesNeighbours() {
    float[] image = new float[16];
    new Letterbox(2, 1, 4).toImage(new float[] {0, 4}, image);
    assertThat(image).containsExactly(0, 0, 0, 0, 0, 1, 3, 4, 0, 1, 3, 4, 0, 0, 0, 0);
  }

  /** A smooth slice survives the way there and back. */
  @ParameterizedTest
  @CsvSource({"40, 40, 64", "31, 17, 64", "13, 50, 128", "100, 60, 100"})
  void thereAndBack(int sizeU, int sizeV, int side) {
    float[] slice = new float[sizeU * sizeV];
    for (int i = 0; i < slice.length; i++) {
      slice[i] = i % sizeU * 0.5f + Math.floorDiv(i, sizeU);
    }
    float[] image = new float[side * side];
    float[] back = new float[slice.length];
    Letterbox letterbox = new Letterbox(sizeU, sizeV, side);
    letterbox.toImage(slice, image);
    letterbox.toSlice(image, back);
    for (int i = 0; i < slice.length; i++) {
      assertThat(back[i]).as("voxel " + i).isCloseTo(slice[i], within(0.5f));
    }
  }
}
