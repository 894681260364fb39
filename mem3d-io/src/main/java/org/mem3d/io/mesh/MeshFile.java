package org.mem3d.io.mesh;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import org.mem3d.VolumeException;
import org.mem3d.file.FileException;
import org.mem3d.file.WholeFile;

/**
 * Writes surfaces: PLY (.ply) and STL (.stl), both binary, or OBJ (.obj), in millimetres in NIfTI's
 * RAS+ frame, which is said in the way that 3D Slicer looks for. PLY and OBJ hold colours and
 * normals, OBJ a group for each object. Stateless.
 */
public final class MeshFile {
  private static final String SAYS = "mem3d, millimetres, SPACE=RAS";
  private static final int STL_HEAD_BYTES = 80;
  private static final List<String> ENDINGS = List.of(".ply", ".stl", ".obj");

  private MeshFile() {}

  /** Returns whether a file of this name is written. */
  public static boolean isName(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  /**
   * Writes all surfaces into one file.
   *
   * @param rgb the colour of a label, 0xRRGGBB
   * @throws VolumeException if the name ends otherwise, there is no surface, or the file cannot be
   *     written; what was there is then unchanged
   */
  public static void write(Path file, List<SurfaceMesh> meshes, IntUnaryOperator rgb) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (meshes.isEmpty()) {
      throw new VolumeException(
          file + " was not written: there is no surface yet; mark an object first");
    }
    if (!isName(file)) {
      throw new VolumeException(file + " must end in " + String.join(" or ", ENDINGS));
    }
    try {
      WholeFile.write(
          file,
          to -> {
            OutputStream out = new BufferedOutputStream(to, 1 << 16);
            if (name.endsWith(".ply")) {
              ply(out, meshes, rgb);
            } else if (name.endsWith(".stl")) {
              stl(out, meshes);
            } else {
              obj(out, meshes, rgb);
            }
            out.flush();
          });
    } catch (FileException e) {
      throw new VolumeException(e.getMessage(), e);
    }
  }

  private static void ply(OutputStream out, List<SurfaceMesh> meshes, IntUnaryOperator rgb)
      throws IOException {
    text(
        out,
        "ply\nformat binary_little_endian 1.0\n"
            + ("comment " + SAYS + "\n")
            + ("element vertex " + meshes.stream().mapToInt(SurfaceMesh::pointCount).sum() + "\n")
            + "property float x\nproperty float y\nproperty float z\n"
            + "property float nx\nproperty float ny\nproperty float nz\n"
            + "property uchar red\nproperty uchar green\nproperty uchar blue\n"
            + ("element face " + meshes.stream().mapToInt(SurfaceMesh::triangleCount).sum() + "\n")
            + "property list uchar int vertex_indices\nend_header\n");
    ByteBuffer point = ByteBuffer.allocate(27).order(ByteOrder.LITTLE_ENDIAN);
    for (SurfaceMesh mesh : meshes) {
      int color = rgb.applyAsInt(mesh.label());
      for (int i = 0; i < mesh.pointCount(); i++) {
        point.clear();
        three(point, mesh.points(), i);
        three(point, mesh.normals(), i);
        point.put((byte) (color >> 16)).put((byte) (color >> 8)).put((byte) color);
        out.write(point.array());
      }
    }
    ByteBuffer face = ByteBuffer.allocate(13).order(ByteOrder.LITTLE_ENDIAN);
    int first = 0;
    for (SurfaceMesh mesh : meshes) {
      for (int t = 0; t < mesh.triangles().length; t += 3) {
        face.clear().put((byte) 3);
        for (int c = 0; c < 3; c++) {
          face.putInt(first + mesh.triangles()[t + c]);
        }
        out.write(face.array());
      }
      first += mesh.pointCount();
    }
  }

  private static void stl(OutputStream out, List<SurfaceMesh> meshes) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(STL_HEAD_BYTES + 4).order(ByteOrder.LITTLE_ENDIAN);
    head.put(SAYS.getBytes(StandardCharsets.US_ASCII));
    head.putInt(STL_HEAD_BYTES, meshes.stream().mapToInt(SurfaceMesh::triangleCount).sum());
    out.write(head.array());
    ByteBuffer face = ByteBuffer.allocate(50).order(ByteOrder.LITTLE_ENDIAN);
    for (SurfaceMesh mesh : meshes) {
      for (int t = 0; t < mesh.triangles().length; t += 3) {
        // A normal of 0 lets readers take that of the corners' order.
        face.clear().putFloat(0).putFloat(0).putFloat(0);
        for (int c = 0; c < 3; c++) {
          three(face, mesh.points(), mesh.triangles()[t + c]);
        }
        out.write(face.array());
      }
    }
  }

  private static void obj(OutputStream out, List<SurfaceMesh> meshes, IntUnaryOperator rgb)
      throws IOException {
    text(out, "# " + SAYS + "\n");
    int first = 1;
    for (SurfaceMesh mesh : meshes) {
      int color = rgb.applyAsInt(mesh.label());
      String ink = " " + share(color >> 16) + " " + share(color >> 8) + " " + share(color) + "\n";
      text(out, "o label-" + mesh.label() + "\n");
      for (int i = 0; i < mesh.pointCount(); i++) {
        text(out, "v" + words(mesh.points(), i) + ink);
      }
      for (int i = 0; i < mesh.pointCount(); i++) {
        text(out, "vn" + words(mesh.normals(), i) + "\n");
      }
      for (int t = 0; t < mesh.triangles().length; t += 3) {
        StringBuilder face = new StringBuilder("f");
        for (int c = 0; c < 3; c++) {
          int point = first + mesh.triangles()[t + c];
          face.append(' ').append(point).append("//").append(point);
        }
        text(out, face.append('\n').toString());
      }
      first += mesh.pointCount();
    }
  }

  private static String share(int color) {
    return Float.toString(Math.round((color & 255) / 0.255f) / 1000f);
  }

  private static String words(float[] values, int at) {
    return " " + values[3 * at] + " " + values[3 * at + 1] + " " + values[3 * at + 2];
  }

  private static void three(ByteBuffer to, float[] values, int at) {
    for (int d = 0; d < 3; d++) {
      to.putFloat(values[3 * at + d]);
    }
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
