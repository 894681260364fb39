package org.mem3d.core.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
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
import org.mem3d.SliceMask;
import org.mem3d.SliceQuality;
import org.mem3d.Suggestion;
import org.mem3d.SuggestionPolicy;
import org.mem3d.Volume;
import org.mem3d.core.interaction.Agreement;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.propagation.Propagation;
import org.mem3d.core.propagation.SlicePrediction;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;

/** The session of the core engine: a sequence of states, each made from the last by one step. */
final class CoreSession implements SegmentationSession {
  private static final int MOST_OBJECTS = 255;

  private final CoreEngine engine;
  private final Volume given;
  private final CheckedVolume volume;
  private final Map<Axis, SliceReader> readers = new EnumMap<>(Axis.class);
  private final List<SegmentationListener> listeners = new CopyOnWriteArrayList<>();
  private final History history = new History();
  private volatile boolean cancelled;

  /** What step is being taken; null if none is. Steps of several threads do not mix. */
  private final AtomicReference<@Nullable String> step = new AtomicReference<>();

  /** What the user sees, of the state that was asked for last. */
  private volatile @Nullable Contest contest;

  private volatile boolean closed;

  /**
   * Makes a session without objects.
   *
   * @param volume the given one, checked
   */
  CoreSession(CoreEngine engine, Volume given, CheckedVolume volume) {
    this.engine = engine;
    this.given = given;
    this.volume = volume;
  }

  @Override
  public Volume volume() {
    return given;
  }

  @Override
  public int addObject(String name) {
    Objects.requireNonNull(name, "the object's name is null");
    return alone("adding an object", () -> add(name, 0));
  }

  @Override
  public int addObject(String name, int inside) {
    Objects.requireNonNull(name, "the object's name is null");
    return alone("adding an object", () -> add(name, history.now().object(inside).label()));
  }

  private int add(String name, int inside) {
    if (name.isBlank() || objects().contains(name)) {
      throw new InteractionException(
          "an object's name must not be empty or in use, as '" + name + "' is: " + objects());
    }
    int label = history.now().objects().size() + 1;
    if (label > MOST_OBJECTS) {
      throw new InteractionException(
          "a session holds at most " + MOST_OBJECTS + " objects: open another session for more");
    }
    history.step(history.now().with(ObjectState.named(label, name, inside)));
    return label;
  }

  @Override
  public List<String> objects() {
    requireOpen();
    return history.now().objects().stream().map(ObjectState::name).toList();
  }

  @Override
  public SliceAnswer interact(Interaction interaction) {
    Objects.requireNonNull(interaction, "the mark is null");
    return alone("taking a mark", () -> answer(interaction));
  }

  private SliceAnswer answer(Interaction interaction) {
    ObjectState object = history.now().object(interaction.object());
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
    AnnotatedSlice answer = answer(interaction, object, reader);
    SessionState next = history.now().with(object.withMarked(axis, answer));
    Contest after = new Contest(next, volume);
    SliceAnswer told =
        new SliceAnswer(
            object.label(),
            axis,
            answer.slice(),
            after
                .seen(next.object(object.label()), answer.slice())
                .toMask(reader.sizeU(), reader.sizeV()),
            answer.predictedDice());
    // It may have been closed meanwhile.
    requireOpen();
    history.step(next);
    contest = after;
    return told;
  }

  /** Answers a mark with the slice's mask, which stays what it is if the mark agrees with it. */
  private AnnotatedSlice answer(Interaction mark, ObjectState object, SliceReader reader) {
    int slice = mark.slice();
    AnnotatedSlice before = object.marked().get(slice);
    SlicePatch seen = contest().seen(object, slice);
    SlicePatch shape = contest().shape(object, slice);
    if (seen.area() > 0 && Agreement.of(mark, seen, reader.sizeU(), reader.sizeV())) {
      SlicePrediction predicted = object.prediction(slice);
      float dice =
          before != null
              ? before.predictedDice()
              : predicted == null ? 0 : predicted.predictedDice();
      return AnnotatedSlice.agreed(before, mark, shape, dice);
    }
    return engine.answer(reader, mark, before == null ? null : before.withPatch(shape), shape);
  }

  /** Returns what the user sees of the present state. */
  @SuppressWarnings("ReferenceEquality") // states are compared as steps, not by their contents
  private Contest contest() {
    Contest known = contest;
    SessionState now = history.now();
    if (known == null || known.state() != now) {
      known = new Contest(now, volume);
      contest = known;
    }
    return known;
  }

  @Override
  public SliceAnswer confirm(int object, int slice) {
    return alone("confirming a slice", () -> confirmed(object, slice));
  }

  private SliceAnswer confirmed(int label, int slice) {
    ObjectState object = history.now().object(label);
    Axis axis = object.axis();
    if (axis == null) {
      throw new InteractionException(
          "object "
              + label
              + " ('"
              + object.name()
              + "') has no mask to confirm: mark it on a slice first");
    }
    if (slice < 0 || slice >= volume.size(axis)) {
      throw new InteractionException(
          "slice "
              + axis
              + "="
              + slice
              + " lies outside the volume: "
              + axis
              + " goes from 0 to "
              + (volume.size(axis) - 1));
    }
    SliceMask mask =
        contest().shape(object, slice).toMask(volume.size(axis.u()), volume.size(axis.v()));
    return answer(
        mask.isEmpty()
            ? Interaction.absent(label, axis, slice)
            : Interaction.mask(label, axis, slice, mask));
  }

  @Override
  public PropagationReport propagate() {
    begin();
    try {
      return carry();
    } finally {
      end();
    }
  }

  private void begin() {
    begin("propagating");
    cancelled = false;
  }

  private void begin(String what) {
    requireOpen();
    String other = step.compareAndExchange(null, what);
    if (other != null) {
      throw new IllegalStateException(
          "the session is "
              + other
              + ": wait until that is done, or cancel a propagation, before the next step");
    }
  }

  private void end() {
    step.set(null);
  }

  /** Takes a step while no other is taken, by another thread or by one that this one calls. */
  private <T> T alone(String what, Supplier<T> taking) {
    begin(what);
    try {
      return taking.get();
    } finally {
      end();
    }
  }

  private PropagationReport carry() {
    // It may have been closed while this waited for its turn on an executor.
    requireOpen();
    long begin = System.nanoTime();
    List<ObjectState> marked =
        history.now().objects().stream().filter(object -> !object.marked().isEmpty()).toList();
    if (marked.isEmpty()) {
      throw new InteractionException("nothing to propagate: mark a slice first");
    }
    List<ObjectState> stale = marked.stream().filter(object -> !object.fresh()).toList();
    Propagated propagated = stale.isEmpty() ? new Propagated(history.now(), 0) : carry(stale);
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
    Runnable takeBack = history.step(next);
    try {
      listeners.forEach(listener -> listener.propagated(report));
    } catch (RuntimeException | Error e) {
      if (!closed) {
        takeBack.run();
      }
      throw e;
    }
  }

  private record Propagated(SessionState state, int slices) {}

  private Propagated carry(List<ObjectState> objects) {
    try {
      return carried(objects);
    } finally {
      volume.checkBeforeReading(null);
    }
  }

  private Propagated carried(List<ObjectState> objects) {
    return engine.withCarrier(
        propagator -> {
          Propagation propagation = propagator.newPropagation();
          volume.checkBeforeReading(() -> requireWanted(propagation, propagation.mostSlices()));
          for (ObjectState object : objects) {
            propagation.add(
                object.label(), object.annotatedMasks(), reader(axisOf(object)), object.cache());
          }
          int total = propagation.mostSlices();
          propagation.run((label, slice) -> sliceDone(label, slice, propagation, total));
          SessionState after = history.now();
          for (ObjectState object : objects) {
            int label = object.label();
            after =
                after.with(
                    object.withPredictions(
                        propagation.predictions(label, () -> requireWanted(propagation, total)),
                        propagation.cache(label)));
          }
          requireWanted(propagation, total);
          return new Propagated(after, propagation.slicesComputed());
        });
  }

  private void sliceDone(int label, int slice, Propagation propagation, int total) {
    requireWanted(propagation, total);
    int done = propagation.slicesComputed();
    Axis axis = axisOf(history.now().object(label));
    listeners.forEach(listener -> listener.sliceDone(label, axis, slice, done, total));
  }

  /** Ends a propagation that was cancelled, or whose engine was closed. */
  private void requireWanted(Propagation propagation, int total) {
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
    Objects.requireNonNull(executor, "the executor is null");
    begin();
    PropagationFuture future = new PropagationFuture(this::carry, this::cancel, this::end);
    try {
      executor.execute(future);
    } catch (RuntimeException | Error e) {
      end();
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
    return history.now().objects().stream()
        .flatMap(object -> Suggestions.of(contest(), object, SuggestionPolicy.RECOMMENDED).stream())
        .sorted(Comparator.comparingDouble(Suggestion::score).reversed())
        .limit(count)
        .toList();
  }

  @Override
  public List<Suggestion> suggest(int object, int count, SuggestionPolicy policy) {
    Objects.requireNonNull(policy, "the policy is null");
    requireOpen();
    requireCount(count);
    return Suggestions.of(contest(), history.now().object(object), policy).stream()
        .limit(count)
        .toList();
  }

  private static void requireCount(int count) {
    if (count < 0) {
      throw new InteractionException("ask for 0 or more suggestions, not " + count);
    }
  }

  @Override
  public List<SliceQuality> quality(int label) {
    requireOpen();
    ObjectState object = history.now().object(label);
    List<SliceQuality> qualities = new ArrayList<>();
    Axis axis = object.axis();
    for (int slice = 0; axis != null && slice < volume.size(axis); slice++) {
      qualities.add(quality(object, slice));
    }
    return qualities;
  }

  private SliceQuality quality(ObjectState object, int slice) {
    int area = contest().seen(object, slice).area();
    AnnotatedSlice marked = object.marked().get(slice);
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
    return contest().labels();
  }

  @Override
  public Mask mask(int object) {
    requireOpen();
    return contest().labels(history.now().object(object));
  }

  @Override
  public Volume probability(int object) {
    requireOpen();
    return contest().probability(history.now().object(object));
  }

  @Override
  public boolean canUndo() {
    requireOpen();
    return history.canUndo();
  }

  @Override
  public void undo() {
    begin("undoing a step");
    try {
      history.undo();
    } finally {
      end();
    }
  }

  @Override
  public boolean canRedo() {
    requireOpen();
    return history.canRedo();
  }

  @Override
  public void redo() {
    begin("redoing a step");
    try {
      history.redo();
    } finally {
      end();
    }
  }

  private SliceReader reader(Axis axis) {
    return readers.computeIfAbsent(axis, key -> new SliceReader(volume, key));
  }

  @Override
  public void addListener(SegmentationListener listener) {
    Objects.requireNonNull(listener, "the listener is null");
    requireOpen();
    listeners.add(listener);
  }

  @Override
  public void removeListener(SegmentationListener listener) {
    listeners.remove(listener);
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
    engine.evict(Set.copyOf(readers.values()));
    readers.clear();
    history.clear();
    contest = null;
  }
}
