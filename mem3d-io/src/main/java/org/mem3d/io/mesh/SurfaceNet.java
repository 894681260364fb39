package org.mem3d.io.mesh;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.mem3d.Box;
import org.mem3d.Geometry;
import org.mem3d.Mask;

/** One surface while it is made. */
final class SurfaceNet {
  /** Steps towards the neighbours' mean and back, which keep the volume. */
  private static final float TOWARDS = 0.5f;

  private static final float BACK = -0.53f;

  /** How far a corner may move from its cell's middle, in cells. */
  private static final float REACH = 0.8f;

  private final int label;
  private final Geometry geometry;
  private final int step;
  private final Box box;

  /** Samples along each axis, with one beside the object on each side. */
  private final int nx;

  private final int ny;
  private final int nz;
  private final boolean[] inside;

  /** The first corner of each cell, or -1; further ones follow it. */
  private final int[] cornerOfCell;

  /** The faces of a cell that part the samples outside, of the few cells that have some. */
  private final Map<Integer, Integer> turned = new HashMap<>();

  private float[] points = new float[3 * 1024];
  private int[] cellOfCorner = new int[1024];
  private int corners;
  private int[] triangles = new int[3 * 2048];
  private int triangleEnd;

  SurfaceNet(Mask mask, int label, Box box, int mostCells) {
    this.label = label;
    this.box = box;
    geometry = mask.geometry();
    int longest =
        Math.max(
            box.lastX() - box.firstX(),
            Math.max(box.lastY() - box.firstY(), box.lastZ() - box.firstZ()));
    step = Math.max(1, (int) (((long) longest + mostCells) / mostCells));
    nx = (box.lastX() - box.firstX()) / step + 3;
    ny = (box.lastY() - box.firstY()) / step + 3;
    nz = (box.lastZ() - box.firstZ()) / step + 3;
    inside = new boolean[nx * ny * nz];
    cornerOfCell = new int[inside.length];
    Arrays.fill(cornerOfCell, -1);
    sample(mask);
  }

  private void sample(Mask mask) {
    for (int k = 1; k < nz - 1; k++) {
      for (int j = 1; j < ny - 1; j++) {
        for (int i = 1; i < nx - 1; i++) {
          int x = box.firstX() + (i - 1) * step;
          int y = box.firstY() + (j - 1) * step;
          int z = box.firstZ() + (k - 1) * step;
          inside[at(i, j, k)] = mask.label(x, y, z) == label;
        }
      }
    }
  }

  private int at(int i, int j, int k) {
    return (k * ny + j) * nx + i;
  }

  SurfaceMesh mesh(int smoothings) {
    turnFaces();
    findCorners();
    findTriangles();
    smooth(smoothings);
    float[] world = world();
    int[] faces = Arrays.copyOf(triangles, triangleEnd);
    if (isMirrored()) {
      for (int t = 0; t < faces.length; t += 3) {
        int second = faces[t + 1];
        faces[t + 1] = faces[t + 2];
        faces[t + 2] = second;
      }
    }
    return new SurfaceMesh(label, world, normals(world, faces), faces);
  }

  /** Returns which corners of a cell are inside, a bit for each. */
  private int insideOf(int cell) {
    int bits = 0;
    for (int c = 0; c < 8; c++) {
      bits |= inside[cell + (c & 1) + (c >> 1 & 1) * nx + (c >> 2) * nx * ny] ? 1 << c : 0;
    }
    return bits;
  }

  private byte[] patches(int cell) {
    return CellPatches.of(insideOf(cell), turned.isEmpty() ? 0 : turned.getOrDefault(cell, 0));
  }

  /**
   * Turns each face on which both cells beside it would join the two lines of surface: corners of
   * the same two pieces would be joined twice. Turning it parts both pieces, so no face that was
   * right becomes wrong.
   */
  private void turnFaces() {
    int[] next = {1, nx, nx * ny};
    for (int k = 0; k < nz - 1; k++) {
      for (int j = 0; j < ny - 1; j++) {
        for (int i = 0; i < nx - 1; i++) {
          int cell = at(i, j, k);
          int bits = insideOf(cell);
          if (bits == 0 || bits == 255) {
            continue;
          }
          boolean[] hasNext = {i < nx - 2, j < ny - 2, k < nz - 2};
          for (int axis = 0; axis < 3; axis++) {
            if (hasNext[axis] && CellPatches.isAmbiguous(bits, 2 * axis + 1)) {
              turnIfJoined(cell, cell + next[axis], axis);
            }
          }
        }
      }
    }
  }

  private void turnIfJoined(int cell, int other, int axis) {
    int here = turned.getOrDefault(cell, 0);
    int there = turned.getOrDefault(other, 0);
    if (CellPatches.joins(insideOf(cell), here, 2 * axis + 1)
        && CellPatches.joins(insideOf(other), there, 2 * axis)) {
      turned.put(cell, here | 1 << (2 * axis + 1));
      turned.put(other, there | 1 << (2 * axis));
    }
  }

  private void findCorners() {
    for (int k = 0; k < nz - 1; k++) {
      for (int j = 0; j < ny - 1; j++) {
        for (int i = 0; i < nx - 1; i++) {
          int bits = insideOf(at(i, j, k));
          if (bits > 0 && bits < 255) {
            addCorners(i, j, k);
          }
        }
      }
    }
  }

  /** Adds a corner for each piece in a cell, in the middle of where the piece crosses edges. */
  private void addCorners(int i, int j, int k) {
    int cell = at(i, j, k);
    byte[] patches = patches(cell);
    int count = CellPatches.count(patches);
    cornerOfCell[cell] = corners;
    for (int patch = 0; patch < count; patch++) {
      if (3 * corners == points.length) {
        points = Arrays.copyOf(points, 2 * points.length);
        cellOfCorner = Arrays.copyOf(cellOfCorner, 2 * cellOfCorner.length);
      }
      float[] sum = new float[3];
      int crossings = 0;
      for (int edge = 0; edge < CellPatches.EDGES; edge++) {
        if (patches[edge] == patch) {
          int axis = edge / 4;
          sum[axis] += 0.5f;
          sum[axis == 0 ? 1 : 0] += edge & 1;
          sum[axis == 2 ? 1 : 2] += edge >> 1 & 1;
          crossings++;
        }
      }
      points[3 * corners] = i + sum[0] / crossings;
      points[3 * corners + 1] = j + sum[1] / crossings;
      points[3 * corners + 2] = k + sum[2] / crossings;
      cellOfCorner[corners++] = cell;
    }
  }

  /** For each pair of neighbours of which one is inside, the pieces in the four cells around. */
  private void findTriangles() {
    for (int k = 1; k < nz; k++) {
      for (int j = 1; j < ny; j++) {
        for (int i = 1; i < nx; i++) {
          boolean here = inside[at(i, j, k)];
          if (here != inside[at(i - 1, j, k)]) {
            quad(here, 0, at(i - 1, j - 1, k - 1), nx, nx * ny);
          }
          if (here != inside[at(i, j - 1, k)]) {
            // Around y, x and z turn the other way than the other axes do.
            quad(!here, 4, at(i - 1, j - 1, k - 1), 1, nx * ny);
          }
          if (here != inside[at(i, j, k - 1)]) {
            quad(here, 8, at(i - 1, j - 1, k - 1), 1, nx);
          }
        }
      }
    }
  }

  /**
   * Adds the two triangles around an edge.
   *
   * @param edge the first of the axis' four
   * @param cell the lowest of the four around it
   * @param b what lies between it and the next along the first of the other axes
   * @param c and along the second
   */
  private void quad(boolean isTurned, int edge, int cell, int b, int c) {
    int low = corner(cell, edge + 3);
    int first = corner(cell + b, edge + 2);
    int high = corner(cell + b + c, edge);
    int second = corner(cell + c, edge + 1);
    if (isTurned) {
      triangle(low, high, first);
      triangle(low, second, high);
    } else {
      triangle(low, first, high);
      triangle(low, high, second);
    }
  }

  private int corner(int cell, int edge) {
    return cornerOfCell[cell] + patches(cell)[edge];
  }

  private void triangle(int a, int b, int c) {
    if (triangleEnd == triangles.length) {
      triangles = Arrays.copyOf(triangles, 2 * triangles.length);
    }
    triangles[triangleEnd++] = a;
    triangles[triangleEnd++] = b;
    triangles[triangleEnd++] = c;
  }

  private void smooth(int smoothings) {
    for (int round = 0; round < smoothings; round++) {
      float[] sum = new float[3 * corners];
      int[] count = new int[corners];
      for (int t = 0; t < triangleEnd; t += 3) {
        for (int e = 0; e < 3; e++) {
          int from = triangles[t + e];
          int to = triangles[t + (e + 1) % 3];
          for (int d = 0; d < 3; d++) {
            sum[3 * from + d] += points[3 * to + d];
          }
          count[from]++;
        }
      }
      for (int corner = 0; corner < corners; corner++) {
        int cell = cellOfCorner[corner];
        int[] low = {cell % nx, cell / nx % ny, cell / nx / ny};
        for (int d = 0; d < 3; d++) {
          float middle = low[d] + 0.5f;
          float now = points[3 * corner + d];
          float mean = count[corner] == 0 ? now : sum[3 * corner + d] / count[corner];
          float next = now + (round % 2 == 0 ? TOWARDS : BACK) * (mean - now);
          points[3 * corner + d] = Math.max(middle - REACH, Math.min(middle + REACH, next));
        }
      }
    }
  }

  private float[] world() {
    float[] world = new float[3 * corners];
    for (int corner = 0; corner < corners; corner++) {
      double[] mm =
          geometry.toWorld(
              box.firstX() + (points[3 * corner] - 1.0) * step,
              box.firstY() + (points[3 * corner + 1] - 1.0) * step,
              box.firstZ() + (points[3 * corner + 2] - 1.0) * step);
      for (int d = 0; d < 3; d++) {
        world[3 * corner + d] = (float) mm[d];
      }
    }
    return world;
  }

  /** Returns whether the grid's axes are left-handed in the world. */
  private boolean isMirrored() {
    double[] a = geometry.affine();
    return a[0] * (a[5] * a[10] - a[6] * a[9])
            - a[1] * (a[4] * a[10] - a[6] * a[8])
            + a[2] * (a[4] * a[9] - a[5] * a[8])
        < 0;
  }

  private static float[] normals(float[] points, int[] triangles) {
    float[] normals = new float[points.length];
    for (int t = 0; t < triangles.length; t += 3) {
      int a = 3 * triangles[t];
      int b = 3 * triangles[t + 1];
      int c = 3 * triangles[t + 2];
      float ux = points[b] - points[a];
      float uy = points[b + 1] - points[a + 1];
      float uz = points[b + 2] - points[a + 2];
      float vx = points[c] - points[a];
      float vy = points[c + 1] - points[a + 1];
      float vz = points[c + 2] - points[a + 2];
      float[] normal = {uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx};
      for (int corner : new int[] {a, b, c}) {
        for (int d = 0; d < 3; d++) {
          normals[corner + d] += normal[d];
        }
      }
    }
    for (int i = 0; i < normals.length; i += 3) {
      double length =
          Math.sqrt(
              normals[i] * normals[i]
                  + normals[i + 1] * normals[i + 1]
                  + normals[i + 2] * normals[i + 2]);
      for (int d = 0; d < 3 && length > 0; d++) {
        normals[i + d] /= (float) length;
      }
    }
    return normals;
  }
}
