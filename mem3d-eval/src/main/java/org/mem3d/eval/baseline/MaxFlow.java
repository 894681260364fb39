package org.mem3d.eval.baseline;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The largest flow from a source to a sink through a grid of voxels, and with it the cheapest cut
 * (Boykov and Kolmogorov 2004): two trees grow from source and sink; where they meet, flow goes
 * through, and what lost its way to the root looks for another. Belongs to one thread.
 *
 * <p>Directions 0 and 1 are the next and the previous voxel along u, 2 and 3 along v, 4 and 5 along
 * slices, so that {@code d ^ 1} leads back. A margin of one voxel without links saves all questions
 * for the grid's ends.
 */
final class MaxFlow {
  private static final int DIRECTIONS = 6;
  private static final byte FREE = -1;
  private static final byte ROOT = 6;
  private static final byte ORPHAN = 7;

  private final int[] sizes;
  private final int[] offsets;

  /** What each link can still take, by direction and voxel. */
  private final int[][] capacity = new int[DIRECTIONS][];

  /** What the link from the source can still take, or if negative, that to the sink. */
  private final int[] terminal;

  /** The direction towards the root, or one of the marks above. */
  private final byte[] parent;

  private final BitSet inSinkTree;
  private final int[] stamp;
  private final int[] far;
  private final IntQueue active;
  private final BitSet isActive;
  private final IntQueue orphans;
  private int time;

  /** Makes a grid without links. */
  MaxFlow(int width, int height, int depth) {
    sizes = new int[] {width, height, depth};
    int row = width + 2;
    int plane = row * (height + 2);
    int count = Math.multiplyExact(plane, depth + 2);
    offsets = new int[] {1, -1, row, -row, plane, -plane};
    for (int d = 0; d < DIRECTIONS; d++) {
      capacity[d] = new int[count];
    }
    terminal = new int[count];
    parent = new byte[count];
    Arrays.fill(parent, FREE);
    inSinkTree = new BitSet(count);
    stamp = new int[count];
    far = new int[count];
    active = new IntQueue(count);
    isActive = new BitSet(count);
    orphans = new IntQueue(count);
  }

  /**
   * Sets what links a voxel to the terminals: to the source if positive, to the sink if negative.
   */
  void terminal(int voxel, int value) {
    terminal[node(voxel)] = value;
  }

  /**
   * Links a voxel with the next one along a direction, both ways alike.
   *
   * @param direction 0 for u, 1 for v, 2 for slices
   */
  void link(int voxel, int direction, int value) {
    int node = node(voxel);
    capacity[2 * direction][node] = value;
    capacity[2 * direction + 1][node + offsets[2 * direction]] = value;
  }

  /** Lets flow through what the links take, and returns the voxels on the source's side. */
  BitSet sourceSide() {
    grow();
    BitSet side = new BitSet();
    for (int i = 0; i < sizes[0] * sizes[1] * sizes[2]; i++) {
      int node = node(i);
      if (parent[node] != FREE && !inSinkTree.get(node)) {
        side.set(i);
      }
    }
    return side;
  }

  private int node(int voxel) {
    int u = voxel % sizes[0];
    int v = voxel / sizes[0] % sizes[1];
    int s = voxel / (sizes[0] * sizes[1]);
    return (u + 1) + offsets[2] * (v + 1) + offsets[4] * (s + 1);
  }

  private void grow() {
    for (int i = 0; i < terminal.length; i++) {
      if (terminal[i] != 0) {
        inSinkTree.set(i, terminal[i] < 0);
        parent[i] = ROOT;
        far[i] = 1;
        activate(i);
      }
    }
    while (!active.isEmpty()) {
      int node = active.poll();
      isActive.clear(node);
      // A voxel stays active as long as paths lead through it.
      while (parent[node] != FREE && pathThrough(node)) {
        adopt();
      }
    }
  }

  /** Extends the tree around a voxel; sends flow and returns true if it meets the other tree. */
  private boolean pathThrough(int node) {
    boolean sink = inSinkTree.get(node);
    for (int d = 0; d < DIRECTIONS; d++) {
      int next = node + offsets[d];
      if ((sink ? capacity[d ^ 1][next] : capacity[d][node]) == 0) {
        continue;
      }
      if (parent[next] == FREE) {
        inSinkTree.set(next, sink);
        parent[next] = (byte) (d ^ 1);
        stamp[next] = stamp[node];
        far[next] = far[node] + 1;
        activate(next);
      } else if (inSinkTree.get(next) != sink) {
        time++;
        if (sink) {
          augment(next, d ^ 1);
        } else {
          augment(node, d);
        }
        return true;
      } else if (stamp[next] <= stamp[node] && far[next] > far[node]) {
        // A shorter way to the root.
        parent[next] = (byte) (d ^ 1);
        stamp[next] = stamp[node];
        far[next] = far[node] + 1;
      }
    }
    return false;
  }

  /** Sends what fits along source, a voxel of its tree, its neighbour in the other tree, sink. */
  private void augment(int node, int direction) {
    int other = node + offsets[direction];
    int amount = capacity[direction][node];
    int i = node;
    for (; parent[i] != ROOT; i += offsets[parent[i]]) {
      amount = Math.min(amount, capacity[parent[i] ^ 1][i + offsets[parent[i]]]);
    }
    amount = Math.min(amount, terminal[i]);
    i = other;
    for (; parent[i] != ROOT; i += offsets[parent[i]]) {
      amount = Math.min(amount, capacity[parent[i]][i]);
    }
    amount = Math.min(amount, -terminal[i]);

    capacity[direction][node] -= amount;
    capacity[direction ^ 1][other] += amount;
    i = node;
    while (parent[i] != ROOT) {
      int up = parent[i];
      int above = i + offsets[up];
      capacity[up][i] += amount;
      capacity[up ^ 1][above] -= amount;
      if (capacity[up ^ 1][above] == 0) {
        orphan(i);
      }
      i = above;
    }
    terminal[i] -= amount;
    if (terminal[i] == 0) {
      orphan(i);
    }
    i = other;
    while (parent[i] != ROOT) {
      int up = parent[i];
      int above = i + offsets[up];
      capacity[up ^ 1][above] += amount;
      capacity[up][i] -= amount;
      if (capacity[up][i] == 0) {
        orphan(i);
      }
      i = above;
    }
    terminal[i] += amount;
    if (terminal[i] == 0) {
      orphan(i);
    }
  }

  private void adopt() {
    while (!orphans.isEmpty()) {
      int node = orphans.poll();
      boolean sink = inSinkTree.get(node);
      int nearest = Integer.MAX_VALUE;
      byte best = FREE;
      for (int d = 0; d < DIRECTIONS; d++) {
        int next = node + offsets[d];
        if ((sink ? capacity[d][node] : capacity[d ^ 1][next]) > 0
            && parent[next] != FREE
            && inSinkTree.get(next) == sink) {
          int distance = distanceToRoot(next);
          if (distance < nearest) {
            nearest = distance;
            best = (byte) d;
          }
        }
      }
      parent[node] = best;
      if (best != FREE) {
        stamp[node] = time;
        far[node] = nearest + 1;
      } else {
        release(node, sink);
      }
    }
  }

  /** Returns a voxel's distance to its root, the largest number if it hangs on an orphan. */
  private int distanceToRoot(int node) {
    int distance = 0;
    int i = node;
    while (stamp[i] != time) {
      if (parent[i] == ORPHAN) {
        return Integer.MAX_VALUE;
      }
      if (parent[i] == ROOT) {
        stamp[i] = time;
        far[i] = 1;
      } else {
        distance++;
        i += offsets[parent[i]];
      }
    }
    distance += far[i];
    int left = distance;
    for (int k = node; stamp[k] != time; k += offsets[parent[k]]) {
      stamp[k] = time;
      far[k] = left--;
    }
    return distance;
  }

  private void release(int node, boolean sink) {
    for (int d = 0; d < DIRECTIONS; d++) {
      int next = node + offsets[d];
      if (parent[next] == FREE || inSinkTree.get(next) != sink) {
        continue;
      }
      if ((sink ? capacity[d][node] : capacity[d ^ 1][next]) > 0) {
        activate(next);
      }
      if (parent[next] < DIRECTIONS && next + offsets[parent[next]] == node) {
        orphan(next);
      }
    }
  }

  private void orphan(int node) {
    parent[node] = ORPHAN;
    orphans.add(node);
  }

  private void activate(int node) {
    if (!isActive.get(node)) {
      isActive.set(node);
      active.add(node);
    }
  }

  /** A first-in-first-out queue of voxels, each at most once in it. */
  private static final class IntQueue {
    private final int[] ring;
    private int head;
    private int count;

    IntQueue(int capacity) {
      ring = new int[capacity];
    }

    boolean isEmpty() {
      return count == 0;
    }

    void add(int value) {
      int at = head + count++;
      ring[at < ring.length ? at : at - ring.length] = value;
    }

    int poll() {
      int value = ring[head];
      head = head + 1 == ring.length ? 0 : head + 1;
      count--;
      return value;
    }
  }
}
