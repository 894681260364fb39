package org.mem3d.viewer.work;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;
import org.mem3d.SessionHistory;
import org.mem3d.SessionStep;
import org.mem3d.SliceQuality;
import org.mem3d.Suggestion;

/**
 * What a session says at one moment. Immutable.
 *
 * @param objects by rising label
 * @param mask the labels of all objects
 * @param suggestions slices most worth another look, best first
 * @param history the steps that can be undone and repeated
 */
public record SessionSnapshot(
    List<ObjectSnapshot> objects, Mask mask, List<Suggestion> suggestions, SessionHistory history) {
  private static final int SUGGESTIONS = 12;

  private static final Set<SessionStep.Kind> EVIDENCE =
      Set.of(SessionStep.Kind.MARK, SessionStep.Kind.CONFIRM, SessionStep.Kind.WITHDRAW);

  /** Copies the lists. */
  public SessionSnapshot {
    objects = List.copyOf(objects);
    suggestions = List.copyOf(suggestions);
  }

  /** Asks a session; called on the thread that works with it. */
  static SessionSnapshot of(SegmentationSession session) {
    List<ObjectSnapshot> objects = new ArrayList<>();
    for (SegmentationObject object : session.objects()) {
      int label = object.label();
      List<SliceQuality> quality = session.quality(label);
      boolean known =
          quality.stream()
              .anyMatch(s -> s.area() > 0 && s.origin() != SliceQuality.Origin.ANNOTATED);
      objects.add(
          new ObjectSnapshot(
              object, session.marks(label), quality, known ? session.expectedDice(label) : null));
    }
    return new SessionSnapshot(
        objects, session.mask(), session.suggest(SUGGESTIONS), session.history());
  }

  /** Returns an object; empty if it is not there. */
  public Optional<ObjectSnapshot> object(int label) {
    return objects.stream().filter(each -> each.label() == label).findFirst();
  }

  /** Returns the marks of all objects. */
  public List<Interaction> marks() {
    return objects.stream().flatMap(each -> each.marks().stream()).toList();
  }

  /**
   * Returns whether something was marked, confirmed or taken back since objects were carried; of
   * objects that were removed since, nothing counts.
   */
  public boolean hasNewEvidence() {
    Set<Integer> removed = new HashSet<>();
    List<SessionStep> done = history.done();
    for (int i = done.size() - 1; i >= 0; i--) {
      SessionStep step = done.get(i);
      if (step.kind() == SessionStep.Kind.PROPAGATE) {
        return false;
      }
      if (step.kind() == SessionStep.Kind.REMOVE_OBJECT) {
        removed.add(step.object());
      } else if (EVIDENCE.contains(step.kind()) && !removed.contains(step.object())) {
        return true;
      }
    }
    return false;
  }
}
