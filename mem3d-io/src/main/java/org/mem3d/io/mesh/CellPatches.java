package org.mem3d.io.mesh;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of surface in a cell of eight samples: which of its twelve edges, where they cross the
 * surface, belong to one piece. Where two samples that lie across a face are inside and the other
 * two outside, the face either parts the two inside or, where that would make an edge of four
 * triangles, the two outside. Stateless.
 *
 * <p>Corner {@code dx + 2 dy + 4 dz} of the cell; edge {@code 4 a + b + 2 c} runs along axis {@code
 * a}, at {@code b} and {@code c} along the other two in the order x, y, z; face {@code 2 a + side}.
 */
final class CellPatches {
  static final int EDGES = 12;

  /** The corners of each face, one after the other around it. */
  private static final int[][] FACE_CORNERS = new int[6][4];

  /** The edge from each corner of a face to the next. */
  private static final int[][] FACE_EDGES = new int[6][4];

  private static final AtomicReferenceArray<byte @Nullable []> PATCHES =
      new AtomicReferenceArray<>(1 << 14);

  static {
    int[] aroundB = {0, 1, 1, 0};
    int[] aroundC = {0, 0, 1, 1};
    for (int face = 0; face < 6; face++) {
      int axis = face / 2;
      int b = axis == 0 ? 1 : 0;
      int c = axis == 2 ? 1 : 2;
      for (int i = 0; i < 4; i++) {
        FACE_CORNERS[face][i] = (face & 1) << axis | aroundB[i] << b | aroundC[i] << c;
      }
      for (int i = 0; i < 4; i++) {
        FACE_EDGES[face][i] = edge(FACE_CORNERS[face][i], FACE_CORNERS[face][(i + 1) % 4]);
      }
    }
  }

  private CellPatches() {}

  private static int edge(int from, int to) {
    int axis = Integer.numberOfTrailingZeros(from ^ to);
    int low = from & to;
    int b = low >> (axis == 0 ? 1 : 0) & 1;
    int c = low >> (axis == 2 ? 1 : 2) & 1;
    return 4 * axis + b + 2 * c;
  }

  /** Returns whether of the corners of a face two across it are inside, the other two outside. */
  static boolean isAmbiguous(int inside, int face) {
    int[] corners = FACE_CORNERS[face];
    boolean first = (inside >> corners[0] & 1) != 0;
    return (inside >> corners[1] & 1) != 0 != first
        && (inside >> corners[2] & 1) != 0 == first
        && (inside >> corners[3] & 1) != 0 != first;
  }

  /** Returns whether both lines of surface across an ambiguous face are of one piece. */
  static boolean joins(int inside, int turned, int face) {
    byte[] patches = of(inside, turned);
    int[] edges = FACE_EDGES[face];
    return patches[edges[0]] == patches[edges[1]]
        && patches[edges[1]] == patches[edges[2]]
        && patches[edges[2]] == patches[edges[3]];
  }

  /**
   * Returns the number of the piece of each edge, counted from 0; -1 of edges that do not cross.
   * Not to be changed.
   *
   * @param inside a bit for each corner
   * @param turned a bit for each face that parts the outside corners
   */
  static byte[] of(int inside, int turned) {
    int key = turned << 8 | inside;
    byte[] known = PATCHES.get(key);
    if (known == null) {
      known = find(inside, turned);
      PATCHES.set(key, known);
    }
    return known;
  }

  /** Returns how many pieces there are. */
  static int count(byte[] patches) {
    int most = -1;
    for (byte patch : patches) {
      most = Math.max(most, patch);
    }
    return most + 1;
  }

  private static byte[] find(int inside, int turned) {
    int[] joined = new int[EDGES];
    for (int e = 0; e < EDGES; e++) {
      joined[e] = e;
    }
    for (int face = 0; face < 6; face++) {
      boolean ambiguous = isAmbiguous(inside, face);
      int last = -1;
      for (int i = 0; i < 4; i++) {
        boolean here = (inside >> FACE_CORNERS[face][i] & 1) != 0;
        if (ambiguous && here == ((turned >> face & 1) == 0)) {
          join(joined, FACE_EDGES[face][(i + 3) % 4], FACE_EDGES[face][i]);
        } else if (!ambiguous && here != ((inside >> FACE_CORNERS[face][(i + 1) % 4] & 1) != 0)) {
          if (last >= 0) {
            join(joined, last, FACE_EDGES[face][i]);
          }
          last = FACE_EDGES[face][i];
        }
      }
    }
    byte[] patches = new byte[EDGES];
    int count = 0;
    for (int e = 0; e < EDGES; e++) {
      int root = root(joined, e);
      patches[e] = !crosses(inside, e) ? -1 : root == e ? (byte) count++ : patches[root];
    }
    return patches;
  }

  private static boolean crosses(int inside, int edge) {
    int axis = edge / 4;
    int low = (edge & 1) << (axis == 0 ? 1 : 0) | (edge >> 1 & 1) << (axis == 2 ? 1 : 2);
    return (inside >> low & 1) != (inside >> (low | 1 << axis) & 1);
  }

  private static int root(int[] joined, int edge) {
    int root = edge;
    while (joined[root] != root) {
      root = joined[root];
    }
    return root;
  }

  /** Joins two; the smallest number is the root. */
  private static void join(int[] joined, int a, int b) {
    int low = Math.min(root(joined, a), root(joined, b));
    int high = Math.max(root(joined, a), root(joined, b));
    joined[high] = low;
  }
}
