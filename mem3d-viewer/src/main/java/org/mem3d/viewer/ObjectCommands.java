package org.mem3d.viewer;

import java.awt.Color;
import java.awt.Component;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.swing.JColorChooser;
import javax.swing.JOptionPane;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.viewer.work.ObjectSnapshot;
import org.mem3d.viewer.work.SessionWorker;

/** What is done with objects. Belongs to the event thread. */
final class ObjectCommands implements ObjectList.Commands {
  private final ViewerState state;
  private final SessionWorker worker;
  private final Component parent;

  ObjectCommands(ViewerState state, SessionWorker worker, Component parent) {
    this.state = state;
    this.worker = worker;
    this.parent = parent;
  }

  private List<ObjectSnapshot> objects() {
    return state.session == null ? List.of() : state.session.objects();
  }

  @Override
  public void select(int label) {
    state.activeObject = label;
    state
        .active()
        .ifPresent(
            object -> {
              Axis axis = object.object().axis();
              if (axis != null) {
                state.mainAxis = axis;
              }
            });
    state.changed();
  }

  /** Selects the n-th of the list, from 0. */
  void selectAt(int index) {
    if (index < objects().size()) {
      select(objects().get(index).label());
    }
  }

  /** Adds an object and selects it. */
  void add() {
    int label = objects().stream().mapToInt(ObjectSnapshot::label).max().orElse(0) + 1;
    String name = freeName(label);
    worker.step(session -> session.addObject(name));
    state.activeObject = label;
    state.say("Added " + name + ".");
  }

  private String freeName(int first) {
    for (int number = first; ; number++) {
      String name = "object " + number;
      if (objects().stream().noneMatch(each -> each.object().name().equals(name))) {
        return name;
      }
    }
  }

  void rename() {
    rename(state.activeObject);
  }

  @Override
  public void rename(int label) {
    ObjectSnapshot object = object(label);
    if (object == null) {
      return;
    }
    Object name =
        JOptionPane.showInputDialog(
            parent,
            "Name of the object",
            "Rename",
            JOptionPane.PLAIN_MESSAGE,
            null,
            null,
            object.object().name());
    if (name != null && !name.toString().equals(object.object().name())) {
      String chosen = name.toString().strip();
      worker.step(session -> session.renameObject(label, chosen));
    }
  }

  private @Nullable ObjectSnapshot object(int label) {
    return objects().stream().filter(each -> each.label() == label).findFirst().orElse(null);
  }

  @Override
  public void recolor(int label) {
    Color chosen = JColorChooser.showDialog(parent, "Colour", new Color(state.style.rgb(label)));
    if (chosen != null) {
      int rgb = chosen.getRGB() & 0xffffff;
      worker.step(session -> session.colorObject(label, rgb));
    }
  }

  @Override
  public void toggleShown(int label) {
    Set<Integer> hidden = new HashSet<>(state.style.hidden());
    if (!hidden.remove(label)) {
      hidden.add(label);
    }
    state.style = state.style.withHidden(hidden);
    state.changed();
  }

  /** Hides all, or shows all again. */
  void toggleAll() {
    Set<Integer> hidden = new HashSet<>();
    if (state.style.hidden().isEmpty()) {
      objects().forEach(each -> hidden.add(each.label()));
    }
    state.style = state.style.withHidden(hidden);
    state.changed();
  }

  void toggleLocked() {
    toggleLocked(state.activeObject);
  }

  @Override
  public void toggleLocked(int label) {
    ObjectSnapshot object = object(label);
    if (object == null) {
      return;
    }
    if (object.object().locked()) {
      worker.step(session -> session.unlockObject(label));
    } else {
      worker.step(session -> session.lockObject(label));
    }
  }

  /** Removes the selected object; undo brings it back. */
  void remove() {
    ObjectSnapshot object = object(state.activeObject);
    if (object != null) {
      worker.step(session -> session.removeObject(object.label()));
      state.say("Removed " + object.object().name() + ". Ctrl+Z brings it back.");
    }
  }
}
