package org.mem3d.core.session;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Change;
import org.mem3d.Interaction;
import org.mem3d.SessionStep;
import org.mem3d.Volume;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.ChainRecord;
import org.mem3d.core.propagation.plan.IntervalRecord;
import org.mem3d.core.propagation.plan.PropagationCache;
import org.mem3d.core.propagation.plan.Revision;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.Normalisation;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.Window;
import org.mem3d.core.session.StateWriter.Kind;
import org.mem3d.core.store.DamagedException;
import org.mem3d.core.store.MarkJson;
import org.mem3d.runtime.json.JsonFields;

/**
 * Reads what {@link StateWriter} wrote. Believes nothing: numbers that no such writer writes end in
 * a {@link DamagedException}, and lists grow as they are read, so that a wrong length takes no
 * memory. One use, one thread.
 */
final class StateReader {
  private final Volume volume;
  private final boolean withChains;
  private final List<SlicePatch> patches;
  private final StateInput in;
  private final List<Interaction> marks = new ArrayList<>();
  private final List<AnnotatedSlice> annotated = new ArrayList<>();
  private final List<List<@Nullable SlicePrediction>> predictions = new ArrayList<>();
  private final Map<Integer, List<ObjectState.Prediction>> ofObjects = new HashMap<>();
  private final List<ChainRecord> chains = new ArrayList<>();
  private final List<IntervalRecord> intervals = new ArrayList<>();
  private final List<PropagationCache> caches = new ArrayList<>();
  private final List<ObjectState> objects = new ArrayList<>();
  private final List<SessionState> states = new ArrayList<>();

  private StateReader(Volume volume, boolean withChains, List<SlicePatch> patches, StateInput in) {
    this.volume = volume;
    this.withChains = withChains;
    this.patches = patches;
    this.in = in;
  }

  /**
   * Reads masks and probabilities.
   *
   * @param volume in which they lie
   */
  static List<SlicePatch> patches(DataInputStream in, Volume volume) throws IOException {
    int side = Math.max(volume.sizeX(), Math.max(volume.sizeY(), volume.sizeZ()));
    int count = in.readInt();
    List<SlicePatch> patches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int lowU = StateInput.within(in.readInt(), side);
      int lowV = StateInput.within(in.readInt(), side);
      int width = StateInput.within(in.readInt(), side - lowU);
      int height = StateInput.within(in.readInt(), side - lowV);
      long voxels = (long) width * height;
      if (voxels > largestPlane(volume)) {
        throw new DamagedException("it has a mask of " + width + "x" + height + " voxels");
      }
      byte[] levels = in.readNBytes((int) voxels);
      if (levels.length < voxels) {
        throw new DamagedException("its masks end too early");
      }
      patches.add(SlicePatch.ofLevels(lowU, lowV, width, height, levels));
    }
    return patches;
  }

  private static long largestPlane(Volume volume) {
    long x = volume.sizeX();
    long y = volume.sizeY();
    long z = volume.sizeZ();
    return Math.max(x * y, Math.max(x * z, y * z));
  }

  /**
   * Reads a timeline.
   *
   * @param volume the one that it is of
   * @param patches to which it refers
   * @param withChains whether what single chains and intervals said is of use
   * @param log of the calls that led there
   */
  static History.Timeline timeline(
      DataInputStream in, Volume volume, List<SlicePatch> patches, boolean withChains, StepLog log)
      throws IOException {
    StateReader reader = new StateReader(volume, withChains, patches, new StateInput(in));
    while (true) {
      switch (kind(reader.in.readUnsignedByte())) {
        case MARK -> reader.marks.add(MarkJson.read(JsonFields.parse(reader.in.text()), volume));
        case ANNOTATED -> reader.annotated.add(reader.annotated());
        case PREDICTIONS -> reader.predictions.add(reader.predictions());
        case CHAIN -> reader.chains.add(reader.chain());
        case INTERVAL -> reader.intervals.add(reader.interval());
        case CACHE -> reader.caches.add(reader.cache());
        case OBJECT -> reader.objects.add(reader.object());
        case STATE -> reader.states.add(reader.state());
        case TIMELINE -> {
          return reader.timeline(log);
        }
      }
    }
  }

  private History.Timeline timeline(StepLog log) throws IOException {
    List<History.Taken> past = steps();
    SessionState now = state(in.readInt());
    List<History.Taken> undone = steps();
    TreeMap<String, SessionState> checkpoints = new TreeMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      String name = in.text();
      checkpoints.put(name, state(in.readInt()));
    }
    return new History.Timeline(past, now, undone, checkpoints, log);
  }

  private SessionState state(int number) throws DamagedException {
    return element(states, number);
  }

  private List<History.Taken> steps() throws IOException {
    List<History.Taken> steps = new ArrayList<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      SessionStep.Kind kind = SessionStep.Kind.valueOf(in.text());
      int object = in.readInt();
      int slice = in.readInt();
      String name = in.text();
      List<Change> changes = new ArrayList<>();
      int changed = in.readInt();
      for (int j = 0; j < changed; j++) {
        int label = in.readInt();
        Axis axis = in.axis();
        if (axis == null) {
          throw new DamagedException("it has a change without an axis");
        }
        changes.add(new Change(label, axis, in.ints(), in.box()));
      }
      SessionStep step = new SessionStep(kind, object, slice, name, changes);
      steps.add(new History.Taken(step, state(in.readInt())));
    }
    return steps;
  }

  private SessionState state() throws IOException {
    List<ObjectState> there = new ArrayList<>();
    int last = 0;
    for (int number : in.ints()) {
      ObjectState object = element(objects, number);
      if (object.label() <= last) {
        throw new DamagedException("it has objects that do not come by rising label");
      }
      last = object.label();
      there.add(object);
    }
    SessionState state = new SessionState(there, in.readBoolean());
    for (ObjectState object : there) {
      // Outer objects have to be there, and none lies in itself.
      int steps = 0;
      for (int outer = object.inside(); outer != 0; outer = state.object(outer).inside()) {
        if (++steps > there.size()) {
          throw new DamagedException("it has objects that lie inside each other");
        }
      }
    }
    return state;
  }

  private ObjectState object() throws IOException {
    int label = StateInput.within(in.readInt(), SessionState.LARGEST_LABEL);
    String name = in.text();
    int rgb = StateInput.within(in.readInt(), 0xffffff);
    int inside = StateInput.within(in.readInt(), SessionState.LARGEST_LABEL);
    Box limit = in.box();
    Map<Integer, SlicePatch> locked = locked();
    Axis axis = in.axis();
    TreeMap<Integer, AnnotatedSlice> marked = new TreeMap<>();
    for (int number : in.ints()) {
      AnnotatedSlice slice = element(annotated, number);
      marked.put(slice.slice(), slice);
    }
    SortedMap<Integer, SlicePrediction> corrected = bySlice();
    int start = in.readInt();
    int said = in.readInt();
    PropagationCache cache = element(caches, in.readInt());
    boolean fresh = in.readBoolean();
    ObjectState object =
        new ObjectState(
            label,
            name,
            rgb,
            inside,
            limit,
            locked,
            axis,
            marked,
            corrected,
            ofObject(start),
            ofObject(said),
            cache,
            fresh);
    ObjectCheck.require(object, volume);
    return object;
  }

  private @Nullable Map<Integer, SlicePatch> locked() throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    Map<Integer, SlicePatch> masks = new HashMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      int slice = in.readInt();
      masks.put(slice, patch());
    }
    return masks;
  }

  private AnnotatedSlice annotated() throws IOException {
    int slice = in.readInt();
    List<Interaction> ofSlice = new ArrayList<>();
    for (int number : in.ints()) {
      ofSlice.add(element(marks, number));
    }
    SlicePatch patch = patch();
    float dice = in.readFloat();
    AnnotatedSlice.View view = null;
    if (in.readBoolean()) {
      Window window = new Window(in.readDouble(), in.readDouble(), in.readDouble());
      if (!(window.side() >= 1)) {
        throw new DamagedException("it has a window of " + window.side() + " voxels");
      }
      Normalisation normalisation =
          new Normalisation(
              in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat(), in.readBoolean());
      view = new AnnotatedSlice.View(window, normalisation);
    }
    return new AnnotatedSlice(slice, ofSlice, patch, dice, view);
  }

  private List<@Nullable SlicePrediction> predictions() throws IOException {
    List<@Nullable SlicePrediction> list = new ArrayList<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      list.add(prediction());
    }
    return Collections.unmodifiableList(list);
  }

  /** Returns a list of predictions as objects hold it, one for all that share it. */
  private List<ObjectState.Prediction> ofObject(int number) throws DamagedException {
    if (number == StateWriter.NONE) {
      return List.of();
    }
    List<@Nullable SlicePrediction> list = element(predictions, number);
    return ofObjects.computeIfAbsent(
        number,
        // A list that states share: they copy others.
        key -> List.copyOf(list.stream().map(ObjectState.Prediction::new).toList()));
  }

  private PropagationCache cache() throws IOException {
    List<ChainRecord> said = elements(chains);
    List<IntervalRecord> between = elements(intervals);
    List<ChainRecord> refinements = elements(chains);
    List<AnnotatedMask> masks = masks();
    int number = in.readInt();
    Revision last =
        new Revision(masks, number == StateWriter.NONE ? List.of() : element(predictions, number));
    return new PropagationCache(
        withChains ? said : List.of(), withChains ? between : List.of(), refinements, last);
  }

  private ChainRecord chain() throws IOException {
    AnnotatedMask start = mask();
    if (start == null) {
      throw new DamagedException("it has a chain without a beginning");
    }
    return new ChainRecord(start, masks(), in.ints(), in.readBoolean(), bySlice());
  }

  private IntervalRecord interval() throws IOException {
    AnnotatedMask low = mask();
    AnnotatedMask high = mask();
    IntervalRecord.Request request =
        new IntervalRecord.Request(low, high, in.readInt(), in.readInt(), masks());
    return new IntervalRecord(request, bySlice());
  }

  private List<AnnotatedMask> masks() throws IOException {
    List<AnnotatedMask> masks = new ArrayList<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      AnnotatedMask mask = mask();
      if (mask == null) {
        throw new DamagedException("it has an annotated slice of no index");
      }
      masks.add(mask);
    }
    return List.copyOf(masks);
  }

  private @Nullable AnnotatedMask mask() throws IOException {
    int slice = in.readInt();
    return slice == StateWriter.NONE ? null : new AnnotatedMask(slice, patch());
  }

  private SortedMap<Integer, SlicePrediction> bySlice() throws IOException {
    TreeMap<Integer, SlicePrediction> bySlice = new TreeMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      int slice = in.readInt();
      SlicePrediction prediction = prediction();
      if (prediction == null) {
        throw new DamagedException("it has a slice without its prediction");
      }
      bySlice.put(slice, prediction);
    }
    return bySlice;
  }

  private @Nullable SlicePrediction prediction() throws IOException {
    int patch = in.readInt();
    return patch == StateWriter.NONE
        ? null
        : new SlicePrediction(element(patches, patch), in.readFloat());
  }

  private SlicePatch patch() throws IOException {
    return element(patches, in.readInt());
  }

  private static Kind kind(int letter) throws DamagedException {
    for (Kind kind : Kind.values()) {
      if (kind.letter == letter) {
        return kind;
      }
    }
    throw new DamagedException("it has a record of the unknown kind " + letter);
  }

  private <T> List<T> elements(List<T> table) throws IOException {
    List<T> found = new ArrayList<>();
    for (int number : in.ints()) {
      found.add(element(table, number));
    }
    return found;
  }

  private static <T> T element(List<T> table, int number) throws DamagedException {
    if (number < 0 || number >= table.size()) {
      throw new DamagedException(
          "it refers to number " + number + " of " + table.size() + " of a kind");
    }
    return Objects.requireNonNull(table.get(number));
  }
}
