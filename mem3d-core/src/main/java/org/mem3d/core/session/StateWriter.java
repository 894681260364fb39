package org.mem3d.core.session;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.Change;
import org.mem3d.Interaction;
import org.mem3d.SessionStep;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.ChainRecord;
import org.mem3d.core.propagation.plan.IntervalRecord;
import org.mem3d.core.propagation.plan.PropagationCache;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.Normalisation;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.Window;
import org.mem3d.core.store.MarkJson;
import org.mem3d.runtime.json.JsonText;

/**
 * A timeline as bytes, which {@link StateReader} reads. What states share is written once: each
 * thing is a record that has a number among those of its kind, and comes before what refers to it.
 * One use, one thread.
 */
final class StateWriter {
  /** Kinds of records, each with the letter that it begins with. */
  enum Kind {
    MARK('M'),
    ANNOTATED('A'),
    PREDICTIONS('P'),
    CHAIN('C'),
    INTERVAL('I'),
    CACHE('K'),
    OBJECT('O'),
    STATE('S'),
    TIMELINE('T');

    final char letter;

    Kind(char letter) {
      this.letter = letter;
    }
  }

  /** Stands for an axis that is none. */
  static final char NO_AXIS = '-';

  /** Stands for no record. */
  static final int NONE = -1;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);
  private final Map<SlicePatch, Integer> patches = new LinkedHashMap<>();
  private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

  private StateWriter() {}

  /** Takes a timeline; changes nothing of it. */
  static StateWriter of(History.Timeline timeline) {
    StateWriter writer = new StateWriter();
    try {
      writer.timeline(timeline);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory does not fail", e);
    }
    return writer;
  }

  /** Writes the masks and probabilities, each once. */
  void writePatches(OutputStream to) throws IOException {
    DataOutputStream data = new DataOutputStream(to);
    data.writeInt(patches.size());
    for (SlicePatch patch : patches.keySet()) {
      data.writeInt(patch.lowU());
      data.writeInt(patch.lowV());
      data.writeInt(patch.width());
      data.writeInt(patch.height());
      patch.writeLevels(data);
    }
    data.flush();
  }

  /** Writes the records. */
  void writeRecords(OutputStream to) throws IOException {
    bytes.writeTo(to);
  }

  /** Begins a record, after those to which it refers. */
  private int begin(Kind kind, Object thing) throws IOException {
    out.writeByte(kind.letter);
    int number = counts.merge(kind, 1, Integer::sum) - 1;
    numbers.put(thing, number);
    return number;
  }

  private void timeline(History.Timeline timeline) throws IOException {
    // Oldest first, so that what states share is written with the first of them.
    List<Integer> past = states(timeline.past());
    int now = state(timeline.now());
    List<Integer> undone = states(timeline.undone());
    Map<String, Integer> checkpoints = new LinkedHashMap<>();
    for (Map.Entry<String, SessionState> each : timeline.checkpoints().entrySet()) {
      checkpoints.put(each.getKey(), state(each.getValue()));
    }
    begin(Kind.TIMELINE, timeline);
    steps(timeline.past(), past);
    out.writeInt(now);
    steps(timeline.undone(), undone);
    out.writeInt(checkpoints.size());
    for (Map.Entry<String, Integer> each : checkpoints.entrySet()) {
      text(each.getKey());
      out.writeInt(each.getValue());
    }
  }

  private List<Integer> states(List<History.Taken> steps) throws IOException {
    List<Integer> states = new ArrayList<>();
    for (History.Taken taken : steps) {
      states.add(state(taken.other()));
    }
    return states;
  }

  private void steps(List<History.Taken> steps, List<Integer> states) throws IOException {
    out.writeInt(steps.size());
    for (int i = 0; i < states.size(); i++) {
      SessionStep step = steps.get(i).step();
      text(step.kind().name());
      out.writeInt(step.object());
      out.writeInt(step.slice());
      text(step.name());
      out.writeInt(step.changes().size());
      for (Change change : step.changes()) {
        out.writeInt(change.object());
        axis(change.axis());
        ints(change.slices());
        box(change.box());
      }
      out.writeInt(states.get(i));
    }
  }

  private int state(SessionState state) throws IOException {
    Integer known = numbers.get(state);
    if (known != null) {
      return known;
    }
    List<Integer> objects = new ArrayList<>();
    for (ObjectState object : state.objects()) {
      objects.add(object(object));
    }
    int number = begin(Kind.STATE, state);
    ints(objects);
    out.writeBoolean(state.overlapping());
    return number;
  }

  private int object(ObjectState object) throws IOException {
    Integer known = numbers.get(object);
    if (known != null) {
      return known;
    }
    List<Integer> marked = new ArrayList<>();
    for (AnnotatedSlice slice : object.marked().values()) {
      marked.add(annotated(slice));
    }
    int start = predictions(object.start(), object.start(), ObjectState.Prediction::value);
    int predictions =
        predictions(object.predictions(), object.predictions(), ObjectState.Prediction::value);
    int cache = cache(object.cache());
    int number = begin(Kind.OBJECT, object);
    out.writeInt(object.label());
    text(object.name());
    out.writeInt(object.rgb());
    out.writeInt(object.inside());
    box(object.limit());
    locked(object.locked());
    axis(object.axis());
    ints(marked);
    bySlice(object.corrected());
    out.writeInt(start);
    out.writeInt(predictions);
    out.writeInt(cache);
    out.writeBoolean(object.fresh());
    return number;
  }

  private void locked(@Nullable Map<Integer, SlicePatch> masks) throws IOException {
    out.writeBoolean(masks != null);
    if (masks != null) {
      out.writeInt(masks.size());
      for (Map.Entry<Integer, SlicePatch> each : new TreeMap<>(masks).entrySet()) {
        out.writeInt(each.getKey());
        patch(each.getValue());
      }
    }
  }

  private int annotated(AnnotatedSlice slice) throws IOException {
    Integer known = numbers.get(slice);
    if (known != null) {
      return known;
    }
    List<Integer> marks = new ArrayList<>();
    for (Interaction mark : slice.marks()) {
      marks.add(mark(mark));
    }
    int number = begin(Kind.ANNOTATED, slice);
    out.writeInt(slice.slice());
    ints(marks);
    patch(slice.patch());
    out.writeFloat(slice.predictedDice());
    AnnotatedSlice.View view = slice.view();
    out.writeBoolean(view != null);
    if (view != null) {
      Window window = view.window();
      out.writeDouble(window.lowU());
      out.writeDouble(window.lowV());
      out.writeDouble(window.side());
      Normalisation normalisation = view.normalisation();
      out.writeFloat(normalisation.median());
      out.writeFloat(normalisation.spread());
      out.writeFloat(normalisation.low());
      out.writeFloat(normalisation.high());
      out.writeBoolean(normalisation.mended());
    }
    return number;
  }

  private int mark(Interaction mark) throws IOException {
    Integer known = numbers.get(mark);
    if (known != null) {
      return known;
    }
    int number = begin(Kind.MARK, mark);
    text(JsonText.of(MarkJson.of(mark)));
    return number;
  }

  private interface Value<T> {
    @Nullable SlicePrediction of(T element);
  }

  /** Writes a list of predictions, one for each slice; lists without any are all the same. */
  private <T extends @Nullable Object> int predictions(
      Object identity, List<T> list, Value<T> value) throws IOException {
    if (list.isEmpty()) {
      return NONE;
    }
    Integer known = numbers.get(identity);
    if (known != null) {
      return known;
    }
    int number = begin(Kind.PREDICTIONS, identity);
    out.writeInt(list.size());
    for (T element : list) {
      prediction(value.of(element));
    }
    return number;
  }

  private int cache(PropagationCache cache) throws IOException {
    Integer known = numbers.get(cache);
    if (known != null) {
      return known;
    }
    List<Integer> chains = chains(cache.chains());
    List<Integer> refinements = chains(cache.refinements());
    List<Integer> intervals = new ArrayList<>();
    for (IntervalRecord interval : cache.intervals()) {
      intervals.add(interval(interval));
    }
    List<@Nullable SlicePrediction> last = cache.masks().predictions();
    int predictions = predictions(last, last, element -> element);
    int number = begin(Kind.CACHE, cache);
    ints(chains);
    ints(intervals);
    ints(refinements);
    masks(cache.masks().annotatedMasks());
    out.writeInt(predictions);
    return number;
  }

  private List<Integer> chains(List<ChainRecord> chains) throws IOException {
    List<Integer> written = new ArrayList<>();
    for (ChainRecord chain : chains) {
      Integer known = numbers.get(chain);
      written.add(known != null ? known : chain(chain));
    }
    return written;
  }

  private int chain(ChainRecord chain) throws IOException {
    int number = begin(Kind.CHAIN, chain);
    mask(chain.start());
    masks(chain.annotated());
    ints(chain.order());
    out.writeBoolean(chain.stopped());
    bySlice(chain.predictions());
    return number;
  }

  private int interval(IntervalRecord interval) throws IOException {
    Integer known = numbers.get(interval);
    if (known != null) {
      return known;
    }
    int number = begin(Kind.INTERVAL, interval);
    IntervalRecord.Request request = interval.request();
    mask(request.low());
    mask(request.high());
    out.writeInt(request.from());
    out.writeInt(request.to());
    masks(request.memories());
    bySlice(interval.predictions());
    return number;
  }

  private void masks(List<AnnotatedMask> masks) throws IOException {
    out.writeInt(masks.size());
    for (AnnotatedMask mask : masks) {
      mask(mask);
    }
  }

  private void mask(@Nullable AnnotatedMask mask) throws IOException {
    out.writeInt(mask == null ? NONE : mask.slice());
    if (mask != null) {
      patch(mask.patch());
    }
  }

  private void bySlice(SortedMap<Integer, SlicePrediction> predictions) throws IOException {
    out.writeInt(predictions.size());
    for (Map.Entry<Integer, SlicePrediction> each : predictions.entrySet()) {
      out.writeInt(each.getKey());
      prediction(each.getValue());
    }
  }

  private void prediction(@Nullable SlicePrediction prediction) throws IOException {
    if (prediction == null) {
      out.writeInt(NONE);
      return;
    }
    patch(prediction.patch());
    out.writeFloat(prediction.predictedDice());
  }

  private void patch(SlicePatch patch) throws IOException {
    Integer known = patches.putIfAbsent(patch, patches.size());
    out.writeInt(known == null ? patches.size() - 1 : known);
  }

  private void axis(@Nullable Axis axis) throws IOException {
    out.writeByte(axis == null ? NO_AXIS : axis.name().charAt(0));
  }

  private void box(Box box) throws IOException {
    out.writeInt(box.firstX());
    out.writeInt(box.firstY());
    out.writeInt(box.firstZ());
    out.writeInt(box.lastX());
    out.writeInt(box.lastY());
    out.writeInt(box.lastZ());
  }

  private void ints(List<Integer> values) throws IOException {
    out.writeInt(values.size());
    for (int value : values) {
      out.writeInt(value);
    }
  }

  /** In characters of two bytes each: a name may hold what UTF-8 has no bytes for. */
  private void text(String text) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }
}
