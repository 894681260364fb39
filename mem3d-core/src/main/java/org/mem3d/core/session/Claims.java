package org.mem3d.core.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who gets the voxels of one plane of a volume. Of objects that claim a voxel:
 *
 * <ol>
 *   <li>a positive mark on it wins, then a given mask;
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

  private final byte[] labels;
  private final byte[] standings;
  private final byte[] levels;

  /** The smallest object that claimed a voxel. */
  private final @Nullable Claimant[] smallest;

  Claims(int voxels) {
    labels = new byte[voxels];
    standings = new byte[voxels];
    levels = new byte[voxels];
    smallest = new Claimant[voxels];
  }

  /** Forgets all claims, for the next plane. */
  void clear() {
    Arrays.fill(labels, (byte) 0);
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
    Claimant first = smallest[at];
    if (first == null) {
      smallest[at] = claimant;
    } else if (!wins(first, claimant, standing, level, standings[at], levels[at] & 0xff)) {
      return;
    }
    labels[at] = (byte) claimant.object().label();
    standings[at] = (byte) standing;
    levels[at] = (byte) level;
  }

  private static boolean wins(
      Claimant smallest, Claimant claimant, int standing, int level, int held, int heldLevel) {
    if (Math.max(standing, held) > Claimant.ANNOTATED) {
      return standing > held;
    }
    if (claimant.size() > NESTED * smallest.size()) {
      return false;
    }
    return standing != held ? standing > held : level > heldLevel;
  }

  /** Copies the labels of the plane into a volume's. */
  void copyLabels(byte[] volume, int z) {
    System.arraycopy(labels, 0, volume, z * labels.length, labels.length);
  }
}
