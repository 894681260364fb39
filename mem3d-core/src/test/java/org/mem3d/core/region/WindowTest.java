package org.mem3d.core.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WindowTest {
  @Test
  void windowsAreCentredOnTheBoxAndAsLargeAsAsked() {
    Window window = Window.around(new int[] {10, 20, 59, 39}, 1.6);
    assertThat(window.side()).isEqualTo(80);
    assertThat(window.centreU()).isEqualTo(35);
    assertThat(window.centreV()).isEqualTo(30);
    assertThat(window.lowU()).isEqualTo(-5);
    assertThat(window.lowV()).isEqualTo(-10);
    assertThat(window.scale()).isEqualTo(1.6);
  }

  @Test
  void noWindowIsSmallerThanTwentyVoxels() {
    Window window = Window.around(new int[] {4, 4, 4, 4}, 1.6);
    assertThat(window).isEqualTo(new Window(-5.5, -5.5, 20));
    assertThat(Window.around(new int[] {0, 0, 9, 9}, 16, 40).side()).isEqualTo(40);
    assertThat(Window.longerSide(new int[] {3, 5, 7, 6})).isEqualTo(5);
  }

  @Test
  void voxelCentresMapToPixelCentres() {
    Window same = new Window(16, 8, 128);
    assertThat(same.pixelU(16)).isZero();
    assertThat(same.pixelV(8 + 127)).isEqualTo(127);
    Window finer = new Window(0, 0, 64);
    // Voxel 0 covers the pixels 0 and 1: its centre lies between theirs.
    assertThat(finer.pixelU(0)).isCloseTo(0.5, within(1e-12));
    assertThat(finer.pixelV(63)).isCloseTo(126.5, within(1e-12));
  }

  @Test
  void unionsEncloseBothBoxes() {
    int[] a = {1, 5, 3, 6};
    int[] b = {2, 2, 9, 5};
    assertThat(Window.union(a, b)).containsExactly(1, 2, 9, 6);
    assertThat(Window.union(a, new int[0])).isEqualTo(a);
    assertThat(Window.union(new int[0], b)).isEqualTo(b);
  }
}
