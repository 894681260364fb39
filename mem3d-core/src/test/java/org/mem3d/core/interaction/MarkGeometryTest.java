package org.mem3d.core.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;
import org.mem3d.SliceMask;

class MarkGeometryTest {
  private static SliceMask voxels(boolean positive, Interaction... marks) {
    return MarkGeometry.voxels(List.of(marks), positive, 12, 10);
  }

  private static SliceMask mask(int... uv) {
    boolean[] inside = new boolean[120];
    for (int i = 0; i < uv.length; i += 2) {
      inside[uv[i + 1] * 12 + uv[i]] = true;
    }
    return SliceMask.of(12, 10, inside);
  }

  @Test
  void strokesBindTheVoxelsTheyPass() {
    assertThat(voxels(true, Interaction.scribble(1, Axis.Z, 0, 2, 3, 5, 3)))
        .isEqualTo(mask(2, 3, 3, 3, 4, 3, 5, 3));
    assertThat(voxels(true, Interaction.scribble(1, Axis.Z, 0, 1, 1, 1, 3, 2, 3)))
        .isEqualTo(mask(1, 1, 1, 2, 1, 3, 2, 3));
    SliceMask diagonal = voxels(false, Interaction.negativeScribble(1, Axis.Z, 0, 0, 0, 9, 9));
    for (int i = 0; i < 10; i++) {
      assertThat(diagonal.contains(i, i)).isTrue();
    }
  }

  @Test
  void clicksBindOneVoxelEvenAtTheRim() {
    assertThat(voxels(true, Interaction.click(1, Axis.Z, 0, 3.4, 6.6))).isEqualTo(mask(3, 7));
    assertThat(voxels(false, Interaction.negativeClick(1, Axis.Z, 0, -0.5, 9.49)))
        .isEqualTo(mask(0, 9));
    assertThat(voxels(true, Interaction.click(1, Axis.Z, 0, 11.4, -0.5))).isEqualTo(mask(11, 0));
  }

  @Test
  void broadStrokesBindDiscs() {
    Interaction broad = new Interaction.Scribble(1, Axis.Z, 0, List.of(new Point(5, 5)), true, 3);
    assertThat(voxels(true, broad)).isEqualTo(mask(5, 4, 4, 5, 5, 5, 6, 5, 5, 6));
  }

  @Test
  void strokesBroaderThanTheSliceBindAllOfIt() {
    for (double width : new double[] {40, 1e12, Double.MAX_VALUE}) {
      Interaction broad =
          new Interaction.Scribble(1, Axis.Z, 0, List.of(new Point(5, 5)), true, width);
      assertThat(voxels(true, broad).area()).as("of width " + width).isEqualTo(120);
    }
  }

  @Test
  void whereMarksContradictTheLaterOneCounts() {
    Interaction plus = Interaction.scribble(1, Axis.Z, 0, 1, 1, 4, 1);
    Interaction minus = Interaction.negativeScribble(1, Axis.Z, 0, 3, 1, 6, 1);
    assertThat(voxels(true, plus, minus)).isEqualTo(mask(1, 1, 2, 1));
    assertThat(voxels(false, plus, minus)).isEqualTo(mask(3, 1, 4, 1, 5, 1, 6, 1));
    assertThat(voxels(true, minus, plus)).isEqualTo(mask(1, 1, 2, 1, 3, 1, 4, 1));
    assertThat(voxels(false, minus, plus)).isEqualTo(mask(5, 1, 6, 1));
    Interaction lasso =
        Interaction.negativeLasso(1, Axis.Z, 0, 0.5, 0.5, 2.5, 0.5, 2.5, 1.5, 0.5, 1.5);
    assertThat(voxels(true, plus, lasso)).isEqualTo(mask(3, 1, 4, 1));
    assertThat(voxels(true, lasso, plus)).isEqualTo(mask(1, 1, 2, 1, 3, 1, 4, 1));
  }

  @Test
  void signsAreKeptApart() {
    Interaction plus = Interaction.click(1, Axis.Z, 0, 1, 1);
    Interaction minus = Interaction.negativeClick(1, Axis.Z, 0, 2, 2);
    assertThat(voxels(true, plus, minus)).isEqualTo(mask(1, 1));
    assertThat(voxels(false, plus, minus)).isEqualTo(mask(2, 2));
    Interaction box = Interaction.box(1, Axis.Z, 0, 1, 1, 5, 5);
    assertThat(voxels(true, box)).as("boxes bind nothing").isEqualTo(mask());
  }

  @Test
  void negativeLassosBindWhatTheyEnclose() {
    Interaction lasso =
        Interaction.negativeLasso(1, Axis.Z, 0, 1.5, 1.5, 4.5, 1.5, 4.5, 3.5, 1.5, 3.5);
    assertThat(voxels(false, lasso)).isEqualTo(mask(2, 2, 3, 2, 4, 2, 2, 3, 3, 3, 4, 3));
    Interaction rough = Interaction.lasso(1, Axis.Z, 0, 1.5, 1.5, 4.5, 1.5, 4.5, 3.5);
    assertThat(voxels(true, rough)).as("positive lassos are rough outlines").isEqualTo(mask());
    assertThat(voxels(false, rough)).isEqualTo(mask());
  }

  @Test
  void outlinesEncloseAllMarksThatEncloseTheObject() {
    Interaction box = Interaction.box(1, Axis.Z, 0, 2.6, -30, 5, 4);
    assertThat(MarkGeometry.outline(List.of(box), 12, 10)).containsExactly(3, 0, 5, 4);
    Interaction extreme = Interaction.extremePoints(1, Axis.Z, 0, 1, 5, 9, 5, 4, 2, 4, 8);
    assertThat(MarkGeometry.outline(List.of(extreme), 12, 10)).containsExactly(1, 2, 9, 8);
    assertThat(MarkGeometry.outline(List.of(box, extreme), 12, 10)).containsExactly(1, 0, 9, 8);
    Interaction lasso = Interaction.lasso(1, Axis.Z, 0, 3, 3, 90, 4, 4, 6);
    assertThat(MarkGeometry.outline(List.of(lasso), 12, 10)).containsExactly(3, 3, 11, 6);
    List<Interaction> none =
        List.of(
            Interaction.click(1, Axis.Z, 0, 1, 1),
            Interaction.negativeLasso(1, Axis.Z, 0, 1, 1, 5, 1, 5, 5));
    assertThat(MarkGeometry.outline(none, 12, 10)).isNull();
  }
}
