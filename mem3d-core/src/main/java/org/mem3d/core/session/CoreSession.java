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
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mem3d.Axis;
import org.mem3d.Change;
import org.mem3d.ExpectedDice;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;
import org.mem3d.Mask;
import org.mem3d.PropagationReport;
import org.mem3d.SegmentationListener;
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;
import org.mem3d.SessionHistory;
import org.mem3d.SessionStep;
import org.mem3d.SessionStep.Kind;
import org.mem3d.SliceAnswer;
import org.mem3d.SliceQuality;
import org.mem3d.Suggestion;
import org.mem3d.SuggestionPolicy;
import org.mem3d.Volume;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.propagation.SlicePrediction;
import org.mem3d.core.region.SliceReader;

/** The session of the core engine: a sequence of states, each made from the last by one step. */
final class CoreSession implements SegmentationSession {
  private final CoreEngine engine;
  private final Volume given;
  private final CheckedVolume volume;
  private final Map<Axis, SliceReader> readers = new EnumMap<>(Axis.class);
  private final List<SegmentationListener> listeners = new CopyOnWriteArrayList<>();
  private final History history;
  private final Turn turn = new Turn();
  private final Marking marking;
  private volatile LabelPlanes labels;
  private volatile boolean cancelled;
  private volatile boolean closed;

  /**
   * Makes a session without objects.
   *
   * @param volume the given one, checked
   * @param historyBytes that the history may hold
   */
  CoreSession(CoreEngine engine, Volume given, CheckedVolume volume, long historyBytes) {
    this.engine = engine;
    this.given = given;
    this.volume = volume;
    this.history = new History(historyBytes);
    this.marking = new Marking(engine, volume, this::reader);
    this.labels = LabelPlanes.empty(volume);
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
    SessionState now = history.now();
    now.requireFreeName(name);
    int label = now.freeLabel();
    ObjectState object = ObjectState.named(label, name, inside);
    take(Kind.ADD_OBJECT, label, -1, "add '" + name + "'", now.with(object));
    return label;
  }

  @Override
  public SessionStep allowOverlap(boolean allowed) {
    return alone(
        "allowing objects to overlap",
        () ->
            take(
                Kind.ALLOW_OVERLAP,
                0,
                -1,
                allowed ? "let objects overlap" : "let objects not overlap",
                history.now().withOverlap(allowed)));
  }

  @Override
  public List<SegmentationObject> objects() {
    requireOpen();
    return history.now().objects().stream().map(ObjectState::told).toList();
  }

  @Override
  public SegmentationObject object(int label) {
    requireOpen();
    return history.now().object(label).told();
  }

  @Override
  public SessionStep removeObject(int object) {
    return alone(
        "removing an object",
        () -> {
          ObjectState gone = history.now().object(object);
          return take(
              Kind.REMOVE_OBJECT,
              object,
              -1,
              "remove '" + gone.name() + "'",
              history.now().without(object));
        });
  }

  @Override
  public SessionStep renameObject(int object, String name) {
    Objects.requireNonNull(name, "the object's name is null");
    return alone(
        "renaming an object",
        () -> {
          ObjectState old = history.now().object(object);
          history.now().requireFreeName(name);
          return take(
              Kind.RENAME_OBJECT,
              object,
              -1,
              "rename '" + old.name() + "' to '" + name + "'",
              history.now().with(old.withName(name)));
        });
  }

  @Override
  public SessionStep colorObject(int object, int rgb) {
    return alone(
        "colouring an object",
        () -> {
          ObjectState old = history.now().object(object);
          if (rgb < 0 || rgb > 0xffffff) {
            throw new InteractionException(
                "a colour is 0x000000 to 0xffffff, not 0x" + Integer.toHexString(rgb));
          }
          return take(
              Kind.COLOR_OBJECT,
              object,
              -1,
              "colour '" + old.name() + "'",
              history.now().with(old.withRgb(rgb)));
        });
  }

  @Override
  public SliceAnswer interact(Interaction interaction) {
    Objects.requireNonNull(interaction, "the mark is null");
    return alone("taking a mark", () -> answer(Kind.MARK, "mark ", interaction));
  }

  @Override
  public SliceAnswer confirm(int object, int slice) {
    return alone(
        "confirming a slice",
        () ->
            answer(Kind.CONFIRM, "confirm ", marking.confirming(labels.contest(), object, slice)));
  }

  private SliceAnswer answer(Kind kind, String what, Interaction mark) {
    SessionState next = marking.with(labels.contest(), mark);
    ObjectState object = next.object(mark.object());
    int slice = mark.slice();
    SessionStep step = take(kind, mark.object(), slice, what + place(object, slice), next);
    SliceReader reader = reader(mark.axis());
    return new SliceAnswer(
        mark.object(),
        mark.axis(),
        slice,
        labels.contest().seen(object, slice).toMask(reader.sizeU(), reader.sizeV()),
        Objects.requireNonNull(object.marked().get(slice)).predictedDice(),
        step.changes());
  }

  private static String place(ObjectState object, int slice) {
    return "'" + object.name() + "' on " + object.axis() + "=" + slice;
  }

  @Override
  public List<Interaction> marks(int object) {
    requireOpen();
    return history.now().object(object).marked().values().stream()
        .flatMap(slice -> slice.marks().stream())
        .toList();
  }

  @Override
  public SessionStep withdraw(Interaction mark) {
    Objects.requireNonNull(mark, "the mark is null");
    return alone(
        "taking back a mark",
        () -> {
          ObjectState before = history.now().object(mark.object());
          return take(
              Kind.WITHDRAW,
              mark.object(),
              mark.slice(),
              "take back a mark of " + place(before, mark.slice()),
              marking.without(labels.contest(), mark));
        });
  }

  @Override
  public SessionStep withdraw(int object, int slice) {
    return alone(
        "taking back an annotation",
        () -> {
          ObjectState before = history.now().object(object);
          return take(
              Kind.WITHDRAW,
              object,
              slice,
              "take back the annotation of " + place(before, slice),
              marking.without(history.now(), object, slice));
        });
  }

  /** Takes a step to a state, and tells of it. */
  private SessionStep take(Kind kind, int object, int slice, String name, SessionState next) {
    // It may have been closed meanwhile.
    requireOpen();
    LabelPlanes shown = labels.of(next);
    SessionStep step = new SessionStep(kind, object, slice, name, labels.changesTo(shown));
    go(history.timeline().after(step, next), shown, listener -> listener.changed(step));
    return step;
  }

  /** Goes to a timeline and tells of it; goes back if a listener fails. */
  private void go(History.Timeline next, LabelPlanes shown, Consumer<SegmentationListener> told) {
    History.Timeline before = history.timeline();
    LabelPlanes shownBefore = labels;
    history.set(next);
    labels = shown;
    try {
      listeners.forEach(told);
    } catch (RuntimeException | Error e) {
      if (!closed) {
        history.set(before);
        labels = shownBefore;
      }
      throw e;
    }
    history.settle();
  }

  private <T> T alone(String what, Supplier<T> taking) {
    requireOpen();
    return turn.alone(what, taking);
  }

  @Override
  public PropagationReport propagate() {
    begin();
    try {
      return carry();
    } finally {
      turn.end();
    }
  }

  private void begin() {
    requireOpen();
    turn.begin("propagating");
    cancelled = false;
  }

  private PropagationReport carry() {
    // It may have been closed while this waited for its turn on an executor.
    requireOpen();
    long begin = System.nanoTime();
    SessionState now = history.now();
    List<ObjectState> marked =
        now.objects().stream().filter(object -> !object.marked().isEmpty()).toList();
    if (marked.isEmpty()) {
      throw new InteractionException("nothing to propagate: mark a slice first");
    }
    List<ObjectState> stale = marked.stream().filter(object -> !object.fresh()).toList();
    SessionPropagation.Result carried =
        stale.isEmpty()
            ? new SessionPropagation.Result(now, 0)
            : new SessionPropagation(engine, volume, this::reader, listeners, () -> cancelled)
                .carry(now, stale);
    requireOpen();
    LabelPlanes shown = labels.of(carried.state());
    List<Change> changes = labels.changesTo(shown);
    int only = stale.size() == 1 ? stale.get(0).label() : 0;
    SessionStep step = new SessionStep(Kind.PROPAGATE, only, -1, "propagate", changes);
    PropagationReport report =
        new PropagationReport(changes, carried.slices(), (System.nanoTime() - begin) / 1e9);
    go(
        history.timeline().after(step, carried.state()),
        shown,
        listener -> {
          listener.changed(step);
          listener.propagated(report);
        });
    return report;
  }

  @Override
  public CompletableFuture<PropagationReport> propagateAsync(Executor executor) {
    Objects.requireNonNull(executor, "the executor is null");
    begin();
    PropagationFuture future = new PropagationFuture(this::carry, this::cancel, turn::end);
    try {
      executor.execute(future);
    } catch (RuntimeException | Error e) {
      turn.end();
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
        .flatMap(
            object ->
                Suggestions.of(labels.contest(), object, SuggestionPolicy.RECOMMENDED).stream())
        .sorted(Comparator.comparingDouble(Suggestion::score).reversed())
        .limit(count)
        .toList();
  }

  @Override
  public List<Suggestion> suggest(int object, int count, SuggestionPolicy policy) {
    Objects.requireNonNull(policy, "the policy is null");
    requireOpen();
    requireCount(count);
    return Suggestions.of(labels.contest(), history.now().object(object), policy).stream()
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

  @Override
  public ExpectedDice expectedDice(int object) {
    return VolumeQuality.of(history.now().object(object), quality(object));
  }

  private SliceQuality quality(ObjectState object, int slice) {
    int area = labels.contest().seen(object, slice).area();
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
    return labels.mask();
  }

  @Override
  public Mask mask(int object) {
    requireOpen();
    return labels.contest().labels(history.now().object(object));
  }

  @Override
  public Volume probability(int object) {
    requireOpen();
    return labels.contest().probability(history.now().object(object));
  }

  @Override
  public Volume uncertainty(int object) {
    List<SliceQuality> slices = quality(object);
    return labels.contest().uncertainty(history.now().object(object), slices);
  }

  @Override
  public SessionHistory history() {
    requireOpen();
    return history.told();
  }

  @Override
  public void checkpoint(String name) {
    Objects.requireNonNull(name, "the checkpoint's name is null");
    alone(
        "naming a checkpoint",
        () -> {
          if (name.isBlank()) {
            throw new InteractionException("a checkpoint's name must not be empty");
          }
          history.set(history.timeline().named(name));
          history.settle();
          return name;
        });
  }

  @Override
  public SessionStep restore(String checkpoint) {
    Objects.requireNonNull(checkpoint, "the checkpoint's name is null");
    return alone(
        "restoring a checkpoint",
        () -> {
          SessionState state = history.checkpoint(checkpoint);
          if (state == null) {
            throw new InteractionException(
                "no checkpoint '" + checkpoint + "': there are " + history.told().checkpoints());
          }
          return take(Kind.RESTORE, 0, -1, "restore '" + checkpoint + "'", state);
        });
  }

  @Override
  public boolean canUndo() {
    requireOpen();
    return !history.timeline().past().isEmpty();
  }

  @Override
  public SessionStep undo() {
    return alone(
        "undoing a step",
        () -> {
          History.Timeline next = history.timeline().undo();
          return moved(next, next.undone().get(0).step());
        });
  }

  @Override
  public boolean canRedo() {
    requireOpen();
    return !history.timeline().undone().isEmpty();
  }

  @Override
  public SessionStep redo() {
    return alone(
        "redoing a step",
        () -> {
          History.Timeline next = history.timeline().redo();
          return moved(next, next.past().get(next.past().size() - 1).step());
        });
  }

  private SessionStep moved(History.Timeline next, SessionStep step) {
    go(next, labels.of(next.now()), listener -> listener.changed(step));
    return step;
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
    labels = LabelPlanes.empty(volume);
  }
}
