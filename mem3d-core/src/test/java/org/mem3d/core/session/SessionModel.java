package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Change;
import org.mem3d.Mask;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationListener;
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;
import org.mem3d.SessionHistory;
import org.mem3d.SessionStep;
import org.mem3d.SliceMask;
import org.mem3d.SliceQuality;
import org.mem3d.Volume;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.interaction.MarkGeometry;

/**
 * What must be true of a session whatever is called, held beside one that is called by lot: a plain
 * list of what was seen, which undo has to come back to, and rules that masks have to keep. One
 * thread at a time.
 */
final class SessionModel implements AutoCloseable {
  /** All that is seen at one moment. */
  private record Seen(
      List<SegmentationObject> objects,
      ByteBuffer labels,
      List<FloatBuffer> probabilities,
      List<List<SliceQuality>> qualities) {}

  private final CoreEngine engine;
  private final Volume volume;
  private final Deque<Seen> past = new ArrayDeque<>();
  private final Deque<Seen> undone = new ArrayDeque<>();
  private final Map<String, Seen> checkpoints = new HashMap<>();
  private CoreSession session;
  private Seen now;

  SessionModel(CoreEngine engine, Volume volume) {
    this.engine = engine;
    this.volume = volume;
    this.session = (CoreSession) engine.newSession(volume);
    this.now = seen();
  }

  SegmentationSession session() {
    return session;
  }

  private Seen seen() {
    return seen(session);
  }

  private static Seen seen(SegmentationSession of) {
    List<FloatBuffer> probabilities = new ArrayList<>();
    List<List<SliceQuality>> qualities = new ArrayList<>();
    for (SegmentationObject object : of.objects()) {
      qualities.add(of.quality(object.label()));
      Volume probability = of.probability(object.label());
      float[] values = new float[probability.sliceSize(Axis.Z) * probability.sizeZ()];
      float[] slice = new float[probability.sliceSize(Axis.Z)];
      for (int z = 0; z < probability.sizeZ(); z++) {
        probability.readSlice(Axis.Z, z, slice);
        System.arraycopy(slice, 0, values, z * slice.length, slice.length);
      }
      probabilities.add(FloatBuffer.wrap(values));
    }
    ByteBuffer labels = ByteBuffer.wrap(of.mask().toByteArray());
    return new Seen(of.objects(), labels, probabilities, qualities);
  }

  /** Takes a call, and checks all that must be true then. Returns whether it was taken. */
  boolean take(RandomSteps.Step step) {
    SessionState before = session.now();
    History.Timeline timeline = session.timeline();
    SessionHistory history = session.history();
    try {
      step.call().run();
    } catch (Mem3dException | IllegalStateException e) {
      assertThat(e.getMessage()).isNotBlank();
      assertThat(session.timeline()).as("nothing has happened").isSameAs(timeline);
      assertThat(session.history()).isEqualTo(history);
      requireSeen(now, "after a call that was refused: " + e.getMessage());
      return false;
    }
    Seen after = seen();
    remember(step.name(), after);
    requireHistory();
    if (session.timeline().past().size() > timeline.past().size()) {
      requireChanges(session.history().done().get(session.history().done().size() - 1), after);
    }
    if (step.name().startsWith("propagate")) {
      requireAnnotatedSlicesStay(before);
    }
    now = after;
    session.now().objects().forEach(this::requireRules);
    return true;
  }

  private void remember(String name, Seen after) {
    if (name.equals("undo")) {
      undone.push(now);
      requireEqual(after, past.pop(), "before the step");
    } else if (name.equals("redo")) {
      past.push(now);
      requireEqual(after, undone.pop(), "after the step");
    } else if (name.startsWith("checkpoint ")) {
      checkpoints.put(name.substring("checkpoint ".length()), after);
      requireEqual(after, now, "as before the checkpoint");
    } else {
      if (name.startsWith("restore ")) {
        requireEqual(after, checkpoints.get(name.substring("restore ".length())), "as then");
      }
      past.push(now);
      undone.clear();
    }
  }

  private void requireSeen(Seen wanted, String when) {
    requireEqual(seen(), wanted, when);
  }

  private static void requireEqual(Seen is, Seen wanted, String when) {
    assertThat(is.objects).as(when).isEqualTo(wanted.objects);
    assertThat(is.labels.equals(wanted.labels)).as("labels " + when).isTrue();
    assertThat(is.probabilities.equals(wanted.probabilities)).as("levels " + when).isTrue();
    assertThat(is.qualities).as(when).isEqualTo(wanted.qualities);
  }

  /** The oldest steps may be forgotten, and nothing else. */
  private void requireHistory() {
    SessionHistory history = session.history();
    assertThat(history.done()).hasSizeLessThanOrEqualTo(past.size());
    assertThat(history.undone()).hasSize(undone.size());
    assertThat(past.isEmpty()).isEqualTo(history.done().isEmpty());
    while (past.size() > history.done().size()) {
      past.removeLast();
    }
    assertThat(history.checkpoints()).containsExactlyInAnyOrderElementsOf(checkpoints.keySet());
    assertThat(history.bytes()).isNotNegative();
  }

  /** Whatever differs lies in a box of its object. */
  private void requireChanges(SessionStep step, Seen after) {
    for (int i = 0; i < after.labels.capacity(); i++) {
      int was = now.labels.get(i) & 0xff;
      int is = after.labels.get(i) & 0xff;
      if (was != is) {
        int x = i % volume.sizeX();
        int y = i / volume.sizeX() % volume.sizeY();
        int z = i / volume.sizeX() / volume.sizeY();
        for (int label : new int[] {was, is}) {
          assertThat(
                  label == 0
                      || step.changes().stream()
                          .anyMatch(
                              change -> change.object() == label && change.box().contains(x, y, z)))
              .as("%s tells of %d at %d,%d,%d", step, label, x, y, z)
              .isTrue();
        }
      }
    }
    for (Change change : step.changes()) {
      assertThat(change.slices()).isSorted().isNotEmpty();
    }
  }

  private void requireAnnotatedSlicesStay(SessionState before) {
    for (ObjectState object : before.objects()) {
      assertThat(session.now().object(object.label()).marked())
          .as("annotated slices of %d", object.label())
          .isEqualTo(object.marked());
    }
  }

  private void requireRules(ObjectState object) {
    Axis axis = object.axis();
    if (axis == null) {
      assertThat(session.mask().count(object.label())).isZero();
      return;
    }
    int sizeU = volume.size(axis.u());
    int sizeV = volume.size(axis.v());
    Mask own = session.mask(object.label());
    for (AnnotatedSlice slice :
        object.locked() == null ? object.marked().values() : List.<AnnotatedSlice>of()) {
      SliceMask inside = MarkGeometry.voxels(slice.marks(), true, sizeU, sizeV);
      SliceMask outside = MarkGeometry.voxels(slice.marks(), false, sizeU, sizeV);
      for (int i = 0; i < sizeU * sizeV; i++) {
        int u = i % sizeU;
        int v = i / sizeU;
        if (inside.contains(i)) {
          assertThat(slice.patch().contains(u, v)).as("marked %d,%d of %s", u, v, slice).isTrue();
        }
        if (outside.contains(i)) {
          assertThat(slice.patch().contains(u, v))
              .as("%d,%d of %s is marked as outside", u, v, slice)
              .isFalse();
        }
      }
    }
    requireWithinLimit(object, axis, own);
  }

  /** Beyond its limit an object is where the user said so alone. */
  private void requireWithinLimit(ObjectState object, Axis axis, Mask own) {
    Box limit = object.limit();
    if (limit.equals(Box.EVERYWHERE) || object.locked() != null) {
      return;
    }
    for (int z = 0; z < volume.sizeZ(); z++) {
      for (int y = 0; y < volume.sizeY(); y++) {
        for (int x = 0; x < volume.sizeX(); x++) {
          int slice = axis == Axis.X ? x : axis == Axis.Y ? y : z;
          if (own.label(x, y, z) != 0 && !object.marked().containsKey(slice)) {
            assertThat(limit.contains(x, y, z)).as("%d,%d,%d in %s", x, y, z, limit).isTrue();
          }
        }
      }
    }
  }

  /** Ends a propagation in its midst, as a user or a window that fails does. */
  void disturb(int afterSlices, boolean cancel) {
    SegmentationListener listener =
        new SegmentationListener() {
          @Override
          public void sliceDone(int object, Axis axis, int slice, int done, int total) {
            if (done >= afterSlices) {
              if (cancel) {
                session.cancel();
              } else {
                throw new IllegalStateException("the window is gone");
              }
            }
          }

          @Override
          public void changed(SessionStep step) {
            throw new IllegalStateException("the window is gone");
          }
        };
    session.addListener(listener);
    try {
      assertThat(take(new RandomSteps.Step("propagate, disturbed", session::propagate))).isFalse();
    } finally {
      session.removeListener(listener);
    }
  }

  /** Goes on with the session that was saved and restored. */
  void saveAndRestore(Path file) {
    session.save(file);
    History.Timeline timeline = session.timeline();
    CoreSession restored = (CoreSession) engine.restore(file, volume);
    requireEqual(seen(restored), now, "when restored");
    requireSame(restored.timeline(), timeline);
    session.close();
    session = restored;
    requireHistory();
  }

  /** Takes all calls again. */
  void replay(Path file) {
    session.save(file);
    try (CoreSession replayed = (CoreSession) engine.replay(file, volume)) {
      requireEqual(seen(replayed), now, "when replayed");
      requireSame(replayed.timeline(), session.timeline());
    }
  }

  private static void requireSame(History.Timeline is, History.Timeline wanted) {
    assertThat(is.now().equals(wanted.now())).as("the state").isTrue();
    assertThat(is.past().equals(wanted.past())).as("the past").isTrue();
    assertThat(is.undone().equals(wanted.undone())).as("what was undone").isTrue();
    assertThat(is.checkpoints().equals(wanted.checkpoints())).as("the checkpoints").isTrue();
    assertThat(is.log().lines()).isEqualTo(wanted.log().lines());
  }

  /** Returns the last calls that were taken. */
  List<String> lastCalls() {
    List<String> lines = session.timeline().log().lines();
    return lines.subList(Math.max(0, lines.size() - 30), lines.size());
  }

  @Override
  public void close() {
    session.close();
  }
}
