package org.mem3d.viewer.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

class CommandTextTest {
  private static ImageFile image(String path, int series, int frame) {
    Volume volume = Volume.ofBytes(new byte[1], 1, 1, 1, Geometry.UNIT);
    return new ImageFile(Path.of(path), series, frame, volume);
  }

  @Test
  void marksAreSpelledAsTheCommandLineReadsThem() {
    Map<String, List<Interaction>> marks = new LinkedHashMap<>();
    marks.put(
        "liver",
        List.of(
            Interaction.scribble(1, Axis.Z, 40, 100, 96.25, 110.126, 99),
            Interaction.negativeClick(1, Axis.Z, 40, 5, 6),
            Interaction.box(1, Axis.Z, 41, -1, 2, 30.5, 40),
            Interaction.extremePoints(1, Axis.Z, 42, 1, 5, 9, 5, 5, 1, 5, 9),
            Interaction.absent(1, Axis.Z, 3)));
    marks.put("it's", List.of(Interaction.click(2, Axis.X, 7, 1, 2)));
    marks.put("untouched", List.of());
    CommandText command = CommandText.of(image("ct scan.nii", 2, -1), marks, Path.of("m.nii.gz"));
    assertThat(command.text())
        .isEqualTo(
            "./mem3d segment 'ct scan.nii' --series 2 --out m.nii.gz --object liver"
                + " --scribble 'z=40:100,96.25;110.13,99' --negative-click 'z=40:5,6'"
                + " --box 'z=41:-1,2,30.5,40' --extreme 'z=42:1,5;9,5;5,1;5,9' --absent z=3"
                + " --object 'it'\\''s' --click 'x=7:1,2'");
    assertThat(command.leftOut()).isZero();
  }

  @Test
  void whatHasNoTextIsCounted() {
    Map<String, List<Interaction>> marks =
        Map.of(
            "one",
            List.of(
                Interaction.mask(1, Axis.Z, 0, SliceMask.of(2, 2, i -> true)),
                Interaction.mask(1, Axis.Z, 1, SliceMask.empty(2, 2)),
                Interaction.lasso(1, Axis.Z, 2, 0, 0, 5, 0, 5, 5)));
    CommandText command = CommandText.of(image("a.nii", -1, 3), marks, Path.of("m.nii"));
    assertThat(command.text())
        .isEqualTo("./mem3d segment a.nii --frame 3 --out m.nii --object one --absent z=1");
    assertThat(command.leftOut()).isEqualTo(2);
  }

  @Test
  void aSavedSessionLeavesNothingOut() {
    CommandText command =
        CommandText.of(image("a.nii", -1, -1), Path.of("case 7.mem3d"), Path.of("m.nii"));
    assertThat(command.text())
        .isEqualTo("./mem3d segment a.nii --resume 'case 7.mem3d' --out m.nii");
    assertThat(command.leftOut()).isZero();
  }
}
