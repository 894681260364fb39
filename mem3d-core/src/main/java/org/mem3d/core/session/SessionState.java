package org.mem3d.core.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.mem3d.Axis;
import org.mem3d.InteractionException;
import org.mem3d.PropagationScope;
import org.mem3d.core.propagation.plan.SlicePrediction;

/**
 * All objects of a session at one moment. Immutable.
 *
 * @param objects by rising label
 * @param overlapping whether a voxel may belong to several of them
 */
record SessionState(List<ObjectState> objects, boolean overlapping) {
  static final SessionState EMPTY = new SessionState(List.of(), false);

  static final int LARGEST_LABEL = 255;

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

  /**
   * Returns an object to which a step is to be taken.
   *
   * @throws InteractionException if there is none of that label, or it is locked
   */
  ObjectState unlocked(int label) {
    ObjectState object = object(label);
    if (object.locked() != null) {
      throw new InteractionException(
          "object " + label + " ('" + object.name() + "') is locked: unlock it first");
    }
    return object;
  }

  /**
   * Returns the objects that a propagation is to carry.
   *
   * @throws InteractionException if none can be carried, or one that is named cannot
   */
  List<ObjectState> inScope(PropagationScope scope) {
    List<ObjectState> named = scope.objects().stream().sorted().map(this::unlocked).toList();
    for (ObjectState object : named) {
      if (object.marked().isEmpty()) {
        throw new InteractionException(
            "object "
                + object.label()
                + " ('"
                + object.name()
                + "') has nothing to be carried from: mark or confirm a slice first");
      }
    }
    if (!named.isEmpty()) {
      return named;
    }
    if (objects.stream().allMatch(object -> object.marked().isEmpty())) {
      throw new InteractionException("nothing to propagate: mark a slice first");
    }
    return objects.stream()
        .filter(object -> !object.marked().isEmpty() && !object.fresh() && object.locked() == null)
        .toList();
  }

  /**
   * Returns the state with objects that begin with masks.
   *
   * @param masks of each label, one prediction for each slice along the axis
   * @param added takes the labels of the objects
   * @throws InteractionException if there is none, or no label is free
   */
  SessionState started(
      SortedMap<Integer, List<SlicePrediction>> masks, Axis axis, List<Integer> added) {
    if (masks.isEmpty()) {
      throw new InteractionException("the mask to start from has no label above 0");
    }
    SessionState next = this;
    for (Map.Entry<Integer, List<SlicePrediction>> mask : masks.entrySet()) {
      int wanted = mask.getKey();
      boolean used = next.objects.stream().anyMatch(object -> object.label() == wanted);
      int label = used ? next.freeLabel(masks.keySet()) : wanted;
      ObjectState object = ObjectState.named(label, next.freeName("label " + wanted), 0);
      next = next.with(object.withStart(axis, mask.getValue()));
      added.add(label);
    }
    return next;
  }

  private String freeName(String name) {
    List<String> names = objects.stream().map(ObjectState::name).toList();
    String free = name;
    for (int number = 2; names.contains(free); number++) {
      free = name + " (" + number + ")";
    }
    return free;
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
    return freeLabel(Set.of());
  }

  private int freeLabel(Set<Integer> reserved) {
    TreeSet<Integer> labels = new TreeSet<>(reserved);
    objects.forEach(object -> labels.add(object.label()));
    int next = labels.isEmpty() ? 1 : labels.last() + 1;
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
