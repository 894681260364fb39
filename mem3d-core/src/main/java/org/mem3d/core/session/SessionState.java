package org.mem3d.core.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mem3d.InteractionException;

/** All objects of a session at one moment. Immutable. */
record SessionState(List<ObjectState> objects) {
  static final SessionState EMPTY = new SessionState(List.of());

  SessionState {
    objects = List.copyOf(objects);
  }

  ObjectState object(int label) {
    if (label < 1 || label > objects.size()) {
      String there =
          objects.isEmpty()
              ? "there is none yet: call addObject first"
              : "there are 1 to " + objects.size();
      throw new InteractionException("no object " + label + ": " + there);
    }
    return objects.get(label - 1);
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

  SessionState with(ObjectState object) {
    List<ObjectState> changed = new ArrayList<>(objects);
    if (object.label() > objects.size()) {
      changed.add(object);
    } else {
      changed.set(object.label() - 1, object);
    }
    return new SessionState(changed);
  }
}
