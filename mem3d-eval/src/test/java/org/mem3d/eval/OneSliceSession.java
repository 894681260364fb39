package org.mem3d.eval;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.ExpectedDice;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.Precision;
import org.mem3d.PropagationReport;
import org.mem3d.PropagationScope;
import org.mem3d.SavedSession;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationListener;
import org.mem3d.SegmentationObject;
import org.mem3d.SegmentationSession;
import org.mem3d.SessionHistory;
import org.mem3d.SessionStep;
import org.mem3d.SliceAnswer;
import org.mem3d.SliceMask;
import org.mem3d.SliceQuality;
import org.mem3d.Suggestion;
import org.mem3d.SuggestionPolicy;
import org.mem3d.Transfers;
import org.mem3d.Volume;

/**
 * A session without networks, along z: the mask of a slice is what lies near its positive marks
 * less what lies near its negative ones, and propagation copies the nearest annotated slice.
 */
final class OneSliceSession implements SegmentationSession {
  private static final double REACH = 3;

  final List<Interaction> heard = new ArrayList<>();
  final List<Box> limits = new ArrayList<>();
  private final Volume volume;
  private final List<String> names = new ArrayList<>();
  private final List<NavigableMap<Integer, SliceMask>> annotated = new ArrayList<>();

  OneSliceSession(Volume volume) {
    this.volume = volume;
  }

  /** An engine that opens such sessions and remembers them. */
  static final class Engine implements SegmentationEngine {
    private final List<OneSliceSession> opened = new ArrayList<>();

    OneSliceSession last() {
      return opened.get(opened.size() - 1);
    }

    @Override
    public SegmentationSession newSession(Volume volume) {
      opened.add(new OneSliceSession(volume));
      return last();
    }

    @Override
    public SegmentationSession restore(Path file, Volume volume) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SegmentationSession replay(Path file, Volume volume) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SavedSession inspect(Path file) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String fingerprint() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String backendName() {
      return "none";
    }

    @Override
    public Precision precision() {
      return Precision.FLOAT32;
    }

    @Override
    public long offHeapBytes() {
      return 0;
    }

    @Override
    public Transfers transfers() {
      return Transfers.NONE;
    }

    @Override
    public void warmUp() {}

    @Override
    public String describe() {
      return "no networks";
    }

    @Override
    public void close() {}
  }

  @Override
  public void volumeSource(String source) {}

  @Override
  public void save(Path file) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void autosave(Path file, Duration pace) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Volume volume() {
    return volume;
  }

  @Override
  public int addObject(String name) {
    names.add(name);
    annotated.add(new TreeMap<>());
    return names.size();
  }

  @Override
  public List<SegmentationObject> objects() {
    return IntStream.rangeClosed(1, names.size()).mapToObj(this::object).toList();
  }

  @Override
  public SegmentationObject object(int label) {
    return new SegmentationObject(
        label,
        names.get(label - 1),
        SegmentationObject.defaultRgb(label),
        0,
        false,
        Box.EVERYWHERE,
        Axis.Z);
  }

  @Override
  public SliceAnswer interact(Interaction mark) {
    heard.add(mark);
    SliceMask before = sliceMask(mark.object(), mark.slice());
    SliceMask after =
        mark instanceof Interaction.GivenMask given
            ? given.mask()
            : SliceMask.of(
                before.width(),
                before.height(),
                i -> inside(mark, before.contains(i), i % before.width(), i / before.width()));
    annotated.get(mark.object() - 1).put(mark.slice(), after);
    return new SliceAnswer(mark.object(), Axis.Z, mark.slice(), after, 0.5f, List.of());
  }

  private static boolean inside(Interaction mark, boolean before, int u, int v) {
    if (mark instanceof Interaction.Click click) {
      boolean near = Math.hypot(click.point().u() - u, click.point().v() - v) <= REACH;
      return near ? click.positive() : before;
    }
    if (mark instanceof Interaction.Scribble scribble) {
      boolean near =
          scribble.points().stream().anyMatch(p -> Math.hypot(p.u() - u, p.v() - v) <= REACH);
      return near ? scribble.positive() : before;
    }
    if (mark instanceof Interaction.BoundingBox box) {
      return u >= box.low().u() && u <= box.high().u() && v >= box.low().v() && v <= box.high().v();
    }
    return false;
  }

  private SliceMask sliceMask(int object, int slice) {
    NavigableMap<Integer, SliceMask> known = annotated.get(object - 1);
    Map.Entry<Integer, SliceMask> below = known.floorEntry(slice);
    Map.Entry<Integer, SliceMask> above = known.ceilingEntry(slice);
    if (below == null) {
      return above == null ? SliceMask.empty(volume.sizeX(), volume.sizeY()) : above.getValue();
    }
    boolean useBelow = above == null || slice - below.getKey() <= above.getKey() - slice;
    return useBelow ? below.getValue() : above.getValue();
  }

  @Override
  public PropagationReport propagate(PropagationScope scope) {
    return new PropagationReport(List.of(), 0, 0);
  }

  @Override
  public List<Suggestion> suggest(int object, int count, SuggestionPolicy policy) {
    return quality(object).stream()
        .filter(slice -> slice.origin() != SliceQuality.Origin.ANNOTATED)
        .limit(count)
        .map(slice -> new Suggestion(object, Axis.Z, slice.slice(), 0.5f, 1, "unknown"))
        .toList();
  }

  @Override
  public Volume uncertainty(int object) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SessionStep allowOverlap(boolean allowed) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ExpectedDice expectedDice(int object) {
    return new ExpectedDice(object, 0.5, 0.25, 0.75);
  }

  @Override
  public List<SliceQuality> quality(int object) {
    List<SliceQuality> slices = new ArrayList<>();
    for (int z = 0; z < volume.sizeZ(); z++) {
      boolean known = annotated.get(object - 1).containsKey(z);
      slices.add(
          new SliceQuality(
              z,
              known ? 1 : 0.5f,
              known ? 1 : 0.25f,
              known ? 1 : 0.75f,
              sliceMask(object, z).area(),
              known ? SliceQuality.Origin.ANNOTATED : SliceQuality.Origin.PROPAGATED));
    }
    return slices;
  }

  @Override
  public Mask mask() {
    byte[] labels = new byte[volume.sizeX() * volume.sizeY() * volume.sizeZ()];
    int plane = volume.sizeX() * volume.sizeY();
    for (int object = 1; object <= names.size(); object++) {
      for (int i = 0; i < labels.length; i++) {
        if (sliceMask(object, i / plane).contains(i % plane)) {
          labels[i] = (byte) object;
        }
      }
    }
    return new Mask(volume.sizeX(), volume.sizeY(), volume.sizeZ(), volume.geometry(), labels);
  }

  @Override
  public List<Suggestion> suggest(int count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<PropagationReport> propagateAsync(
      PropagationScope scope, Executor executor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void cancel() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Volume probability(int object) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SessionStep removeObject(int object) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SessionStep renameObject(int object, String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SessionStep colorObject(int object, int rgb) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Interaction> marks(int object) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SessionStep withdraw(Interaction mark) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SessionStep withdraw(int object, int slice) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SessionHistory history() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkpoint(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SessionStep restore(String checkpoint) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int addObject(String name, int inside) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SliceAnswer confirm(int object, int slice) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Mask mask(int object) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<SegmentationObject> addObjects(Mask start, Axis axis) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SessionStep lockObject(int object) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SessionStep unlockObject(int object) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SessionStep limitObject(int object, Box limit) {
    limits.add(limit);
    return new SessionStep(SessionStep.Kind.LIMIT_OBJECT, object, -1, "limit", List.of());
  }

  @Override
  public boolean canUndo() {
    return false;
  }

  @Override
  public SessionStep undo() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean canRedo() {
    return false;
  }

  @Override
  public SessionStep redo() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addListener(SegmentationListener listener) {}

  @Override
  public void removeListener(SegmentationListener listener) {}

  @Override
  public void close() {}
}
