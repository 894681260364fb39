package org.mem3d.viewer.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Geometry;
import org.mem3d.Mask;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationObject;
import org.mem3d.Volume;
import org.mem3d.io.Volumes;

class ExportTest {
  private static final Mask MASK = mask();

  @TempDir private Path folder;

  private static Mask mask() {
    byte[] labels = new byte[6 * 5 * 4];
    Arrays.fill(labels, 40, 70, (byte) 1);
    return new Mask(6, 5, 4, Geometry.ofSpacing(1, 1, 2), labels);
  }

  private static final List<SegmentationObject> OBJECTS =
      List.of(new SegmentationObject(1, "one", 0xff0000, 0, false, Box.EVERYWHERE, Axis.Z));

  private ImageFile image() {
    Path file = folder.resolve("image.nrrd");
    Volumes.write(file, MASK.asVolume());
    return ImageFile.open(file, (question, options) -> -1);
  }

  @Test
  void masksAreWrittenInTheFormatOfTheName() {
    for (String name : List.of("m.nii.gz", "m.nrrd", "m.mha")) {
      Path file = folder.resolve(name);
      MaskExport.write(file, image(), MASK, OBJECTS);
      assertThat(Volumes.readLabels(file).toMask()).isEqualTo(MASK);
    }
    assertThatThrownBy(() -> MaskExport.write(folder.resolve("m.png"), image(), MASK, OBJECTS))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("must end in");
    assertThatThrownBy(() -> MaskExport.write(folder.resolve("m.dcm"), image(), MASK, OBJECTS))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("DICOM slices");
  }

  @Test
  void oneOfSeveralVolumesIsChosen() {
    ImageFile image = image();
    assertThat(image.name()).isEqualTo("image.nrrd");
    assertThat(image.frame()).isEqualTo(-1);
    Volume volume = image.volume();
    assertThat(volume.sizeX()).isEqualTo(6);
    assertThatThrownBy(() -> ImageFile.open(folder, (question, options) -> -1))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("without DICOM images");
  }
}
