package org.mem3d.eval.baseline;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Geodesic distance, as in GeoS (Criminisi, Sharp and Blake 2008): a voxel belongs to the seeds to
 * which the way is shorter, where a step costs {@code sqrt(length^2 + (GAMMA * difference)^2)}:
 * length in millimetres, difference in intensity. Stateless.
 *
 * <p>Ways lead over all 26 neighbours and are exact (Dijkstra), from both kinds of seeds at once:
 * each voxel is settled by whichever comes first.
 */
final class Geodesic {
  /** Millimetres that the whole range of intensities is worth. */
  static final double GAMMA = 1000;

  private final SeededGrid grid;
  private final float[] distances;
  private final byte[] nearest;
  private int[] heap = new int[1 << 12];
  private float[] keys = new float[1 << 12];
  private int count;

  private Geodesic(SeededGrid grid) {
    this.grid = grid;
    distances = new float[grid.size()];
    nearest = new byte[grid.size()];
  }

  /** Returns the voxels nearer to the object's seeds. */
  static BitSet segment(SeededGrid grid) {
    return new Geodesic(grid).run();
  }

  private BitSet run() {
    Arrays.fill(distances, Float.POSITIVE_INFINITY);
    for (int i = 0; i < grid.size(); i++) {
      if (grid.seeds[i] != 0) {
        distances[i] = 0;
        nearest[i] = grid.seeds[i];
      }
    }
    for (int i = 0; i < grid.size(); i++) {
      if (nearest[i] != 0 && distances[i] == 0) {
        relax(i);
      }
    }
    while (count > 0) {
      float distance = keys[0];
      int voxel = pop();
      if (distance == distances[voxel]) {
        relax(voxel);
      }
    }
    BitSet inside = new BitSet(grid.size());
    for (int i = 0; i < grid.size(); i++) {
      if (nearest[i] == SeededGrid.OBJECT) {
        inside.set(i);
      }
    }
    return inside;
  }

  private void relax(int voxel) {
    int nu = grid.sizes[0];
    int nv = grid.sizes[1];
    int u = voxel % nu;
    int v = voxel / nu % nv;
    int s = voxel / (nu * nv);
    for (int ds = s > 0 ? -1 : 0; ds <= (s + 1 < grid.sizes[2] ? 1 : 0); ds++) {
      for (int dv = v > 0 ? -1 : 0; dv <= (v + 1 < nv ? 1 : 0); dv++) {
        for (int du = u > 0 ? -1 : 0; du <= (u + 1 < nu ? 1 : 0); du++) {
          int next = voxel + (ds * nv + dv) * nu + du;
          if (distances[next] > distances[voxel]) {
            float distance = distances[voxel] + cost(voxel, next, du, dv, ds);
            if (distance < distances[next]) {
              distances[next] = distance;
              nearest[next] = nearest[voxel];
              push(next, distance);
            }
          }
        }
      }
    }
  }

  private float cost(int from, int to, int du, int dv, int ds) {
    double u = du * grid.spacings[0];
    double v = dv * grid.spacings[1];
    double s = ds * grid.spacings[2];
    double change = GAMMA * (grid.intensities[from] - grid.intensities[to]);
    return (float) Math.sqrt(u * u + v * v + s * s + change * change);
  }

  /** Adds a voxel to the heap; older entries of it stay and are passed over later. */
  private void push(int voxel, float key) {
    if (count == heap.length) {
      heap = Arrays.copyOf(heap, 2 * count);
      keys = Arrays.copyOf(keys, 2 * count);
    }
    int at = count++;
    while (at > 0 && keys[(at - 1) / 2] > key) {
      heap[at] = heap[(at - 1) / 2];
      keys[at] = keys[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = voxel;
    keys[at] = key;
  }

  private int pop() {
    int top = heap[0];
    count--;
    int last = heap[count];
    float key = keys[count];
    int at = 0;
    while (2 * at + 1 < count) {
      int child = 2 * at + 1;
      if (child + 1 < count && keys[child + 1] < keys[child]) {
        child++;
      }
      if (keys[child] >= key) {
        break;
      }
      heap[at] = heap[child];
      keys[at] = keys[child];
      at = child;
    }
    heap[at] = last;
    keys[at] = key;
    return top;
  }
}
