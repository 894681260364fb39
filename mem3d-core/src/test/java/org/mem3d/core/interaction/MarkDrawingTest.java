package org.mem3d.core.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.core.region.Window;

/** Marks drawn into a window of one pixel a voxel, pixel by pixel. */
class MarkDrawingTest {
  private static final int N = Window.INPUT_SIDE;
  private static final Window WINDOW = new Window(0, 0, N);

  private static float[] drawn(Window window, Interaction... marks) {
    float[] input = new float[7 * N * N];
    java.util.Arrays.fill(input, 0.5f);
    MarkDrawing.draw(List.of(marks), window, input);
    for (int channel : new int[] {0, 1, 6}) {
      for (int i = 0; i < N * N; i++) {
        assertThat(input[channel * N * N + i]).as("channel " + channel).isEqualTo(0.5f);
      }
    }
    return input;
  }

  /** The rows from which a channel's pixels are taken, as text: the box u0..u1, v0..v1. */
  private static List<String> rows(float[] input, int channel, int u0, int v0, int u1, int v1) {
    List<String> rows = new ArrayList<>();
    int count = 0;
    for (int v = v0; v <= v1; v++) {
      StringBuilder row = new StringBuilder();
      for (int u = u0; u <= u1; u++) {
        boolean set = input[(channel * N + v) * N + u] == 1;
        count += set ? 1 : 0;
        row.append(set ? '#' : '.');
      }
      rows.add(row.toString());
    }
    assertThat(area(input, channel)).as("nothing outside the box").isEqualTo(count);
    return rows;
  }

  private static int area(float[] input, int channel) {
    int area = 0;
    for (int i = 0; i < N * N; i++) {
      area += input[channel * N * N + i] == 1 ? 1 : 0;
    }
    return area;
  }

  @Test
  void strokesAreThreePixelsWide() {
    float[] input =
        drawn(
            WINDOW,
            Interaction.scribble(1, Axis.Z, 0, 10, 20, 14, 20),
            Interaction.negativeScribble(1, Axis.Z, 0, 5, 5));
    assertThat(rows(input, 2, 8, 18, 16, 22))
        .containsExactly(".........", ".#######.", ".#######.", ".#######.", ".........");
    assertThat(rows(input, 3, 3, 3, 7, 7))
        .containsExactly(".....", ".###.", ".###.", ".###.", ".....");
    assertThat(area(input, 4)).isZero();
    assertThat(area(input, 5)).isZero();
  }

  @Test
  void clicksAndExtremePointsAreDiscsOfRadiusThree() {
    float[] input =
        drawn(
            WINDOW,
            Interaction.click(1, Axis.Z, 0, 50, 60),
            Interaction.negativeClick(1, Axis.Z, 0, 0, 127),
            Interaction.extremePoints(1, Axis.Z, 0, 20, 20, 60, 20, 40, 5, 40, 35));
    assertThat(rows(input, 2, 47, 57, 53, 63))
        .containsExactly(
            "...#...", ".#####.", ".#####.", "#######", ".#####.", ".#####.", "...#...");
    assertThat(rows(input, 3, 0, 124, 3, 127))
        .as("cut at the window's corner")
        .containsExactly("#...", "###.", "###.", "####");
    assertThat(area(input, 5)).isEqualTo(4 * 29);
  }

  @Test
  void boxesAreFilledAndCut() {
    float[] input = drawn(WINDOW, Interaction.box(1, Axis.Z, 0, 3, 4, 5, 6));
    assertThat(rows(input, 4, 2, 3, 6, 7))
        .containsExactly(".....", ".###.", ".###.", ".###.", ".....");
    float[] cut = drawn(WINDOW, Interaction.box(1, Axis.Z, 0, -50, 126, 1, 300));
    assertThat(rows(cut, 4, 0, 125, 2, 127)).containsExactly("...", "##.", "##.");
    float[] larger = drawn(new Window(0, 0, 64), Interaction.box(1, Axis.Z, 0, 3, 4, 5, 6));
    assertThat(rows(larger, 4, 5, 7, 12, 14))
        .containsExactly(
            "........",
            ".######.",
            ".######.",
            ".######.",
            ".######.",
            ".######.",
            ".######.",
            "........");
  }

  @Test
  void lassosAreFilledAsBoxesOrAsNegativeMarks() {
    Interaction triangle = Interaction.lasso(1, Axis.Z, 0, 9.5, 9.5, 14.5, 9.5, 9.5, 14.5);
    float[] input =
        drawn(
            WINDOW,
            triangle,
            Interaction.negativeLasso(1, Axis.Z, 0, 1.5, 1.5, 3.5, 1.5, 3.5, 3.5, 1.5, 3.5));
    assertThat(rows(input, 4, 9, 9, 15, 15))
        .containsExactly(
            ".......", ".####..", ".###...", ".##....", ".#.....", ".......", ".......");
    assertThat(rows(input, 3, 1, 1, 4, 4)).containsExactly("....", ".##.", ".##.", "....");
  }

  @Test
  void broadStrokesGrowWithTheWindowsScale() {
    Interaction broad =
        new Interaction.Scribble(1, Axis.Z, 0, List.of(new Interaction.Point(20, 20)), true, 5);
    assertThat(rows(drawn(WINDOW, broad), 2, 17, 17, 23, 23))
        .containsExactly(
            ".......", "..###..", ".#####.", ".#####.", ".#####.", "..###..", ".......");
    assertThat(area(drawn(new Window(0, 0, 64), broad), 2)).isBetween(70, 88);
  }

  @Test
  void whatWasDrawnBeforeIsCleared() {
    assertThat(area(drawn(WINDOW), 2)).isZero();
    float[] kept = drawn(WINDOW, Interaction.absent(1, Axis.Z, 0));
    for (int channel = 2; channel < 6; channel++) {
      for (int i = 0; i < N * N; i++) {
        assertThat(kept[channel * N * N + i]).isZero();
      }
    }
  }
}
