package org.mem3d.core.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mem3d.Interaction;
import org.mem3d.PropagationSettings;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.Volume;
import org.mem3d.core.interaction.MarkedSlice;
import org.mem3d.core.interaction.SliceSegmenter;
import org.mem3d.core.network.InteractionModel;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
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
  private final PropagationSettings settings;
  private final InteractionModel interaction;
  private final SliceSegmenter segmenter;
  private final Deque<MemoryModel> idle = new ArrayDeque<>();
  private final Object lock = new Object();
  private boolean closed;

  CoreEngine(Backend backend, ModelFiles files, PropagationSettings settings) {
    this.backend = backend;
    this.files = files;
    this.settings = settings;
    this.interaction =
        new InteractionModel(
            backend, files.interaction(), files.interaction().source(), CompileOptions.F32);
    this.segmenter = new SliceSegmenter(interaction, settings.windowFactor());
    MemoryModel.checkWeights(files.propagation(), files.propagation().source());
  }

  PropagationSettings settings() {
    return settings;
  }

  MarkedSlice answer(
      SliceReader reader, Interaction mark, @Nullable MarkedSlice before, SlicePatch propagated) {
    synchronized (interaction) {
      return segmenter.answer(reader, mark, before, propagated);
    }
  }

  /** Runs work with a memory model of its own. */
  <T> T withMemory(Function<MemoryModel, T> work) {
    MemoryModel model;
    synchronized (lock) {
      requireOpen();
      model = idle.poll();
    }
    if (model == null) {
      model =
          new MemoryModel(
              backend,
              files.propagation(),
              files.propagation().source(),
              settings.memorySlots(),
              CompileOptions.F32);
    }
    try {
      return work.apply(model);
    } finally {
      giveBack(model);
    }
  }

  private void giveBack(MemoryModel model) {
    synchronized (lock) {
      if (!closed) {
        idle.push(model);
        return;
      }
    }
    model.close();
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
  public String describe() {
    BackendDescription description = backend.describe();
    return String.format(
        Locale.ROOT,
        "backend %s on %s (%s), %d threads%nweights: %s; %s%nbackend memory: %,d bytes%n%s",
        description.name(),
        description.device(),
        description.version(),
        description.threads(),
        files.interaction().source(),
        files.propagation().source(),
        backend.allocatedBytes(),
        settings);
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
      idle.forEach(MemoryModel::close);
      idle.clear();
    }
    synchronized (interaction) {
      interaction.close();
    }
    backend.close();
  }
}
