package org.mem3d.viewer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mem3d.ExpectedDice;
import org.mem3d.Suggestion;
import org.mem3d.viewer.work.ObjectSnapshot;
import org.mem3d.viewer.work.SessionSnapshot;

/** Tells the user what can be done next. Stateless. */
final class NextStep {
  private NextStep() {}

  static String of(ViewerState state) {
    SessionSnapshot session = state.session;
    ViewerState.Propagation propagation = state.propagation;
    if (state.opening) {
      return "Opening ...";
    }
    if (state.image == null) {
      return "Open an image: Ctrl+O, or drop a file or a DICOM folder here.   ?  shows all keys.";
    }
    if (propagation != null) {
      return running(propagation);
    }
    Optional<ObjectSnapshot> active = state.active();
    if (session == null || active.isEmpty()) {
      return state.engineReady
          ? "Draw on the object with the left mouse button."
          : "The engine is being loaded. You can draw already: left button on the object.";
    }
    ObjectSnapshot object = active.get();
    String name = object.object().name();
    if (object.object().locked()) {
      return name + " is locked; unlock it in the list to change it.";
    }
    if (object.marks().isEmpty() && !object.isCarried()) {
      return state.tool.paints()
          ? "Paint " + name + " with the left button; the right one takes away."
          : "Draw on "
              + name
              + " with the left button; mark what is not "
              + name
              + " with the right one.";
    }
    if (session.hasNewEvidence()) {
      return "Mend the outline: left adds, right takes away.   Space propagates it through the volume.";
    }
    return propagated(state, session, object);
  }

  private static String running(ViewerState.Propagation propagation) {
    String left =
        Double.isNaN(propagation.secondsLeft())
            ? ""
            : String.format(Locale.ROOT, ", about %.0f s left", propagation.secondsLeft());
    return String.format(
        Locale.ROOT, "Propagating%s. Esc stops it; marks may be made meanwhile.", left);
  }

  private static String propagated(
      ViewerState state, SessionSnapshot session, ObjectSnapshot object) {
    ExpectedDice expected = object.expected();
    String good =
        expected == null
            ? ""
            : String.format(
                Locale.ROOT,
                "   Expected Dice %.2f (%.2f to %.2f).",
                expected.mean(),
                expected.low(),
                expected.high());
    List<Suggestion> suggestions = session.suggestions();
    boolean here =
        suggestions.stream()
            .anyMatch(each -> each.object() == object.label() && each.slice() == state.slice());
    if (here && !state.visited.isEmpty()) {
      return "Is the outline right? Enter accepts it. Else mend it: left adds, right takes away."
          + good;
    }
    return suggestions.isEmpty()
        ? "Done." + good + "   Ctrl+E exports the masks."
        : "N goes to the slice most worth a look; mend it, or accept it with Enter." + good;
  }
}
