package org.mem3d.core.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mem3d.Interaction;
import org.mem3d.ModelException;
import org.mem3d.Precision;
import org.mem3d.Profile;
import org.mem3d.PropagationSettings;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.Volume;
import org.mem3d.core.interaction.MarkedSlice;
import org.mem3d.core.interaction.PublishedSegmenter;
import org.mem3d.core.interaction.Segmenter;
import org.mem3d.core.interaction.SliceSegmenter;
import org.mem3d.core.network.InteractionModel;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.propagation.Carrier;
import org.mem3d.core.propagation.PublishedCarrier;
import org.mem3d.core.propagation.WindowCarrier;
import org.mem3d.core.published.Architecture;
import org.mem3d.core.published.PublishedInteractionModel;
import org.mem3d.core.published.PublishedMemoryModel;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.core.weights.Safetensors;
import org.mem3d.graph.DType;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendDescription;
import org.mem3d.spi.CompileOptions;

/**
 * The engine: one backend, one interaction network that sessions take turns with, and as many
 * memory models as sessions propagate at once.
 */
final class CoreEngine implements SegmentationEngine {
  private final Backend backend;
  private final ModelFiles files;
  private final EngineSettings settings;
  private final CompileOptions options;
  private final Segmenter segmenter;
  private final Deque<Carrier> idle = new ArrayDeque<>();
  private final Object lock = new Object();
  private final Set<SliceReader> gone = new HashSet<>();
  private int modelsInUse;
  private boolean closed;

  CoreEngine(Backend backend, ModelFiles files, EngineSettings settings) {
    this.backend = backend;
    this.files = files;
    this.settings = settings;
    this.options = settings.options(backend);
    this.segmenter = newSegmenter();
    // Made now, though compiled when first used: weights that do not fit are told at once.
    idle.push(newCarrier());
  }

  PropagationSettings settings() {
    return settings.propagation();
  }

  MarkedSlice answer(
      SliceReader reader, Interaction mark, @Nullable MarkedSlice before, SlicePatch propagated) {
    synchronized (segmenter) {
      requireOpen();
      return segmenter.answer(reader, mark, before, propagated);
    }
  }

  /** Runs work with a memory network of its own. */
  <T> T withCarrier(Function<Carrier, T> work) {
    Carrier carrier;
    synchronized (lock) {
      requireOpen();
      modelsInUse++;
      carrier = idle.poll();
    }
    try {
      if (carrier == null) {
        carrier = newCarrier();
      }
      return work.apply(carrier);
    } finally {
      giveBack(carrier);
    }
  }

  private Segmenter newSegmenter() {
    Safetensors weights = files.interaction();
    if (Architecture.recognise(weights) == Architecture.IOG) {
      return new PublishedSegmenter(
          new PublishedInteractionModel(
              backend, weights, weights.source(), settings.publishedSide(), options));
    }
    return new SliceSegmenter(
        new InteractionModel(backend, weights, weights.source(), options),
        settings.propagation().windowFactor());
  }

  private Carrier newCarrier() {
    Safetensors weights = files.propagation();
    Architecture published = Architecture.recognise(weights);
    PropagationSettings propagation = settings.propagation();
    if (published == null) {
      if (settings.profile() != null) {
        throw new ModelException(
            "profile "
                + settings.profile()
                + " is for a published memory network, which "
                + weights.source()
                + " is not");
      }
      return new WindowCarrier(
          new MemoryModel(
              backend,
              weights,
              weights.source(),
              propagation.memorySlots(),
              propagation.topK(),
              options,
              settings.cacheBytes()),
          propagation);
    }
    Profile profile = settings.profile() == null ? Profile.OFFICIAL_CODE : settings.profile();
    return new PublishedCarrier(
        new PublishedMemoryModel(
            backend,
            weights,
            weights.source(),
            published.memoryNetwork(profile),
            propagation.memorySlots(),
            settings.publishedSide(),
            options,
            settings.cacheBytes()),
        profile,
        propagation);
  }

  /** Lets go of what is kept of these readers' slices. */
  void forget(Set<SliceReader> readers) {
    synchronized (lock) {
      idle.forEach(carrier -> carrier.forget(readers));
      if (modelsInUse > 0) {
        gone.addAll(readers);
      }
    }
  }

  private void giveBack(@Nullable Carrier carrier) {
    boolean last;
    synchronized (lock) {
      modelsInUse--;
      last = closed && modelsInUse == 0;
      if (carrier != null) {
        // Sessions that were closed while it worked; it may hold more of them than its last one.
        carrier.forget(gone);
        idle.push(carrier);
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
      idle.forEach(Carrier::close);
      idle.clear();
    }
    synchronized (segmenter) {
      segmenter.close();
    }
    backend.close();
  }
}
