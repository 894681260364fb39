package org.mem3d.core.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;

/** A square of 40 x 40 pixels on a slice of 100 x 100, corrected in one place. */
class RepairTest {
  private static final int SIDE = 100;

  private final SliceMask square = mask(i -> in(i, 20, 20, 60, 60));

  @Test
  void onlyThePieceThatTheMarkTouchesChanges() {
    // The network would add a bay on the right, and cut the left side off.
    SliceMask answer = mask(i -> in(i, 30, 20, 60, 60) || in(i, 60, 37, 66, 44));
    SliceMask repaired = repaired(answer, Interaction.click(1, Axis.Z, 0, 63, 40));
    assertThat(repaired).isEqualTo(mask(i -> in(i, 20, 20, 60, 60) || in(i, 60, 37, 66, 44)));
  }

  @Test
  void aShallowMarkChangesLittleAndADeepOneMore() {
    // The network would grow the square by 20 pixels to the right, all along the side.
    SliceMask answer = mask(i -> in(i, 20, 20, 80, 60));
    SliceMask shallow = repaired(answer, Interaction.click(1, Axis.Z, 0, 61, 40));
    // Depth 2, so the least reach of 3 pixels around the mark.
    assertThat(shallow)
        .isEqualTo(mask(i -> in(i, 20, 20, 60, 60) || (in(i, 60, 20, 80, 60) && near(i, 61, 3))));
    SliceMask deep = repaired(answer, Interaction.click(1, Axis.Z, 0, 70, 40));
    // Depth 11, so 13.75 pixels.
    assertThat(deep)
        .isEqualTo(
            mask(i -> in(i, 20, 20, 60, 60) || (in(i, 60, 20, 80, 60) && near(i, 70, 13.75))));
  }

  @Test
  void aNegativeMarkTakesAwayNearIt() {
    SliceMask answer = mask(i -> in(i, 20, 20, 40, 60));
    SliceMask repaired =
        repaired(answer, new Interaction.Click(1, Axis.Z, 0, new Interaction.Point(57, 40), false));
    // Depth 3.
    assertThat(repaired)
        .isEqualTo(
            mask(i -> in(i, 20, 20, 60, 60) && !(in(i, 40, 20, 60, 60) && near(i, 57, 3.75))));
  }

  @Test
  void eachPartOfAStrokeReachesAsFarAsItIsDeep() {
    // A stroke from the outline away: a wedge of what the network would add.
    SliceMask answer = mask(i -> in(i, 20, 0, 90, 100));
    Interaction stroke = Interaction.scribble(1, Axis.Z, 0, 61, 40, 75, 40);
    SliceMask repaired = repaired(answer, stroke);
    assertThat(repaired.contains(60, 55)).as("beside its shallow end").isFalse();
    assertThat(repaired.contains(75, 57)).as("beside its deep end").isTrue();
    assertThat(repaired.contains(75, 61)).as("too far").isFalse();
  }

  @Test
  void aMarkThatSaysWhereAllOfTheObjectIsIsTakenWhole() {
    SliceMask answer = mask(i -> in(i, 70, 70, 90, 90));
    assertThat(repaired(answer, Interaction.box(1, Axis.Z, 0, 69, 69, 91, 91))).isEqualTo(answer);
  }

  @Test
  void aMarkChangesItsOwnTissueFurtherThanTheOneBesideIt() {
    // Dark tissue right of the square, above v = 40 bright: both are added by the network.
    float[] values = new float[SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = in(i, 60, 40, 100, 100) ? 100 : 0;
    }
    SliceMask answer = mask(i -> in(i, 20, 20, 80, 60));
    SliceMask repaired = repaired(answer, Interaction.click(1, Axis.Z, 0, 70, 38), reader(values));
    assertThat(repaired.contains(70, 27)).as("10 pixels on, the same tissue").isTrue();
    assertThat(repaired.contains(70, 49)).as("10 pixels on, the other tissue").isFalse();
  }

  @Test
  void aSliceWithoutContrastOrImageIsMendedByDistanceAlone() {
    SliceMask answer = mask(i -> in(i, 20, 20, 80, 60));
    float[] missing = new float[SIDE * SIDE];
    Arrays.fill(missing, Float.NaN);
    Interaction click = Interaction.click(1, Axis.Z, 0, 70, 40);
    assertThat(repaired(answer, click, reader(missing))).isEqualTo(repaired(answer, click));
  }

  @Test
  void atTheSlicesEdgeAsInItsMiddle() {
    SliceMask corner = mask(i -> in(i, 0, 0, 40, 40));
    SliceMask answer = mask(i -> in(i, 0, 0, 60, 40));
    SliceReader flat = reader(new float[SIDE * SIDE]);
    SliceMask repaired =
        Repair.of(
                SlicePatch.of(corner),
                SlicePatch.of(answer),
                Interaction.click(1, Axis.Z, 0, 50, 0),
                flat)
            .toMask(SIDE, SIDE);
    // Depth 11, along the edge.
    assertThat(repaired)
        .isEqualTo(
            mask(
                i ->
                    in(i, 0, 0, 40, 40)
                        || (in(i, 40, 0, 60, 40) && steps(i % SIDE - 50, i / SIDE) <= 13.75)));
  }

  private SliceMask repaired(SliceMask answer, Interaction mark) {
    return repaired(answer, mark, reader(new float[SIDE * SIDE]));
  }

  private SliceMask repaired(SliceMask answer, Interaction mark, SliceReader reader) {
    return Repair.of(SlicePatch.of(square), SlicePatch.of(answer), mark, reader).toMask(SIDE, SIDE);
  }

  private static SliceReader reader(float[] values) {
    return new SliceReader(Volume.ofFloats(values, SIDE, SIDE, 1, Geometry.UNIT), Axis.Z);
  }

  private static SliceMask mask(IntPredicate inside) {
    return SliceMask.of(SIDE, SIDE, inside);
  }

  private static boolean in(int i, int u0, int v0, int u1, int v1) {
    int u = i % SIDE;
    int v = Math.floorDiv(i, SIDE);
    return u >= u0 && v >= v0 && u < u1 && v < v1;
  }

  private static boolean near(int i, int u, double reach) {
    return steps(i % SIDE - u, Math.floorDiv(i, SIDE) - 40) <= reach;
  }

  /** The length of a way over neighbours, diagonal ones too. */
  private static double steps(int du, int dv) {
    int diagonal = Math.min(Math.abs(du), Math.abs(dv));
    return diagonal * Math.sqrt(2) + Math.max(Math.abs(du), Math.abs(dv)) - diagonal;
  }
}
