package org.mem3d.core.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;
import org.mem3d.Mask;
import org.mem3d.PropagationCancelledException;
import org.mem3d.PropagationReport;
import org.mem3d.SegmentationListener;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceAnswer;
import org.mem3d.SliceQuality;
import org.mem3d.Suggestion;
import org.mem3d.SuggestionPolicy;
import org.mem3d.Volume;
import org.mem3d.core.interaction.MarkedSlice;
import org.mem3d.core.propagation.PropagationRun;
import org.mem3d.core.propagation.SlicePrediction;
import org.mem3d.core.region.SliceReader;

/** The session of the core engine: a sequence of states, each made from the last by one step. */
final class CoreSession implements SegmentationSession {
  private static final int MOST_OBJECTS = 255;

  private final CoreEngine engine;
  private final Volume volume;
  private final Map<Axis, SliceReader> readers = new EnumMap<>(Axis.class);
  private final List<SegmentationListener> listeners = new CopyOnWriteArrayList<>();
  private final Deque<SessionState> undone = new ArrayDeque<>();
  private final Deque<SessionState> past = new ArrayDeque<>();
  private SessionState state = SessionState.EMPTY;
  private volatile boolean cancelled;
  private volatile boolean propagating;
  private volatile boolean closed;

  CoreSession(CoreEngine engine, Volume volume) {
    this.engine = engine;
    this.volume = volume;
  }

  @Override
  public Volume volume() {
    return volume;
  }

  @Override
  public int addObject(String name) {
    requireIdle();
    if (name.isBlank() || objects().contains(name)) {
      throw new InteractionException(
          "an object's name must not be empty or in use, as '" + name + "' is: " + objects());
    }
    int label = state.objects().size() + 1;
    if (label > MOST_OBJECTS) {
      throw new InteractionException(
          "a session holds at most " + MOST_OBJECTS + " objects: open another session for more");
    }
    step(state.with(ObjectState.named(label, name)));
    return label;
  }

  @Override
  public List<String> objects() {
    requireOpen();
    return state.objects().stream().map(ObjectState::name).toList();
  }

  @Override
  public SliceAnswer interact(Interaction interaction) {
    requireIdle();
    ObjectState object = state.object(interaction.object());
    Axis axis = interaction.axis();
    if (object.axis() != null && object.axis() != axis) {
      throw new InteractionException(
          "object "
              + object.label()
              + " ('"
              + object.name()
              + "') is carried along "
              + object.axis()
              + " since its first mark; a mark along "
              + axis
              + " needs an object of its own, or undo the first");
    }
    MarkCheck.require(interaction, volume);
    SliceReader reader = reader(axis);
    MarkedSlice answer =
        engine.answer(
            reader,
            interaction,
            object.marked().get(interaction.slice()),
            object.predictedPatch(interaction.slice()));
    step(state.with(object.withMarked(axis, answer)));
    return new SliceAnswer(
        object.label(),
        axis,
        answer.slice(),
        answer.patch().toMask(reader.sizeU(), reader.sizeV()),
        answer.predictedDice());
  }

  @Override
  public PropagationReport propagate() {
    begin();
    try {
      return carry();
    } finally {
      propagating = false;
    }
  }

  private void begin() {
    requireIdle();
    propagating = true;
    cancelled = false;
  }

  private PropagationReport carry() {
    // It may have been closed while this waited for its turn on an executor.
    requireOpen();
    long begin = System.nanoTime();
    List<ObjectState> marked =
        state.objects().stream().filter(object -> !object.marked().isEmpty()).toList();
    if (marked.isEmpty()) {
      throw new InteractionException("nothing to propagate: mark a slice first");
    }
    List<ObjectState> stale = marked.stream().filter(object -> !object.fresh()).toList();
    Propagated propagated = stale.isEmpty() ? new Propagated(state, 0) : carry(stale);
    List<PropagationReport.Change> changes = new ArrayList<>();
    for (ObjectState object : stale) {
      changes.add(change(object, propagated.state.object(object.label())));
    }
    PropagationReport report =
        new PropagationReport(changes, propagated.slices, (System.nanoTime() - begin) / 1e9);
    requireOpen();
    if (stale.isEmpty()) {
      listeners.forEach(listener -> listener.propagated(report));
    } else {
      stepAndTell(propagated.state, report);
    }
    return report;
  }

  /** Takes the step, and takes it back if a listener fails. */
  private void stepAndTell(SessionState next, PropagationReport report) {
    List<SessionState> redoable = List.copyOf(undone);
    step(next);
    try {
      listeners.forEach(listener -> listener.propagated(report));
    } catch (RuntimeException | Error e) {
      if (!closed) {
        state = past.pop();
        undone.addAll(redoable);
      }
      throw e;
    }
  }

  private record Propagated(SessionState state, int slices) {}

  private Propagated carry(List<ObjectState> objects) {
    return engine.withCarrier(
        carrier -> {
          PropagationRun propagation = carrier.newRun();
          for (ObjectState object : objects) {
            propagation.add(
                object.label(), object.anchors(), reader(axisOf(object)), object.carried());
          }
          int total = propagation.mostSlices();
          propagation.run((label, slice) -> sliceDone(label, slice, propagation, total));
          SessionState after = state;
          for (ObjectState object : objects) {
            int label = object.label();
            after =
                after.with(
                    object.withPredictions(
                        propagation.predictions(label, () -> requireWanted(propagation, total)),
                        propagation.carried(label)));
          }
          requireWanted(propagation, total);
          return new Propagated(after, propagation.slicesComputed());
        });
  }

  private void sliceDone(int label, int slice, PropagationRun propagation, int total) {
    requireWanted(propagation, total);
    int done = propagation.slicesComputed();
    Axis axis = axisOf(state.object(label));
    listeners.forEach(listener -> listener.sliceDone(label, axis, slice, done, total));
  }

  /** Ends a propagation that was cancelled, or whose engine was closed. */
  private void requireWanted(PropagationRun propagation, int total) {
    engine.requireOpen();
    if (cancelled) {
      throw new PropagationCancelledException(
          "the propagation was cancelled after "
              + propagation.slicesComputed()
              + " of at most "
              + total
              + " slices");
    }
  }

  private static Axis axisOf(ObjectState object) {
    Axis axis = object.axis();
    if (axis == null) {
      throw new IllegalStateException("object " + object.label() + " has no mark");
    }
    return axis;
  }

  private PropagationReport.Change change(ObjectState before, ObjectState after) {
    Axis axis = axisOf(after);
    int first = volume.size(axis);
    int last = -1;
    for (int slice = 0; slice < volume.size(axis); slice++) {
      if (!before.patch(slice).equals(after.patch(slice))) {
        first = Math.min(first, slice);
        last = slice;
      }
    }
    return new PropagationReport.Change(after.label(), axis, first, last);
  }

  @Override
  public CompletableFuture<PropagationReport> propagateAsync(Executor executor) {
    begin();
    PropagationFuture future =
        new PropagationFuture(this::carry, this::cancel, () -> propagating = false);
    try {
      executor.execute(future);
    } catch (RuntimeException | Error e) {
      propagating = false;
      throw e;
    }
    return future;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  @Override
  public List<Suggestion> suggest(int count) {
    requireOpen();
    requireCount(count);
    return state.objects().stream()
        .flatMap(object -> Suggestions.of(object, SuggestionPolicy.RECOMMENDED).stream())
        .sorted(Comparator.comparingDouble(Suggestion::score).reversed())
        .limit(count)
        .toList();
  }

  @Override
  public List<Suggestion> suggest(int object, int count, SuggestionPolicy policy) {
    requireOpen();
    requireCount(count);
    return Suggestions.of(state.object(object), policy).stream().limit(count).toList();
  }

  private static void requireCount(int count) {
    if (count < 0) {
      throw new InteractionException("ask for 0 or more suggestions, not " + count);
    }
  }

  @Override
  public List<SliceQuality> quality(int label) {
    requireOpen();
    ObjectState object = state.object(label);
    List<SliceQuality> qualities = new ArrayList<>();
    Axis axis = object.axis();
    for (int slice = 0; axis != null && slice < volume.size(axis); slice++) {
      qualities.add(quality(object, slice));
    }
    return qualities;
  }

  private static SliceQuality quality(ObjectState object, int slice) {
    int area = object.patch(slice).area();
    MarkedSlice marked = object.marked().get(slice);
    SlicePrediction prediction = object.prediction(slice);
    if (marked != null) {
      return new SliceQuality(slice, marked.predictedDice(), area, SliceQuality.Origin.ANNOTATED);
    }
    if (prediction != null) {
      return new SliceQuality(
          slice, prediction.predictedDice(), area, SliceQuality.Origin.PROPAGATED);
    }
    return new SliceQuality(slice, 0, area, SliceQuality.Origin.UNREACHED);
  }

  @Override
  public Mask mask() {
    requireOpen();
    return MaskAssembly.labels(state, volume);
  }

  @Override
  public Volume probability(int object) {
    requireOpen();
    return MaskAssembly.probability(state.object(object), volume);
  }

  @Override
  public boolean canUndo() {
    requireOpen();
    return !past.isEmpty();
  }

  @Override
  public void undo() {
    requireIdle();
    undone.push(exchange(past, "undo"));
  }

  @Override
  public boolean canRedo() {
    requireOpen();
    return !undone.isEmpty();
  }

  @Override
  public void redo() {
    requireIdle();
    past.push(exchange(undone, "redo"));
  }

  private SessionState exchange(Deque<SessionState> from, String what) {
    @Nullable SessionState next = from.poll();
    if (next == null) {
      throw new IllegalStateException("there is no step to " + what);
    }
    SessionState now = state;
    state = next;
    return now;
  }

  private void step(SessionState next) {
    past.push(state);
    undone.clear();
    state = next;
  }

  private SliceReader reader(Axis axis) {
    return readers.computeIfAbsent(axis, key -> new SliceReader(volume, key));
  }

  @Override
  public void addListener(SegmentationListener listener) {
    requireOpen();
    listeners.add(listener);
  }

  @Override
  public void removeListener(SegmentationListener listener) {
    listeners.remove(listener);
  }

  private void requireIdle() {
    requireOpen();
    if (propagating) {
      throw new IllegalStateException(
          "the session is propagating: wait until that is done, or cancel it, before the next step");
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the session is closed");
    }
    engine.requireOpen();
  }

  @Override
  public void close() {
    closed = true;
    cancelled = true;
    engine.forget(Set.copyOf(readers.values()));
    readers.clear();
    past.clear();
    undone.clear();
    state = SessionState.EMPTY;
  }
}
