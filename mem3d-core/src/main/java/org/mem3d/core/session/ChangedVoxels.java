package org.mem3d.core.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Change;

/** Collects where labels differ between two masks. One thread at a time. */
final class ChangedVoxels {
  /** Where one label was won or lost. */
  private static final class Place {
    final BitSet xs = new BitSet();
    final BitSet ys = new BitSet();
    final BitSet zs = new BitSet();

    BitSet along(Axis axis) {
      return switch (axis) {
        case X -> xs;
        case Y -> ys;
        case Z -> zs;
      };
    }
  }

  private final int sizeX;
  private final @Nullable Place[] places = new Place[256];

  /**
   * Begins without a difference.
   *
   * @param sizeX voxels in a row
   */
  ChangedVoxels(int sizeX) {
    this.sizeX = sizeX;
  }

  /** Compares a plane of the two masks. */
  void compare(byte[] before, byte[] after, int z) {
    int at = 0;
    while (at < before.length) {
      int run = Arrays.mismatch(before, at, before.length, after, at, after.length);
      if (run < 0) {
        return;
      }
      at += run;
      add(before[at] & 0xff, at, z);
      add(after[at] & 0xff, at, z);
      at++;
    }
  }

  private void add(int label, int at, int z) {
    if (label == 0) {
      return;
    }
    Place place = places[label];
    if (place == null) {
      place = new Place();
      places[label] = place;
    }
    place.xs.set(at % sizeX);
    place.ys.set(at / sizeX);
    place.zs.set(z);
  }

  /**
   * Returns the differences by rising label.
   *
   * @param axes along which objects are carried, by label
   */
  List<Change> told(Map<Integer, Axis> axes) {
    List<Change> changes = new ArrayList<>();
    for (int label = 1; label < places.length; label++) {
      Place place = places[label];
      if (place != null) {
        Axis axis = axes.getOrDefault(label, Axis.Z);
        Box box =
            new Box(
                place.xs.nextSetBit(0),
                place.ys.nextSetBit(0),
                place.zs.nextSetBit(0),
                place.xs.length() - 1,
                place.ys.length() - 1,
                place.zs.length() - 1);
        changes.add(new Change(label, axis, place.along(axis).stream().boxed().toList(), box));
      }
    }
    return changes;
  }
}
