package org.mem3d.viewer.slice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Grid;
import org.mem3d.Mask;
import org.mem3d.SliceMask;

/**
 * Labels to be shown: a mask, and over it single slices that are newer, such as the answer to a
 * mark or slices of a propagation that still runs. Immutable; the {@code with} methods return
 * changed copies and share what did not change.
 */
public final class ShownMask {
  /** Nothing. */
  public static final ShownMask NONE = new ShownMask(null, List.of());

  /** One object on one slice, newer than the mask. */
  private record NewerSlice(int object, Axis axis, int slice, SliceMask mask) {}

  private final @Nullable Mask mask;
  private final List<NewerSlice> newer;

  private ShownMask(@Nullable Mask mask, List<NewerSlice> newer) {
    this.mask = mask;
    this.newer = newer;
  }

  /** Returns the labels of a mask. */
  public static ShownMask of(Mask mask) {
    return new ShownMask(mask, List.of());
  }

  /** Returns this mask with an object's pixels of one slice replaced. */
  public ShownMask with(int object, Axis axis, int slice, SliceMask pixels) {
    List<NewerSlice> all = new ArrayList<>(newer);
    all.removeIf(n -> n.object == object && n.axis == axis && n.slice == slice);
    all.add(new NewerSlice(object, axis, slice, pixels));
    return new ShownMask(mask, List.copyOf(all));
  }

  /** Returns the mask without what is newer; null if there is none. */
  public @Nullable Mask mask() {
    return mask;
  }

  /**
   * Reads the labels of a slice.
   *
   * @param grid of the volume
   * @param labels filled with {@code size(axis.u()) * size(axis.v())} labels, u fastest
   */
  public void readSlice(Grid grid, Axis axis, int index, byte[] labels) {
    if (mask == null) {
      Arrays.fill(labels, (byte) 0);
    } else {
      mask.readSlice(axis, index, labels);
    }
    int width = grid.size(axis.u());
    int height = grid.size(axis.v());
    for (NewerSlice each : newer) {
      if (each.axis == axis) {
        if (each.slice == index) {
          for (int i = 0; i < width * height; i++) {
            replace(labels, i, each, each.mask.contains(i));
          }
        }
      } else if (each.axis == axis.u()) {
        for (int v = 0; v < height; v++) {
          replace(labels, v * width + each.slice, each, contains(each, axis, index, axis.v(), v));
        }
      } else {
        for (int u = 0; u < width; u++) {
          replace(labels, each.slice * width + u, each, contains(each, axis, index, axis.u(), u));
        }
      }
    }
  }

  /** Returns whether a newer slice has the pixel where two planes across it meet. */
  private static boolean contains(NewerSlice newer, Axis first, int a, Axis second, int b) {
    int u = newer.axis.u() == first ? a : b;
    int v = newer.axis.v() == second ? b : a;
    return newer.mask.contains(u, v);
  }

  private static void replace(byte[] labels, int at, NewerSlice newer, boolean inside) {
    if (inside) {
      labels[at] = (byte) newer.object;
    } else if ((labels[at] & 0xff) == newer.object) {
      labels[at] = 0;
    }
  }
}
