package org.mem3d.viewer.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import org.mem3d.viewer.surface.SurfaceMesh;
import org.mem3d.viewer.surface.SurfaceNets;

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

  @Test
  void surfacesAreWrittenWhole() throws IOException {
    List<SurfaceMesh> meshes = List.of(SurfaceNets.of(MASK, 1, 100).orElseThrow());
    Path stl = folder.resolve("s.stl");
    MeshFile.write(stl, meshes, label -> 0xff8040);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(stl)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getInt(80)).isEqualTo(meshes.get(0).triangleCount());
    assertThat(bytes.capacity()).isEqualTo(84 + 50 * meshes.get(0).triangleCount());
    Path ply = folder.resolve("s.ply");
    MeshFile.write(ply, meshes, label -> 0xff8040);
    byte[] content = Files.readAllBytes(ply);
    String head = new String(content, StandardCharsets.ISO_8859_1);
    int data = head.indexOf("end_header\n") + 11;
    assertThat(head).contains("element vertex " + meshes.get(0).pointCount() + "\n");
    assertThat(content.length - data)
        .isEqualTo(27 * meshes.get(0).pointCount() + 13 * meshes.get(0).triangleCount());
    assertThat(Arrays.copyOfRange(content, data + 24, data + 27))
        .isEqualTo(new byte[] {(byte) 0xff, (byte) 0x80, 0x40});
    assertThatThrownBy(() -> MeshFile.write(folder.resolve("s.obj"), meshes, label -> 0))
        .isInstanceOf(Mem3dException.class);
    assertThatThrownBy(() -> MeshFile.write(stl, List.of(), label -> 0))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("no surface");
  }
}
