package org.mem3d;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a propagation is to carry, and where. Immutable.
 *
 * @param objects the labels of the objects to carry, whether or not their marks have changed; empty
 *     for all whose marks have
 * @param box outside of it masks stay as they are
 */
public record PropagationScope(Set<Integer> objects, Box box) {
  /** All objects whose marks have changed, everywhere. */
  public static final PropagationScope ALL = new PropagationScope(Set.of(), Box.EVERYWHERE);

  /** Copies the set. */
  public PropagationScope {
    objects = Set.copyOf(objects);
    Objects.requireNonNull(box, "the box is null");
  }

  /** Returns the scope of some objects, everywhere. */
  public static PropagationScope ofObjects(int... objects) {
    return new PropagationScope(
        Arrays.stream(objects).boxed().collect(Collectors.toUnmodifiableSet()), Box.EVERYWHERE);
  }

  /** Returns the scope of these objects in a box alone. */
  public PropagationScope within(Box other) {
    return new PropagationScope(objects, other);
  }

  /**
   * Returns the scope of these objects on some slices alone.
   *
   * @param first the first slice along the axis
   * @param last the last slice, included
   */
  public PropagationScope onSlices(Axis axis, int first, int last) {
    return within(Box.ofSlices(axis, first, last));
  }
}
