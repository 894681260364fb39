package org.mem3d.core.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mem3d.InteractionException;

/**
 * All objects of a session at one moment. Immutable.
 *
 * @param objects by rising label
 * @param overlapping whether a voxel may belong to several of them
 */
record SessionState(List<ObjectState> objects, boolean overlapping) {
  static final SessionState EMPTY = new SessionState(List.of(), false);

  private static final int LARGEST_LABEL = 255;

  SessionState {
    objects = List.copyOf(objects);
  }

  /**
   * Returns an object.
   *
   * @throws InteractionException if there is none of that label
   */
  ObjectState object(int label) {
    for (ObjectState object : objects) {
      if (object.label() == label) {
        return object;
      }
    }
    throw new InteractionException("no object " + label + ": " + there());
  }

  private String there() {
    if (objects.isEmpty()) {
      return "there is none yet: call addObject first";
    }
    int last = objects.get(objects.size() - 1).label();
    return last == objects.size()
        ? "there are 1 to " + last
        : "there are " + objects.stream().map(ObjectState::label).toList();
  }

  /**
   * Returns the labels of the objects inside which an object is stated to lie, one in the other.
   */
  Set<Integer> around(ObjectState object) {
    Set<Integer> labels = new TreeSet<>();
    for (int outer = object.inside(); outer != 0; outer = object(outer).inside()) {
      labels.add(outer);
    }
    return labels;
  }

  /** Returns the state with an object added, or in the place of the one of its label. */
  SessionState with(ObjectState object) {
    List<ObjectState> changed = new ArrayList<>(objects);
    changed.removeIf(other -> other.label() == object.label());
    changed.add(object);
    changed.sort(Comparator.comparingInt(ObjectState::label));
    return new SessionState(changed, overlapping);
  }

  /** Returns the state without an object; what lay inside it lies inside what was around it. */
  SessionState without(int label) {
    int around = object(label).inside();
    return new SessionState(
        objects.stream()
            .filter(object -> object.label() != label)
            .map(object -> object.inside() == label ? object.withInside(around) : object)
            .toList(),
        overlapping);
  }

  /** Returns the state in which a voxel may, or may not, belong to several objects. */
  SessionState withOverlap(boolean allowed) {
    return new SessionState(objects, allowed);
  }

  /**
   * Returns the label for one more object: one more than the largest, else the lowest that is free.
   *
   * @throws InteractionException if none is free
   */
  int freeLabel() {
    List<Integer> labels = objects.stream().map(ObjectState::label).toList();
    int next = labels.isEmpty() ? 1 : labels.get(labels.size() - 1) + 1;
    for (int label = 1; next > LARGEST_LABEL && label <= LARGEST_LABEL; label++) {
      next = labels.contains(label) ? next : label;
    }
    if (next > LARGEST_LABEL) {
      throw new InteractionException(
          "a session holds at most "
              + LARGEST_LABEL
              + " objects: remove one, or open another session for more");
    }
    return next;
  }

  /**
   * Checks that an object may have a name.
   *
   * @throws InteractionException if not
   */
  void requireFreeName(String name) {
    List<String> names = objects.stream().map(ObjectState::name).toList();
    if (name.isBlank() || names.contains(name)) {
      throw new InteractionException(
          "an object's name must not be empty or in use, as '" + name + "' is: " + names);
    }
  }
}
