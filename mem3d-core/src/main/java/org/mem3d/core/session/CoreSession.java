package org.mem3d.core.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Change;
import org.mem3d.ExpectedDice;
import org.mem3d.GridCheck;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;
import org.mem3d.Mask;
import org.mem3d.PropagationReport;
import org.mem3d.PropagationScope;
import org.mem3d.SegmentationObject;
import org.mem3d.SessionStep;
import org.mem3d.SessionStep.Kind;
import org.mem3d.SliceAnswer;
import org.mem3d.SliceQuality;
import org.mem3d.Suggestion;
import org.mem3d.SuggestionPolicy;
import org.mem3d.Volume;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;

/** The session of the core engine: a sequence of states, each made from the last by one step. */
final class CoreSession extends SteppedSession {
  private final CoreEngine engine;
  private final Volume given;
  private final CheckedVolume volume;
  private final Map<Axis, SliceReader> readers = new EnumMap<>(Axis.class);
  private final Marking marking;
  private final KeptSession kept;

  /**
   * Makes a session.
   *
   * @param volume the given one, checked
   * @param kept what it keeps of itself in files
   * @param timeline at which it begins
   * @param historyBytes that the history may hold
   */
  CoreSession(
      CoreEngine engine,
      Volume given,
      CheckedVolume volume,
      KeptSession kept,
      History.Timeline timeline,
      long historyBytes) {
    super(engine, volume, timeline, historyBytes);
    this.engine = engine;
    this.given = given;
    this.volume = volume;
    this.kept = kept;
    this.marking = new Marking(engine, volume, this::reader);
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
    return alone("adding an object", () -> add(name, now().object(inside).label()));
  }

  private int add(String name, int inside) {
    SessionState now = now();
    now.requireFreeName(name);
    int label = now.freeLabel();
    ObjectState object = ObjectState.named(label, name, inside);
    take(
        Kind.ADD_OBJECT,
        label,
        -1,
        "add '" + name + "'",
        now.with(object),
        Call.addObject(name, inside));
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
                now().withOverlap(allowed),
                Call.with("allowOverlap", "allowed", allowed)));
  }

  @Override
  public List<SegmentationObject> addObjects(Mask start, Axis axis) {
    Objects.requireNonNull(start, "the mask is null");
    Objects.requireNonNull(axis, "the axis is null");
    return alone(
        "adding objects",
        () -> {
          Mask ordered = start.onGrid(volume.grid(), GridCheck.PLACE);
          List<Integer> added = new ArrayList<>();
          SessionState next = now().started(StartMasks.of(ordered, volume, axis), axis, added);
          take(
              Kind.ADD_OBJECTS,
              0,
              -1,
              "add " + added.size() + " objects of a mask",
              next,
              Call.addObjects(ordered, axis));
          return added.stream().map(label -> next.object(label).told()).toList();
        });
  }

  @Override
  public List<SegmentationObject> objects() {
    requireOpen();
    return now().objects().stream().map(ObjectState::told).toList();
  }

  @Override
  public SegmentationObject object(int label) {
    requireOpen();
    return now().object(label).told();
  }

  @Override
  public SessionStep removeObject(int object) {
    return alone(
        "removing an object",
        () -> {
          ObjectState gone = now().unlocked(object);
          return take(
              Kind.REMOVE_OBJECT,
              object,
              -1,
              "remove '" + gone.name() + "'",
              now().without(object),
              Call.with("removeObject", "object", object));
        });
  }

  @Override
  public SessionStep renameObject(int object, String name) {
    Objects.requireNonNull(name, "the object's name is null");
    return alone(
        "renaming an object",
        () -> {
          ObjectState old = now().object(object);
          now().requireFreeName(name);
          return take(
              Kind.RENAME_OBJECT,
              object,
              -1,
              "rename '" + old.name() + "' to '" + name + "'",
              now().with(old.withName(name)),
              Call.of("renameObject", object, "name", name));
        });
  }

  @Override
  public SessionStep colorObject(int object, int rgb) {
    return alone(
        "colouring an object",
        () -> {
          ObjectState old = now().object(object);
          if (rgb < 0 || rgb > 0xffffff) {
            throw new InteractionException(
                "a colour is 0x000000 to 0xffffff, not 0x" + Integer.toHexString(rgb));
          }
          return take(
              Kind.COLOR_OBJECT,
              "colour '",
              old.withRgb(rgb),
              Call.of("colorObject", object, "rgb", rgb));
        });
  }

  @Override
  public SessionStep lockObject(int object) {
    return alone(
        "locking an object",
        () -> {
          ObjectState old = now().unlocked(object);
          Axis axis = old.axis();
          Map<Integer, SlicePatch> shown = new HashMap<>();
          for (int slice = 0; axis != null && slice < volume.size(axis); slice++) {
            SlicePatch seen = contest().seen(old).get(slice);
            if (seen.area() > 0) {
              shown.put(slice, seen);
            }
          }
          return take(
              Kind.LOCK_OBJECT,
              "lock '",
              old.withLocked(shown),
              Call.with("lockObject", "object", object));
        });
  }

  @Override
  public SessionStep unlockObject(int object) {
    return alone(
        "unlocking an object",
        () -> {
          ObjectState old = now().object(object);
          if (old.locked() == null) {
            throw new InteractionException(
                "object " + object + " ('" + old.name() + "') is not locked");
          }
          return take(
              Kind.UNLOCK_OBJECT,
              "unlock '",
              old.withLocked(null),
              Call.with("unlockObject", "object", object));
        });
  }

  @Override
  public SessionStep limitObject(int object, Box limit) {
    Objects.requireNonNull(limit, "the limit is null");
    return alone(
        "limiting an object",
        () ->
            take(
                Kind.LIMIT_OBJECT,
                "limit '",
                now().unlocked(object).withLimit(limit),
                Call.limitObject(object, limit)));
  }

  private SessionStep take(Kind kind, String what, ObjectState next, String call) {
    return take(kind, next.label(), -1, what + next.name() + "'", now().with(next), call);
  }

  @Override
  public SliceAnswer interact(Interaction interaction) {
    Objects.requireNonNull(interaction, "the mark is null");
    return alone(
        "taking a mark",
        () -> answer(Kind.MARK, "mark ", interaction, Call.marking("interact", interaction)));
  }

  @Override
  public SliceAnswer confirm(int object, int slice) {
    return alone(
        "confirming a slice",
        () ->
            answer(
                Kind.CONFIRM,
                "confirm ",
                marking.confirming(contest(), object, slice),
                Call.of("confirm", object, "slice", slice)));
  }

  private SliceAnswer answer(Kind kind, String what, Interaction mark, String call) {
    SessionState next = marking.with(contest(), mark);
    ObjectState object = next.object(mark.object());
    int slice = mark.slice();
    SessionStep step = take(kind, mark.object(), slice, what + place(object, slice), next, call);
    SliceReader reader = reader(mark.axis());
    return new SliceAnswer(
        mark.object(),
        mark.axis(),
        slice,
        contest().seen(object, slice).toMask(reader.sizeU(), reader.sizeV()),
        Objects.requireNonNull(object.marked().get(slice)).predictedDice(),
        step.changes());
  }

  private static String place(ObjectState object, int slice) {
    return "'" + object.name() + "' on " + object.axis() + "=" + slice;
  }

  @Override
  public List<Interaction> marks(int object) {
    requireOpen();
    return now().object(object).marked().values().stream()
        .flatMap(slice -> slice.marks().stream())
        .toList();
  }

  @Override
  public SessionStep withdraw(Interaction mark) {
    Objects.requireNonNull(mark, "the mark is null");
    return alone(
        "taking back a mark",
        () -> {
          ObjectState before = now().object(mark.object());
          return take(
              Kind.WITHDRAW,
              mark.object(),
              mark.slice(),
              "take back a mark of " + place(before, mark.slice()),
              marking.without(contest(), mark),
              Call.marking("withdraw", mark));
        });
  }

  @Override
  public SessionStep withdraw(int object, int slice) {
    return alone(
        "taking back an annotation",
        () -> {
          ObjectState before = now().object(object);
          return take(
              Kind.WITHDRAW,
              object,
              slice,
              "take back the annotation of " + place(before, slice),
              marking.without(now(), object, slice),
              Call.of("withdraw", object, "slice", slice));
        });
  }

  @Override
  public PropagationReport propagate(PropagationScope scope) {
    Objects.requireNonNull(scope, "the scope is null");
    requireOpen();
    turn().begin("propagating");
    try {
      return carry(scope);
    } finally {
      endPropagation();
    }
  }

  private void endPropagation() {
    cancellation().clear();
    turn().end();
  }

  private PropagationReport carry(PropagationScope scope) {
    // It may have been closed while this waited for its turn on an executor.
    requireOpen();
    long begin = System.nanoTime();
    SessionState now = now();
    List<ObjectState> objects = now.inScope(scope);
    SessionPropagation.Result carried =
        objects.isEmpty()
            ? new SessionPropagation.Result(now, 0)
            : new SessionPropagation(
                    engine, volume, this::reader, listeners(), cancellation(), scope.box())
                .carry(now, objects);
    LabelPlanes shown = labels().of(carried.state());
    List<Change> changes = labels().changesTo(shown);
    int only = objects.size() == 1 ? objects.get(0).label() : 0;
    SessionStep step = new SessionStep(Kind.PROPAGATE, only, -1, "propagate", changes);
    PropagationReport report =
        new PropagationReport(changes, carried.slices(), (System.nanoTime() - begin) / 1e9);
    requireOpen();
    if (!cancellation().pass()) {
      throw SessionPropagation.cancelled(carried.slices(), carried.slices());
    }
    take(
        step,
        carried.state(),
        shown,
        Call.propagate(scope),
        listener -> listener.propagated(report));
    return report;
  }

  @Override
  public CompletableFuture<PropagationReport> propagateAsync(
      PropagationScope scope, Executor executor) {
    Objects.requireNonNull(scope, "the scope is null");
    Objects.requireNonNull(executor, "the executor is null");
    requireOpen();
    turn().begin("propagating");
    PropagationFuture future =
        new PropagationFuture(() -> carry(scope), cancellation()::ask, this::endPropagation);
    try {
      executor.execute(future);
    } catch (RuntimeException | Error e) {
      endPropagation();
      throw e;
    }
    return future;
  }

  @Override
  public void cancel() {
    cancellation().ask();
  }

  @Override
  public List<Suggestion> suggest(int count) {
    requireOpen();
    requireCount(count);
    return now().objects().stream()
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
    return Suggestions.of(contest(), now().object(object), policy).stream().limit(count).toList();
  }

  private static void requireCount(int count) {
    if (count < 0) {
      throw new InteractionException("ask for 0 or more suggestions, not " + count);
    }
  }

  @Override
  public List<SliceQuality> quality(int label) {
    requireOpen();
    ObjectState object = now().object(label);
    boolean given = VolumeQuality.given(object);
    List<SliceQuality> qualities = new ArrayList<>();
    Axis axis = object.axis();
    for (int slice = 0; axis != null && slice < volume.size(axis); slice++) {
      qualities.add(quality(object, slice, given));
    }
    return qualities;
  }

  @Override
  public ExpectedDice expectedDice(int object) {
    List<SliceQuality> slices = quality(object);
    return VolumeQuality.of(now().object(object), slices);
  }

  private SliceQuality quality(ObjectState object, int slice, boolean given) {
    int area = contest().seen(object).get(slice).area();
    AnnotatedSlice marked = object.marked().get(slice);
    SlicePrediction prediction = object.prediction(slice);
    if (marked != null) {
      return DiceInterval.ofAnnotated(marked.predictedDice())
          .quality(slice, marked.predictedDice(), area, SliceQuality.Origin.ANNOTATED);
    }
    if (object.isStart(slice)) {
      return DiceInterval.UNKNOWN.quality(slice, Float.NaN, area, SliceQuality.Origin.START);
    }
    if (prediction != null) {
      return DiceInterval.ofCarried(prediction.predictedDice(), given)
          .quality(slice, prediction.predictedDice(), area, SliceQuality.Origin.PROPAGATED);
    }
    return DiceInterval.UNKNOWN.quality(slice, 0, area, SliceQuality.Origin.UNREACHED);
  }

  @Override
  public Mask mask() {
    requireOpen();
    return labels().mask();
  }

  @Override
  public Mask mask(int object) {
    requireOpen();
    return contest().labels(now().object(object));
  }

  @Override
  public Volume probability(int object) {
    requireOpen();
    return contest().probability(now().object(object));
  }

  @Override
  public Volume uncertainty(int object) {
    List<SliceQuality> slices = quality(object);
    return contest().uncertainty(now().object(object), slices);
  }

  @Override
  public void volumeSource(String source) {
    kept.source(Objects.requireNonNull(source, "the volume's source is null"));
  }

  @Override
  public void save(Path file) {
    Objects.requireNonNull(file, "the file is null");
    requireOpen();
    kept.write(file, timeline());
  }

  @Override
  public void autosave(Path file, Duration pace) {
    Objects.requireNonNull(file, "the file is null");
    requireOpen();
    kept.keep(file, Objects.requireNonNull(pace, "the pace is null"), this::timeline, listeners());
  }

  private SliceReader reader(Axis axis) {
    return readers.computeIfAbsent(axis, key -> new SliceReader(volume, key));
  }

  @Override
  public void close() {
    kept.close();
    closeSteps();
    engine.evict(Set.copyOf(readers.values()));
    readers.clear();
  }
}
