package org.mem3d.core.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who gets the voxels of one plane of a volume. Of two objects that claim a voxel:
 *
 * <ol>
 *   <li>one that is locked wins: it has shown the voxel when it was locked;
 *   <li>a positive mark on it wins, then a given mask, which says nothing against an object that is
 *       stated to lie inside;
 *   <li>else the one that is stated to lie inside the other wins;
 *   <li>else an object of under half another's size wins over it: it lies inside, and probabilities
 *       of two objects, each of its own against all the rest, do not say which one is meant;
 *   <li>else an object that is annotated on its slice wins over one that was carried there, then
 *       the likelier, then the smaller, then the earlier.
 * </ol>
 *
 * <p>Claims are made smallest object first. One thread at a time.
 */
final class Claims {
  /** An object wins over one that is more than this many times as large. */
  private static final int NESTED = 2;

  private final byte[] standings;
  private final byte[] levels;

  /** Who has a voxel so far. */
  private final @Nullable Claimant[] holders;

  /** The smallest object that claimed a voxel. */
  private final @Nullable Claimant[] smallest;

  Claims(int voxels) {
    standings = new byte[voxels];
    levels = new byte[voxels];
    holders = new Claimant[voxels];
    smallest = new Claimant[voxels];
  }

  /** Forgets all claims, for the next plane. */
  void clear() {
    Arrays.fill(holders, null);
    Arrays.fill(smallest, null);
  }

  /**
   * Claims a voxel.
   *
   * @param at place in the plane
   * @param claimant no smaller than those that claimed a voxel of this plane before
   * @param standing as {@link Claimant#standing} tells it
   * @param level probability in steps, 128 to 255
   */
  void take(int at, Claimant claimant, int standing, int level) {
    Claimant holder = holders[at];
    Claimant first = smallest[at];
    if (first == null) {
      smallest[at] = claimant;
    }
    if (holder == null
        || first == null
        || wins(claimant, standing, level, holder, standings[at], levels[at] & 0xff, first)) {
      holders[at] = claimant;
      standings[at] = (byte) standing;
      levels[at] = (byte) level;
    }
  }

  private static boolean wins(
      Claimant claimant,
      int standing,
      int level,
      Claimant holder,
      int held,
      int heldLevel,
      Claimant smallest) {
    if (standing == Claimant.LOCKED || held == Claimant.LOCKED) {
      return standing > held;
    }
    boolean inside = claimant.liesInside(holder);
    boolean around = holder.liesInside(claimant);
    if (inside || around) {
      boolean marked = standing == Claimant.MARKED;
      boolean heldMarked = held == Claimant.MARKED;
      return marked == heldMarked ? inside : marked;
    }
    if (Math.max(standing, held) > Claimant.ANNOTATED) {
      return standing > held;
    }
    if (claimant.size() > NESTED * smallest.size()) {
      return false;
    }
    return standing != held ? standing > held : level > heldLevel;
  }

  /** Returns whether two objects, neither stated to lie in the other, are one inside the other. */
  static boolean nested(long size, long other) {
    return Math.max(size, other) > NESTED * Math.min(size, other);
  }

  /** Returns who has a voxel of the plane; null if no object claims it. */
  @Nullable Claimant holder(int at) {
    return holders[at];
  }

  /** Copies out the labels of the plane. */
  void copyLabels(byte[] labels) {
    for (int at = 0; at < holders.length; at++) {
      Claimant holder = holders[at];
      labels[at] = holder == null ? 0 : (byte) holder.object().label();
    }
  }
}
