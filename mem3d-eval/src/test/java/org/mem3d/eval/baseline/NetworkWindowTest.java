package org.mem3d.eval.baseline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.eval.Metrics;

/** Windows whose cells can be worked out by hand. */
class NetworkWindowTest {
  private static final int X = 120;
  private static final int Y = 110;
  private static final int SIDE = NetworkWindow.SIDE;

  /** 60 x 40 pixels, so with 18 more on each side 96 wide: a cell is a pixel. */
  private static final SliceMask BLOCK =
      SliceMask.of(X, Y, i -> i % X >= 20 && i % X < 80 && i / X >= 30 && i / X < 70);

  /** The pixel of a cell of such a window. */
  private static int pixel(int cell) {
    return (cell / SIDE % SIDE + 2) * X + cell % SIDE + 2;
  }

  private static AnnotatedVolume annotated(int slices, Geometry geometry, int... where) {
    TreeMap<Integer, Seeds> known = new TreeMap<>();
    for (int slice : where) {
      known.put(slice, Seeds.ofMask(BLOCK));
    }
    return annotated(slices, geometry, known);
  }

  private static AnnotatedVolume annotated(
      int slices, Geometry geometry, TreeMap<Integer, Seeds> known) {
    float[] voxels = new float[X * Y * slices];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = i % X + 1000 * (i / (X * Y));
    }
    Volume image = Volume.ofFloats(voxels, X, Y, slices, geometry);
    return new AnnotatedVolume(image, Axis.Z, known);
  }

  private static NetworkWindow window(AnnotatedVolume source) {
    return requireNonNull(NetworkWindow.around(source, NetworkWindow.depthFor(source)));
  }

  @Test
  void cellsArePixelsWhereSidesAgree() {
    NetworkWindow window = window(annotated(12, Geometry.UNIT, 5));
    assertThat(window.depth()).isEqualTo(12);
    float[] cells = window.sample(slice -> slice == 5 ? BLOCK : null);
    boolean[] asked = window.asked();
    for (int i = 0; i < cells.length; i++) {
      boolean here = i / NetworkWindow.PLANE == 5;
      assertThat(cells[i]).isEqualTo(here && BLOCK.contains(pixel(i)) ? 1 : 0);
      assertThat(asked[i]).isEqualTo(!here);
    }
  }

  @Test
  void masksComeBackAsTheyWent() {
    NetworkWindow window = window(annotated(12, Geometry.UNIT, 5));
    List<SliceMask> masks = new ArrayList<>();
    for (int slice = 0; slice < 12; slice++) {
      int s = slice;
      IntPredicate inside = i -> (i % X + 3 * (i / X) + s) % 7 == 0;
      masks.add(
          SliceMask.of(
              X, Y, i -> i % X >= 2 && i % X < 98 && i / X >= 2 && i / X < 98 && inside.test(i)));
    }
    masks.set(5, BLOCK);
    assertThat(window.toMasks(window.sample(masks::get))).isEqualTo(masks);
  }

  @Test
  void unequalSpacingsKeepShapes() {
    // 152 mm wide: a cell is 1.58 pixels along u and 0.79 along v.
    AnnotatedVolume source = annotated(9, Geometry.ofSpacing(1, 2, 5), 4);
    NetworkWindow window = window(source);
    List<SliceMask> discs = new ArrayList<>();
    for (int slice = 0; slice < 9; slice++) {
      double radius = 30 - 2 * Math.abs(slice - 4);
      discs.add(
          SliceMask.of(
              X, Y, i -> Math.hypot(i % X - 49.5, 2 * (Math.floorDiv(i, X) - 49.5)) < radius));
    }
    List<SliceMask> back = window.toMasks(window.sample(discs::get));
    discs.set(4, BLOCK);
    assertThat(Metrics.dice(back, discs)).isGreaterThan(0.98);
    // The window reaches 38 pixels beyond the block's middle along v, and not further.
    SliceMask full = SliceMask.of(X, Y, i -> true);
    int[] bounds = window.toMasks(window.sample(slice -> full)).get(3).bounds();
    assertThat(bounds).containsExactly(0, 12, 119, 87);
  }

  @Test
  void ofManySlicesTheAnnotatedOnesAreShown() {
    // 100 slices on 32 planes, 3.19 apart: 50 is nearest to the plane 16, 51 to none.
    AnnotatedVolume source = annotated(100, Geometry.UNIT, 50, 52);
    NetworkWindow window = window(source);
    assertThat(window.depth()).isEqualTo(32);
    float[] cells = window.sample(slice -> slice == 50 || slice == 52 ? BLOCK : null);
    int middle = (50 - 2) * SIDE + 50 - 2;
    for (int k = 0; k < 32; k++) {
      boolean shown = cells[k * NetworkWindow.PLANE + middle] == 1;
      assertThat(shown).as("plane %d", k).isEqualTo(k == 16);
    }
    SliceMask smaller = SliceMask.of(X, Y, i -> BLOCK.contains(i) && i % X < 70);
    List<SliceMask> back = window.toMasks(window.sample(slice -> smaller));
    for (int slice = 0; slice < 100; slice++) {
      boolean given = slice == 50 || slice == 52;
      if (slice != 49 && slice != 51) {
        assertThat(back.get(slice)).as("slice %d", slice).isEqualTo(given ? BLOCK : smaller);
      }
    }
  }

  @Test
  void betweenPlanesProbabilitiesAreBlended() {
    AnnotatedVolume source = annotated(100, Geometry.UNIT, 0);
    NetworkWindow window = window(source);
    // From the slice 0 on the region has 61 slices, 1.94 apart on 32 planes: 0, 2, 4, 6, 8, 10, ...
    float[] cells = new float[32 * NetworkWindow.PLANE];
    java.util.Arrays.fill(cells, NetworkWindow.PLANE, 2 * NetworkWindow.PLANE, 0.9f);
    java.util.Arrays.fill(cells, 3 * NetworkWindow.PLANE, 4 * NetworkWindow.PLANE, 0.9f);
    java.util.Arrays.fill(cells, 4 * NetworkWindow.PLANE, 5 * NetworkWindow.PLANE, 0.2f);
    List<SliceMask> back = window.toMasks(cells);
    assertThat(back.get(2).isEmpty()).isFalse();
    assertThat(back.get(3).isEmpty()).as("0.45").isTrue();
    assertThat(back.get(5).isEmpty()).as("0.45").isTrue();
    assertThat(back.get(6).isEmpty()).isFalse();
    assertThat(back.get(7).isEmpty()).as("0.55").isFalse();
    assertThat(back.subList(61, 100)).as("beyond the region").allMatch(SliceMask::isEmpty);
  }

  @Test
  void whatLiesBeyondTheVolumeIsKnown() {
    NetworkWindow window = window(annotated(5, Geometry.UNIT, 2));
    assertThat(window.depth()).isEqualTo(8);
    float[] input = window.input(window.intensities());
    int cells = 8 * NetworkWindow.PLANE;
    assertThat(input).hasSize(NetworkWindow.CHANNELS * cells);
    boolean[] asked = window.asked();
    for (int k = 0; k < 8; k++) {
      int i = k * NetworkWindow.PLANE + 10;
      boolean beyond = k == 0 || k > 5;
      assertThat(input[4 * cells + i]).as("plane %d", k).isEqualTo(beyond ? 1 : 0);
      assertThat(input[3 * cells + i]).as("plane %d", k).isEqualTo(beyond || k == 3 ? 1 : 0);
      assertThat(asked[i]).as("plane %d", k).isEqualTo(!beyond && k != 3);
    }
  }

  @Test
  void theInputSaysWhatIsKnown() {
    NetworkWindow window = window(annotated(12, Geometry.ofSpacing(1, 1, 4), 5));
    float[] intensities = window.intensities();
    float[] input = window.input(intensities);
    int cells = window.depth() * NetworkWindow.PLANE;
    int inside = 5 * NetworkWindow.PLANE + 48 * SIDE + 48;
    int outside = 5 * NetworkWindow.PLANE + 2 * SIDE + 2;
    int elsewhere = 7 * NetworkWindow.PLANE + 48 * SIDE + 48;
    assertThat(input[2 * cells + inside]).isEqualTo(1);
    assertThat(input[3 * cells + inside]).isEqualTo(0);
    assertThat(input[2 * cells + outside]).isEqualTo(0);
    assertThat(input[3 * cells + outside]).isEqualTo(1);
    assertThat(input[2 * cells + elsewhere] + input[3 * cells + elsewhere]).isEqualTo(0);
    assertThat(input[5 * cells + elsewhere]).isCloseTo((float) Math.log(4), within(1e-6f));
    // Slices grow brighter by 1000 each, of 11 steps in all; along u it is little.
    assertThat(intensities[elsewhere] - intensities[inside]).isCloseTo(2 / 11f, within(0.005f));
    assertThat(input[elsewhere]).isCloseTo(2 * intensities[elsewhere] - 1, within(1e-6f));
    // The object's spread is below the least one, 0.02.
    assertThat(input[cells + elsewhere]).isEqualTo(3);
    assertThat(Math.abs(input[cells + inside])).isLessThan(0.1f);
  }

  @Test
  void flatAndBrokenIntensitiesHurtNobody() {
    for (float value : new float[] {7, Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] voxels = new float[X * Y * 4];
      java.util.Arrays.fill(voxels, value);
      Volume image = Volume.ofFloats(voxels, X, Y, 4, Geometry.UNIT);
      TreeMap<Integer, Seeds> known = new TreeMap<>(Map.of(1, Seeds.ofMask(BLOCK)));
      NetworkWindow window = window(new AnnotatedVolume(image, Axis.Z, known));
      for (float each : window.input(window.intensities())) {
        assertThat(each).isFinite();
      }
    }
  }

  @Test
  void withoutSeedsThereIsNoWindow() {
    SliceMask nothing = SliceMask.empty(X, Y);
    TreeMap<Integer, Seeds> known = new TreeMap<>(Map.of(1, Seeds.ofMask(nothing)));
    AnnotatedVolume source = annotated(4, Geometry.UNIT, known);
    assertThat(NetworkWindow.around(source, NetworkWindow.depthFor(source))).isNull();
    assertThatThrownBy(() -> NetworkWindow.around(source, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 10");
  }

  @Test
  void annotatedSlicesComeBackAsTheyWereWhateverTheNetworkSays() {
    SliceMask corner = SliceMask.of(X, Y, i -> i % X > 115 && i / X > 105);
    TreeMap<Integer, Seeds> known = new TreeMap<>();
    known.put(0, Seeds.ofMask(SliceMask.empty(X, Y)));
    known.put(5, Seeds.ofMask(BLOCK));
    known.put(6, Seeds.ofMask(corner));
    NetworkWindow window = window(annotated(12, Geometry.UNIT, known));
    for (float said : new float[] {0, 1}) {
      float[] cells = new float[window.depth() * NetworkWindow.PLANE];
      java.util.Arrays.fill(cells, said);
      List<SliceMask> masks = window.toMasks(cells);
      assertThat(masks.get(0).isEmpty()).isTrue();
      assertThat(masks.get(5)).isEqualTo(BLOCK);
      assertThat(masks.get(6)).isEqualTo(corner);
      assertThat(Collections.frequency(masks, SliceMask.empty(X, Y))).isEqualTo(said == 0 ? 10 : 1);
    }
  }
}
