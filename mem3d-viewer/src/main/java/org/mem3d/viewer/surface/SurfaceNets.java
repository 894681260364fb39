package org.mem3d.viewer.surface;

import java.util.Arrays;
import java.util.Optional;
import org.mem3d.Box;
import org.mem3d.Geometry;
import org.mem3d.Mask;

/**
 * Finds the surface of an object by naive surface nets (Gibson 1998): one corner for each cell of
 * eight voxels that the surface goes through, smoothed without shrinking (Taubin 1995) and never
 * moved far out of its cell. Stateless.
 */
public final class SurfaceNets {
  private static final int SMOOTHINGS = 30;

  /** Steps towards the neighbours' mean and back, which keep the volume. */
  private static final float TOWARDS = 0.5f;

  private static final float BACK = -0.53f;

  /** How far a corner may move from its cell's middle, in cells. */
  private static final float REACH = 0.8f;

  private SurfaceNets() {}

  /**
   * Returns the surface of an object; empty if the object is.
   *
   * @param mostCells along the longest side of the object's box; where it has more voxels, only
   *     every second, third, ... is looked at
   */
  public static Optional<SurfaceMesh> of(Mask mask, int label, int mostCells) {
    return VoxelBox.around(mask, label).map(box -> new Net(mask, label, box, mostCells).mesh());
  }

  /** The smallest box around a label. */
  private static final class VoxelBox {
    private VoxelBox() {}

    static Optional<Box> around(Mask mask, int label) {
      int[] low = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};
      int[] high = {-1, -1, -1};
      byte[] plane = new byte[mask.sizeX() * mask.sizeY()];
      for (int z = 0; z < mask.sizeZ(); z++) {
        mask.readSlice(org.mem3d.Axis.Z, z, plane);
        for (int i = 0; i < plane.length; i++) {
          if ((plane[i] & 0xff) == label) {
            int x = i % mask.sizeX();
            int y = i / mask.sizeX();
            low[0] = Math.min(low[0], x);
            low[1] = Math.min(low[1], y);
            low[2] = Math.min(low[2], z);
            high[0] = Math.max(high[0], x);
            high[1] = Math.max(high[1], y);
            high[2] = Math.max(high[2], z);
          }
        }
      }
      return high[0] < 0
          ? Optional.empty()
          : Optional.of(new Box(low[0], low[1], low[2], high[0], high[1], high[2]));
    }
  }

  /** One surface while it is made. */
  private static final class Net {
    private final int label;
    private final Geometry geometry;
    private final int step;
    private final Box box;

    /** Samples along each axis, with one beside the object on each side. */
    private final int nx;

    private final int ny;
    private final int nz;
    private final boolean[] inside;

    /** The corner of each cell, or -1. */
    private final int[] cornerOfCell;

    private float[] points = new float[3 * 1024];
    private int[] cellOfCorner = new int[1024];
    private int corners;
    private int[] triangles = new int[3 * 2048];
    private int triangleEnd;

    Net(Mask mask, int label, Box box, int mostCells) {
      this.label = label;
      this.box = box;
      geometry = mask.geometry();
      int longest =
          Math.max(
              box.lastX() - box.firstX(),
              Math.max(box.lastY() - box.firstY(), box.lastZ() - box.firstZ()));
      step = Math.max(1, (longest + mostCells) / mostCells);
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

    SurfaceMesh mesh() {
      findCorners();
      findTriangles();
      smooth();
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

    private void findCorners() {
      for (int k = 0; k < nz - 1; k++) {
        for (int j = 0; j < ny - 1; j++) {
          for (int i = 0; i < nx - 1; i++) {
            int count = 0;
            for (int c = 0; c < 8; c++) {
              count += inside[at(i + (c & 1), j + (c >> 1 & 1), k + (c >> 2))] ? 1 : 0;
            }
            if (count > 0 && count < 8) {
              addCorner(i, j, k);
            }
          }
        }
      }
    }

    private void addCorner(int i, int j, int k) {
      if (3 * corners == points.length) {
        points = Arrays.copyOf(points, 2 * points.length);
        cellOfCorner = Arrays.copyOf(cellOfCorner, 2 * cellOfCorner.length);
      }
      points[3 * corners] = i + 0.5f;
      points[3 * corners + 1] = j + 0.5f;
      points[3 * corners + 2] = k + 0.5f;
      cellOfCorner[corners] = at(i, j, k);
      cornerOfCell[at(i, j, k)] = corners++;
    }

    /** For each pair of neighbours of which one is inside, the four cells around them. */
    private void findTriangles() {
      for (int k = 1; k < nz; k++) {
        for (int j = 1; j < ny; j++) {
          for (int i = 1; i < nx; i++) {
            boolean here = inside[at(i, j, k)];
            if (here != inside[at(i - 1, j, k)]) {
              quad(
                  here,
                  at(i - 1, j - 1, k - 1),
                  at(i - 1, j, k - 1),
                  at(i - 1, j, k),
                  at(i - 1, j - 1, k));
            }
            if (here != inside[at(i, j - 1, k)]) {
              quad(
                  here,
                  at(i - 1, j - 1, k - 1),
                  at(i - 1, j - 1, k),
                  at(i, j - 1, k),
                  at(i, j - 1, k - 1));
            }
            if (here != inside[at(i, j, k - 1)]) {
              quad(
                  here,
                  at(i - 1, j - 1, k - 1),
                  at(i, j - 1, k - 1),
                  at(i, j, k - 1),
                  at(i - 1, j, k - 1));
            }
          }
        }
      }
    }

    /** Adds four cells, counter-clockwise as seen from larger coordinates. */
    private void quad(boolean insideIsAbove, int a, int b, int c, int d) {
      if (insideIsAbove) {
        triangle(a, c, b);
        triangle(a, d, c);
      } else {
        triangle(a, b, c);
        triangle(a, c, d);
      }
    }

    private void triangle(int a, int b, int c) {
      if (triangleEnd == triangles.length) {
        triangles = Arrays.copyOf(triangles, 2 * triangles.length);
      }
      triangles[triangleEnd++] = cornerOfCell[a];
      triangles[triangleEnd++] = cornerOfCell[b];
      triangles[triangleEnd++] = cornerOfCell[c];
    }

    private void smooth() {
      for (int round = 0; round < SMOOTHINGS; round++) {
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
}
