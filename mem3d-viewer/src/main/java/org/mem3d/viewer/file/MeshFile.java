package org.mem3d.viewer.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import org.mem3d.Mem3dException;
import org.mem3d.file.FileException;
import org.mem3d.file.WholeFile;
import org.mem3d.viewer.surface.SurfaceMesh;

/**
 * Writes surfaces: PLY with colours (.ply) or STL (.stl), both binary, in millimetres. Stateless.
 */
public final class MeshFile {
  private static final int STL_HEAD_BYTES = 80;

  private MeshFile() {}

  /**
   * Writes all surfaces into one file.
   *
   * @param rgb the colour of a label, 0xRRGGBB
   * @throws Mem3dException if the name ends otherwise, there is no surface, or the file cannot be
   *     written; what was there is then unchanged
   */
  public static void write(Path file, List<SurfaceMesh> meshes, IntUnaryOperator rgb) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (meshes.isEmpty()) {
      throw new Mem3dException("There is no surface yet: mark an object first");
    }
    if (!name.endsWith(".ply") && !name.endsWith(".stl")) {
      throw new Mem3dException(file.getFileName() + " must end in .ply or .stl");
    }
    byte[] bytes = name.endsWith(".ply") ? ply(meshes, rgb) : stl(meshes);
    try {
      WholeFile.write(file, out -> out.write(bytes));
    } catch (FileException e) {
      throw new Mem3dException(e.getMessage(), e);
    }
  }

  private static byte[] ply(List<SurfaceMesh> meshes, IntUnaryOperator rgb) {
    int points = meshes.stream().mapToInt(SurfaceMesh::pointCount).sum();
    int faces = meshes.stream().mapToInt(SurfaceMesh::triangleCount).sum();
    String head =
        "ply\nformat binary_little_endian 1.0\ncomment millimetres, RAS+\n"
            + ("element vertex " + points + "\n")
            + "property float x\nproperty float y\nproperty float z\n"
            + "property float nx\nproperty float ny\nproperty float nz\n"
            + "property uchar red\nproperty uchar green\nproperty uchar blue\n"
            + ("element face " + faces + "\n")
            + "property list uchar int vertex_indices\nend_header\n";
    byte[] text = head.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out =
        ByteBuffer.allocate(text.length + 27 * points + 13 * faces).order(ByteOrder.LITTLE_ENDIAN);
    out.put(text);
    for (SurfaceMesh mesh : meshes) {
      int color = rgb.applyAsInt(mesh.label());
      for (int i = 0; i < mesh.pointCount(); i++) {
        for (int d = 0; d < 3; d++) {
          out.putFloat(mesh.points()[3 * i + d]);
        }
        for (int d = 0; d < 3; d++) {
          out.putFloat(mesh.normals()[3 * i + d]);
        }
        out.put((byte) (color >> 16)).put((byte) (color >> 8)).put((byte) color);
      }
    }
    int first = 0;
    for (SurfaceMesh mesh : meshes) {
      for (int t = 0; t < mesh.triangles().length; t += 3) {
        out.put((byte) 3);
        for (int c = 0; c < 3; c++) {
          out.putInt(first + mesh.triangles()[t + c]);
        }
      }
      first += mesh.pointCount();
    }
    return out.array();
  }

  private static byte[] stl(List<SurfaceMesh> meshes) {
    int faces = meshes.stream().mapToInt(SurfaceMesh::triangleCount).sum();
    ByteBuffer out =
        ByteBuffer.allocate(STL_HEAD_BYTES + 4 + 50 * faces).order(ByteOrder.LITTLE_ENDIAN);
    out.put("mem3d, millimetres, RAS+".getBytes(StandardCharsets.US_ASCII));
    out.position(STL_HEAD_BYTES);
    out.putInt(faces);
    for (SurfaceMesh mesh : meshes) {
      for (int t = 0; t < mesh.triangles().length; t += 3) {
        // A normal of 0 lets readers take that of the corners' order.
        out.putFloat(0).putFloat(0).putFloat(0);
        for (int c = 0; c < 3; c++) {
          int corner = 3 * mesh.triangles()[t + c];
          for (int d = 0; d < 3; d++) {
            out.putFloat(mesh.points()[corner + d]);
          }
        }
        out.putShort((short) 0);
      }
    }
    return out.array();
  }
}
