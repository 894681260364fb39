package org.mem3d.core.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.Precision;
import org.mem3d.SavedSession;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.Transfers;
import org.mem3d.Volume;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.interaction.SliceSegmenter;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.core.propagation.Propagator;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendDescription;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.DeviceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine: the weights, and the networks on one backend at a time.
 *
 * <p>A device that runs full or fails in the middle of a step costs time, not work: the step is
 * begun anew with smaller batches and fewer kept features, then on the next backend. A session's
 * state changes only when a step is done, so there is nothing to repair.
 */
final class CoreEngine implements SegmentationEngine {
  /** Finds a backend to go on with when one has failed. */
  @FunctionalInterface
  interface Successor {
    /**
     * Opens another backend.
     *
     * @param failed the names of those that are of no use any more
     * @throws BackendException if there is none
     */
    Backend open(Set<String> failed);
  }

  private static final Logger LOG = LoggerFactory.getLogger(CoreEngine.class);

  private final ModelFiles files;
  private final EngineSettings settings;
  private final Successor successor;
  private final Set<String> failed = new HashSet<>();
  private final Object lock = new Object();
  private final Object replacing = new Object();
  private final DeviceBudget budget;
  private final WorkerPool workers;
  private final WorkPace workPace = new WorkPace();

  /** Backends that have failed: what they copied counts on. */
  private final List<Backend> former = new ArrayList<>();

  private volatile ModelPool current;
  private boolean closed;

  /** Makes an engine that has no other backend to go on with. */
  CoreEngine(Backend backend, ModelFiles files, EngineSettings settings) {
    this(
        backend,
        files,
        settings,
        gone -> {
          throw new BackendException("there is no other backend than " + gone);
        },
        new DeviceBudget());
  }

  /**
   * Makes an engine.
   *
   * @param successor finds a backend to go on with
   * @param budget of these files and settings
   */
  CoreEngine(
      Backend backend,
      ModelFiles files,
      EngineSettings settings,
      Successor successor,
      DeviceBudget budget) {
    this.budget = budget;
    this.files = files;
    this.settings = settings;
    this.successor = successor;
    this.workers = new WorkerPool(settings.threads());
    this.current = new ModelPool(ModelFactory.of(backend, files, settings, workers));
  }

  AnnotatedSlice answer(
      SliceReader reader,
      Interaction mark,
      @Nullable AnnotatedSlice before,
      SlicePatch propagated,
      List<Interaction> others) {
    AnnotatedSlice given = SliceSegmenter.given(mark);
    if (given != null) {
      requireOpen();
      return given;
    }
    return computed(now -> now.answer(reader, mark, before, propagated, others));
  }

  /** Runs work with a memory network of its own; from its beginning again if the device fails. */
  <T> T withPropagator(Function<Propagator, T> work) {
    return computed(now -> now.withPropagator(work));
  }

  private <T> T computed(Function<ModelPool, T> work) {
    if (CheckedVolume.isBeingRead()) {
      throw new IllegalStateException(
          "the reader of a volume called the engine: it must only fill the slice it was asked for");
    }
    while (true) {
      ModelPool now;
      synchronized (lock) {
        requireOpen();
        now = current;
        now.enter();
      }
      ModelFactory fitted = null;
      DeviceException fault = null;
      try {
        fitted = budget.fitted(now.models());
        if (fitted == null) {
          return work.apply(now);
        }
      } catch (DeviceException e) {
        fault = e;
      } finally {
        now.leave();
      }
      if (fault != null) {
        replace(now, fault);
      } else if (fitted != null) {
        shrink(now, fitted, "to fit the device's memory");
      }
    }
  }

  /** Puts smaller networks or another backend in the place of those that have failed. */
  private void replace(ModelPool old, DeviceException fault) {
    synchronized (replacing) {
      if (current != old) {
        return;
      }
      boolean full =
          !(fault instanceof DeviceBudget.TooSmall)
              && fault.fault() == DeviceException.Fault.OUT_OF_MEMORY;
      ModelFactory smaller = full ? old.models().smaller() : null;
      if (smaller != null) {
        shrink(old, smaller, fault.getMessage());
        return;
      }
      failed.add(old.backend().describe().name());
      Backend next;
      try {
        next = successor.open(Set.copyOf(failed));
      } catch (BackendException none) {
        fault.addSuppressed(none);
        throw fault;
      }
      ModelPool made;
      try {
        made = new ModelPool(models(next));
      } catch (RuntimeException | Error e) {
        next.close();
        throw e;
      }
      LOG.warn(
          "going on with backend {} on {}: {}",
          next.describe().name(),
          next.describe().device(),
          fault.getMessage());
      put(old, made, old.backend()::close);
    }
  }

  private void shrink(ModelPool old, ModelFactory fewer, @Nullable String why) {
    synchronized (replacing) {
      if (current == old) {
        LOG.warn(
            "backend {}: batches of at most {}, {} bytes of features kept: {}",
            fewer.backend().describe().name(),
            fewer.batches().largest(),
            fewer.cacheBytes(),
            why);
        put(old, new ModelPool(fewer), () -> {});
      }
    }
  }

  private void put(ModelPool old, ModelPool made, Runnable then) {
    boolean gone;
    synchronized (lock) {
      gone = closed;
      if (!gone) {
        if (made.backend() != old.backend()) {
          former.add(old.backend());
        }
        current = made;
      }
    }
    if (gone) {
      // The engine was closed meanwhile, and the old networks are released for that already.
      made.retire(made.backend() == old.backend() ? () -> {} : made.backend()::close);
    } else {
      old.retire(then);
    }
  }

  /** In the precision that was asked for, if the backend has it: the work counts more. */
  private ModelFactory models(Backend backend) {
    try {
      return ModelFactory.of(backend, files, settings, workers);
    } catch (BackendException e) {
      LOG.warn("computing in float32: {}", e.getMessage());
      return ModelFactory.in(CompileOptions.F32, backend, files, settings, workers);
    }
  }

  /** Lets go of what is kept of these readers' slices. */
  void evict(Set<SliceReader> readers) {
    current.evict(readers);
  }

  @Override
  public SegmentationSession newSession(Volume volume) {
    Objects.requireNonNull(volume, "the volume is null");
    requireOpen();
    // At once, not when the user's work is to be taken out.
    CheckedVolume checked = new CheckedVolume(volume);
    return session(volume, checked, new KeptSession(this, volume), History.Timeline.EMPTY);
  }

  private CoreSession session(
      Volume volume, CheckedVolume checked, KeptSession kept, History.Timeline timeline) {
    return new CoreSession(this, volume, checked, kept, timeline, settings.historyBytes());
  }

  @Override
  public SegmentationSession restore(Path file, Volume volume) {
    Objects.requireNonNull(file, "the file is null");
    Objects.requireNonNull(volume, "the volume is null");
    requireOpen();
    CheckedVolume checked = new CheckedVolume(volume);
    KeptSession kept = new KeptSession(this, volume);
    kept.requireSame(file, SessionFile.manifest(file));
    EngineIdentity here = identity();
    SessionFile.Content content = SessionFile.content(file, checked, here);
    kept.source(content.manifest().volumeSource());
    List<String> differences = here.differencesFrom(content.manifest().engine());
    if (differences.isEmpty()) {
      return session(volume, checked, kept, content.timeline());
    }
    LOG.warn("{} goes on with another engine: {}", file, String.join("; ", differences));
    return session(volume, checked, kept, content.timeline().wentOn(here));
  }

  @Override
  public SegmentationSession replay(Path file, Volume volume) {
    Objects.requireNonNull(file, "the file is null");
    Objects.requireNonNull(volume, "the volume is null");
    requireOpen();
    CheckedVolume checked = new CheckedVolume(volume);
    KeptSession kept = new KeptSession(this, volume);
    Manifest manifest = SessionFile.manifest(file);
    kept.requireSame(file, manifest);
    kept.source(manifest.volumeSource());
    List<String> calls = SessionFile.log(file);
    CoreSession session = session(volume, checked, kept, History.Timeline.EMPTY);
    try {
      Replay.take(file, calls, session);
      return session;
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  @Override
  public SavedSession inspect(Path file) {
    Objects.requireNonNull(file, "the file is null");
    return SessionFile.manifest(file).told(identity());
  }

  /** Returns on what answers depend now. */
  EngineIdentity identity() {
    BackendDescription backend = current.backend().describe();
    return new EngineIdentity(
        files.interaction().sha256(),
        files.propagation().sha256(),
        settings.propagation()
            + (settings.profile() == null ? "" : ", profile " + settings.profile()),
        backend.name() + " " + backend.version(),
        precision().name());
  }

  @Override
  public String fingerprint() {
    return identity().fingerprint();
  }

  @Override
  public void warmUp() {
    // A ball that is brighter than what is around it.
    Volume ball =
        Volume.of(
            (x, y, z) -> Math.hypot(Math.hypot(x - 16, y - 16), 4 * (z - 2)) < 9 ? 200 : 80,
            32,
            32,
            5,
            Geometry.ofSpacing(1, 1, 4));
    try (SegmentationSession session = newSession(ball)) {
      int object = session.addObject("ball");
      session.interact(Interaction.click(object, Axis.Z, 2, 16, 16));
      session.interact(Interaction.box(object, Axis.Z, 3, 9, 9, 23, 23));
      session.propagate();
    }
  }

  @Override
  public String backendName() {
    return current.backend().describe().name();
  }

  @Override
  public Precision precision() {
    return switch (current.precision()) {
      case F32 -> Precision.FLOAT32;
      case BF16 -> Precision.BFLOAT16;
      case F16 -> Precision.FLOAT16;
      case I8 -> Precision.INT8;
    };
  }

  @Override
  public long offHeapBytes() {
    return current.backend().allocatedBytes();
  }

  @Override
  public Transfers transfers() {
    synchronized (lock) {
      Transfers sum = current.backend().transfers();
      for (Backend backend : former) {
        sum = sum.plus(backend.transfers());
      }
      return sum;
    }
  }

  @Override
  public String describe() {
    Transfers copied = transfers();
    ModelPool now = current;
    BackendDescription description = now.backend().describe();
    return String.format(
        Locale.ROOT,
        "backend %s on %s (%s), %d threads, %s%nweights: %s; %s%nbackend memory: %,d bytes,"
            + " features kept: at most %,d bytes%n%s%ncopied to the device: %,d bytes, from it:"
            + " %,d bytes%n%s",
        description.name(),
        description.device(),
        description.version(),
        description.threads(),
        precision(),
        files.interaction().source(),
        files.propagation().source(),
        now.backend().allocatedBytes(),
        now.models().cacheBytes(),
        budget.describe(now.models()),
        copied.bytesToDevice(),
        copied.bytesFromDevice(),
        settings.propagation());
  }

  /** Returns how fast propagations were. */
  WorkPace workPace() {
    return workPace;
  }

  void requireOpen() {
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("the engine is closed");
      }
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
    }
    workers.close();
    // A propagation that is running ends at its next check, and releases then.
    current.retire(current.backend()::close);
  }
}
