package org.mem3d.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mem3d.SliceMask;

class LargestErrorTest {
  private static final int SIZE = 12;
  private static final double[] EVEN = {1, 1, 1};

  /** A volume of masks. */
  private interface Voxels {
    boolean hold(int u, int v, int slice);
  }

  private static List<SliceMask> masks(Voxels voxels) {
    return IntStream.range(0, SIZE)
        .mapToObj(slice -> SliceMask.of(SIZE, SIZE, i -> voxels.hold(i % SIZE, i / SIZE, slice)))
        .toList();
  }

  private static boolean cube(int u, int v, int w, int low, int high) {
    return Math.min(u, Math.min(v, w)) >= low && Math.max(u, Math.max(v, w)) <= high;
  }

  @Test
  void nothingWrong() {
    List<SliceMask> cube = masks((u, v, w) -> cube(u, v, w, 2, 6));
    assertThat(LargestError.of(cube, cube, EVEN)).isEmpty();
  }

  @Test
  void theMiddleOfWhatIsMissing() {
    List<SliceMask> truth = masks((u, v, w) -> cube(u, v, w, 2, 6));
    List<SliceMask> none = masks((u, v, w) -> false);
    assertThat(LargestError.of(none, truth, EVEN)).hasValue(new LargestError(true, 125, 4, 4, 4));
    assertThat(LargestError.of(truth, none, EVEN)).hasValue(new LargestError(false, 125, 4, 4, 4));
  }

  /** Two parts that touch at a corner are one; a part apart from them is smaller. */
  @Test
  void partsAreConnectedAtCorners() {
    List<SliceMask> truth =
        masks((u, v, w) -> cube(u, v, w, 1, 3) || cube(u, v, w, 4, 5) || cube(u, v, w, 8, 10));
    List<SliceMask> none = masks((u, v, w) -> false);
    assertThat(LargestError.of(none, truth, EVEN))
        .hasValue(new LargestError(true, 27 + 8, 2, 2, 2));
  }

  /** Parts that are missing and parts that are too much are not one, though they touch. */
  @Test
  void whatIsMissingIsNotJoinedWithWhatIsTooMuch() {
    List<SliceMask> truth = masks((u, v, w) -> cube(u, v, w, 1, 3));
    List<SliceMask> shifted = masks((u, v, w) -> cube(u - 5, v, w, 1, 3));
    LargestError error = LargestError.of(shifted, truth, EVEN).orElseThrow();
    assertThat(error).isEqualTo(new LargestError(true, 27, 2, 2, 2));
  }

  /** Of a plate 7 x 7 on 3 slices that lie far apart, the middle in plane decides. */
  @Test
  void depthIsInMillimetres() {
    List<SliceMask> none = masks((u, v, w) -> false);
    List<SliceMask> truth =
        masks((u, v, w) -> w >= 4 && w <= 6 && Math.max(Math.abs(u - 4), Math.abs(v - 5)) <= 3);
    LargestError far = LargestError.of(none, truth, new double[] {1, 1, 10}).orElseThrow();
    assertThat(List.of(far.u(), far.v())).containsExactly(4, 5);
    LargestError near = LargestError.of(none, truth, new double[] {10, 10, 1}).orElseThrow();
    assertThat(near.slice()).isEqualTo(5);
  }
}
