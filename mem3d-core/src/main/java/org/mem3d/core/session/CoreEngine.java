package org.mem3d.core.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mem3d.Interaction;
import org.mem3d.Precision;
import org.mem3d.PropagationSettings;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.Volume;
import org.mem3d.core.interaction.MarkedSlice;
import org.mem3d.core.interaction.SliceSegmenter;
import org.mem3d.core.network.InteractionModel;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.region.SliceImage;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.graph.DType;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendDescription;
import org.mem3d.spi.CompileOptions;

/**
 * The engine: one backend, one interaction model that sessions take turns with, and as many memory
 * models as sessions propagate at once.
 */
final class CoreEngine implements SegmentationEngine {
  private final Backend backend;
  private final ModelFiles files;
  private final EngineSettings settings;
  private final CompileOptions options;
  private final InteractionModel interaction;
  private final SliceSegmenter segmenter;
  private final Deque<MemoryModel> idle = new ArrayDeque<>();
  private final Object lock = new Object();
  private final Set<SliceReader> gone = new HashSet<>();
  private int modelsInUse;
  private boolean closed;

  CoreEngine(Backend backend, ModelFiles files, EngineSettings settings) {
    this.backend = backend;
    this.files = files;
    this.settings = settings;
    this.options = settings.options(backend);
    this.interaction =
        new InteractionModel(backend, files.interaction(), files.interaction().source(), options);
    this.segmenter = new SliceSegmenter(interaction, settings.propagation().windowFactor());
    // Made now, though compiled when first used: weights that do not fit are told at once.
    idle.push(newMemoryModel());
  }

  PropagationSettings settings() {
    return settings.propagation();
  }

  MarkedSlice answer(
      SliceReader reader, Interaction mark, @Nullable MarkedSlice before, SlicePatch propagated) {
    synchronized (interaction) {
      requireOpen();
      return segmenter.answer(reader, mark, before, propagated);
    }
  }

  /** Runs work with a memory model of its own. */
  <T> T withMemory(Function<MemoryModel, T> work) {
    MemoryModel model;
    synchronized (lock) {
      requireOpen();
      modelsInUse++;
      model = idle.poll();
    }
    try {
      if (model == null) {
        model = newMemoryModel();
      }
      return work.apply(model);
    } finally {
      giveBack(model);
    }
  }

  private MemoryModel newMemoryModel() {
    return new MemoryModel(
        backend,
        files.propagation(),
        files.propagation().source(),
        settings.propagation().memorySlots(),
        settings.propagation().topK(),
        options,
        settings.cacheBytes());
  }

  /** Lets go of what is kept of these readers' slices. */
  void forget(Set<SliceReader> readers) {
    synchronized (lock) {
      idle.forEach(model -> forget(model, readers));
      if (modelsInUse > 0) {
        gone.addAll(readers);
      }
    }
  }

  private static void forget(MemoryModel model, Set<SliceReader> readers) {
    model
        .features()
        .forget(key -> key instanceof SliceImage image && readers.contains(image.reader()));
  }

  private void giveBack(@Nullable MemoryModel model) {
    boolean last;
    synchronized (lock) {
      modelsInUse--;
      last = closed && modelsInUse == 0;
      if (model != null) {
        // Sessions that were closed while it worked; it may hold more of them than its last one.
        forget(model, gone);
        idle.push(model);
      }
      if (modelsInUse == 0) {
        gone.clear();
      }
    }
    if (last) {
      release();
    }
  }

  @Override
  public SegmentationSession newSession(Volume volume) {
    requireOpen();
    return new CoreSession(this, volume);
  }

  @Override
  public String backendName() {
    return backend.describe().name();
  }

  @Override
  public Precision precision() {
    return options.precision() == DType.BF16 ? Precision.BFLOAT16 : Precision.FLOAT32;
  }

  @Override
  public long offHeapBytes() {
    return backend.allocatedBytes();
  }

  @Override
  public String describe() {
    BackendDescription description = backend.describe();
    return String.format(
        Locale.ROOT,
        "backend %s on %s (%s), %d threads, %s%nweights: %s; %s%nbackend memory: %,d bytes,"
            + " features kept: at most %,d bytes%n%s",
        description.name(),
        description.device(),
        description.version(),
        description.threads(),
        precision(),
        files.interaction().source(),
        files.propagation().source(),
        backend.allocatedBytes(),
        settings.cacheBytes(),
        settings.propagation());
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
    boolean unused;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      unused = modelsInUse == 0;
    }
    // Otherwise the propagation that ends last releases: native memory in use must not go away.
    if (unused) {
      release();
    }
  }

  private void release() {
    synchronized (lock) {
      idle.forEach(MemoryModel::close);
      idle.clear();
    }
    synchronized (interaction) {
      interaction.close();
    }
    backend.close();
  }
}
