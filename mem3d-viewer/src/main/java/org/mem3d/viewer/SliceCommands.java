package org.mem3d.viewer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.SliceMask;
import org.mem3d.Suggestion;
import org.mem3d.viewer.slice.Voxel;
import org.mem3d.viewer.work.ObjectSnapshot;
import org.mem3d.viewer.work.SessionSnapshot;
import org.mem3d.viewer.work.SessionWorker;

/** What is done with slices: going to them, marking and accepting them. */
final class SliceCommands {
  private final ViewerState state;
  private final SessionWorker worker;

  SliceCommands(ViewerState state, SessionWorker worker) {
    this.state = state;
    this.worker = worker;
  }

  /** Goes to a slice of the large plane. */
  void goTo(int slice) {
    state.grid().ifPresent(grid -> moveTo(state.crosshair.with(state.mainAxis, slice)));
  }

  private void moveTo(Voxel voxel) {
    state
        .grid()
        .ifPresent(
            grid -> {
              state.crosshair = voxel.within(grid);
              state.changed();
            });
  }

  void move(int slices) {
    goTo(state.slice() + slices);
  }

  void last() {
    state.grid().ifPresent(grid -> goTo(grid.size(state.mainAxis) - 1));
  }

  /** Moves the crosshair within the large plane, as it lies on the screen. */
  void moveCrosshair(Axis axis, int voxels) {
    moveTo(state.crosshair.with(axis, state.crosshair.at(axis) + voxels));
  }

  /** Goes to the next annotated slice in a direction. */
  void nextAnnotated(int direction) {
    ObjectSnapshot object = state.active().orElse(null);
    if (object == null || object.object().axis() != state.mainAxis) {
      return;
    }
    for (int slice = state.slice() + direction;
        slice >= 0 && slice < object.quality().size();
        slice += direction) {
      if (object.isAnnotated(slice)) {
        goTo(slice);
        return;
      }
    }
  }

  /** Goes to the slice most worth a look among those not looked at since the last change. */
  void nextSuggestion() {
    SessionSnapshot session = state.session;
    if (session == null || session.suggestions().isEmpty()) {
      state.say(
          "There is no suggestion: mark an object and propagate it with the space bar first.");
      return;
    }
    List<Suggestion> all = session.suggestions();
    if (state.visited.containsAll(all)) {
      state.visited.clear();
    }
    Suggestion next =
        all.stream().filter(each -> !state.visited.contains(each)).findFirst().orElseThrow();
    state.visited.add(next);
    state.activeObject = next.object();
    state.mainAxis = next.axis();
    Voxel at = middle(session.mask(), next).orElse(state.crosshair);
    moveTo(at.with(next.axis(), next.slice()));
    String name = session.object(next.object()).map(o -> o.object().name()).orElse("object");
    state.say(
        String.format(
            Locale.ROOT,
            "Suggestion %d of %d: %s on slice %d, %s.",
            all.indexOf(next) + 1,
            all.size(),
            name,
            next.slice(),
            next.reason()));
  }

  private Optional<Voxel> middle(Mask mask, Suggestion at) {
    SliceMask pixels = mask.slice(at.object(), at.axis(), at.slice());
    if (pixels.isEmpty()) {
      return Optional.empty();
    }
    int[] box = pixels.bounds();
    return Optional.of(
        state
            .crosshair
            .with(at.axis().u(), (box[0] + box[2]) / 2)
            .with(at.axis().v(), (box[1] + box[3]) / 2));
  }

  /** Says that the object's mask on this slice is right. */
  void accept() {
    ObjectSnapshot object = state.active().orElse(null);
    if (object == null || object.object().axis() == null) {
      state.sayFault("There is no mask to accept yet: mark the object first.");
    } else if (object.object().axis() != state.mainAxis) {
      state.sayFault(otherAxis(object));
    } else {
      worker.confirm(object.label(), state.slice());
    }
  }

  /** Says that the object is not on this slice. */
  void absent() {
    mark(Interaction.absent(state.activeObject, state.mainAxis, state.slice()));
  }

  /** Takes back all that was marked on this slice. */
  void withdrawSlice() {
    int object = state.activeObject;
    int slice = state.slice();
    if (state.active().filter(each -> each.isAnnotated(slice)).isPresent()) {
      worker.step(session -> session.withdraw(object, slice));
    } else {
      state.sayFault("This slice has no marks of the object.");
    }
  }

  /** Takes a mark that was made in the large plane. */
  void mark(Interaction mark) {
    ObjectSnapshot object = state.active().orElse(null);
    if (object != null && object.object().locked()) {
      state.sayFault(object.object().name() + " is locked: unlock it in the list first.");
      return;
    }
    if (object != null && object.object().axis() != null && object.object().axis() != mark.axis()) {
      state.sayFault(otherAxis(object));
      return;
    }
    if (state.session != null && state.session.objects().isEmpty()) {
      worker.step(
          session -> {
            if (session.objects().isEmpty()) {
              session.addObject("object 1");
            }
          });
      state.activeObject = 1;
    }
    worker.mark(mark);
    state.say(
        state.engineReady
            ? "Segmenting the slice ..."
            : "The mark is answered as soon as the engine is loaded.");
  }

  private static String otherAxis(ObjectSnapshot object) {
    return object.object().name()
        + " is marked on slices along "
        + String.valueOf(object.object().axis()).toLowerCase(Locale.ROOT)
        + ": show these large with a double click, or add another object.";
  }
}
