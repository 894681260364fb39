package org.mem3d.io.mesh;

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
import org.mem3d.Geometry;
import org.mem3d.Mask;
import org.mem3d.VolumeException;

class MeshFileTest {
  @TempDir Path folder = Path.of(".");

  private static List<SurfaceMesh> meshes() {
    byte[] labels = new byte[6 * 5 * 4];
    Arrays.fill(labels, 40, 70, (byte) 1);
    labels[100] = 2;
    Mask mask = new Mask(6, 5, 4, Geometry.ofAffine(1, 0, 0, -10, 0, 1, 0, 5, 0, 0, 2, 0), labels);
    return List.of(
        SurfaceNets.of(mask, 1, 100).orElseThrow(), SurfaceNets.of(mask, 2, 100).orElseThrow());
  }

  private static int points() {
    return meshes().stream().mapToInt(SurfaceMesh::pointCount).sum();
  }

  private static int triangles() {
    return meshes().stream().mapToInt(SurfaceMesh::triangleCount).sum();
  }

  @Test
  void stl() throws IOException {
    Path file = folder.resolve("s.STL");
    MeshFile.write(file, meshes(), label -> 0xff8040);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(new String(bytes.array(), 0, 80, StandardCharsets.US_ASCII)).contains("SPACE=RAS");
    assertThat(bytes.getInt(80)).isEqualTo(triangles());
    assertThat(bytes.capacity()).isEqualTo(84 + 50 * triangles());
    SurfaceMesh first = meshes().get(0);
    assertThat(bytes.getFloat(84 + 12)).isEqualTo(first.points()[3 * first.triangles()[0]]);
  }

  @Test
  void ply() throws IOException {
    Path file = folder.resolve("s.ply");
    MeshFile.write(file, meshes(), label -> label == 1 ? 0xff8040 : 0x102030);
    byte[] content = Files.readAllBytes(file);
    String head = new String(content, StandardCharsets.ISO_8859_1);
    int data = head.indexOf("end_header\n") + 11;
    assertThat(head).contains("element vertex " + points() + "\n").contains("SPACE=RAS");
    assertThat(content.length - data).isEqualTo(27 * points() + 13 * triangles());
    assertThat(Arrays.copyOfRange(content, data + 24, data + 27))
        .isEqualTo(new byte[] {(byte) 0xff, (byte) 0x80, 0x40});
    ByteBuffer last = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    SurfaceMesh second = meshes().get(1);
    assertThat(last.getInt(content.length - 4))
        .isEqualTo(
            meshes().get(0).pointCount() + second.triangles()[second.triangles().length - 1]);
  }

  @Test
  void obj() throws IOException {
    Path file = folder.resolve("s.obj");
    MeshFile.write(file, meshes(), label -> 0xff0080);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(0)).startsWith("# ").contains("SPACE=RAS");
    assertThat(lines).filteredOn(line -> line.startsWith("v ")).hasSize(points());
    assertThat(lines).filteredOn(line -> line.startsWith("vn ")).hasSize(points());
    assertThat(lines).filteredOn(line -> line.startsWith("f ")).hasSize(triangles());
    assertThat(lines).contains("o label-1", "o label-2");
    float[] first = meshes().get(0).points();
    assertThat(lines.get(2))
        .isEqualTo("v " + first[0] + " " + first[1] + " " + first[2] + " 1.0 0.0 0.502");
    SurfaceMesh second = meshes().get(1);
    int corner =
        meshes().get(0).pointCount() + 1 + second.triangles()[second.triangles().length - 1];
    assertThat(lines.get(lines.size() - 1)).endsWith(" " + corner + "//" + corner);
  }

  @Test
  void whatIsNotWritten() {
    assertThatThrownBy(() -> MeshFile.write(folder.resolve("s.vtk"), meshes(), label -> 0))
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("must end in .ply or .stl or .obj");
    assertThatThrownBy(() -> MeshFile.write(folder.resolve("s.stl"), List.of(), label -> 0))
        .hasMessageContaining("no surface");
    assertThat(MeshFile.isName(Path.of("a.OBJ"))).isTrue();
  }
}
