package org.mem3d.core.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mem3d.Interaction;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.interaction.Segmenter;
import org.mem3d.core.propagation.Propagator;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.graph.DType;
import org.mem3d.spi.Backend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks on one backend: one interaction network that sessions take turns with, and as many
 * memory networks as sessions propagate at once. When its device fails or fills up, the engine puts
 * another in its place. Thread-safe.
 */
final class ModelPool {
  private static final Logger LOG = LoggerFactory.getLogger(ModelPool.class);

  private final ModelFactory models;
  private final Segmenter segmenter;
  private final Deque<Propagator> idle = new ArrayDeque<>();
  private final Object lock = new Object();
  private final Set<SliceReader> gone = new HashSet<>();
  private int propagatorsInUse;
  private int users;
  private @Nullable Runnable afterwards;

  /** Makes the networks, though they are compiled when first used: weights that misfit are told. */
  ModelPool(ModelFactory models) {
    this.models = models;
    this.segmenter = models.newSegmenter();
    idle.push(models.newPropagator());
  }

  Backend backend() {
    return models.backend();
  }

  DType precision() {
    return models.options().precision();
  }

  ModelFactory models() {
    return models;
  }

  AnnotatedSlice answer(
      SliceReader reader,
      Interaction mark,
      @Nullable AnnotatedSlice before,
      SlicePatch propagated,
      List<Interaction> others) {
    synchronized (segmenter) {
      return segmenter.answer(reader, mark, before, propagated, others);
    }
  }

  /** Runs work with a memory network of its own. */
  <T> T withPropagator(Function<Propagator, T> work) {
    Propagator propagator;
    synchronized (lock) {
      propagatorsInUse++;
      propagator = idle.poll();
    }
    try {
      if (propagator == null) {
        propagator = models.newPropagator();
      }
      return work.apply(propagator);
    } finally {
      release(propagator);
    }
  }

  private void release(@Nullable Propagator propagator) {
    synchronized (lock) {
      propagatorsInUse--;
      if (propagator != null) {
        // Sessions that were closed while it worked; it may hold more of them than its last one.
        propagator.evict(gone);
        idle.push(propagator);
      }
      if (propagatorsInUse == 0) {
        gone.clear();
      }
    }
  }

  /** Lets go of what is kept of these readers' slices. */
  void evict(Set<SliceReader> readers) {
    synchronized (lock) {
      idle.forEach(propagator -> propagator.evict(readers));
      if (propagatorsInUse > 0) {
        gone.addAll(readers);
      }
    }
  }

  /** Says that somebody begins to work with this. */
  void enter() {
    synchronized (lock) {
      users++;
    }
  }

  /**
   * Says that somebody has ended his work with this; the last one after {@link #retire} releases.
   */
  void leave() {
    Runnable then;
    synchronized (lock) {
      users--;
      then = users == 0 ? afterwards : null;
    }
    if (then != null) {
      release(then);
    }
  }

  /**
   * Releases the networks as soon as no call uses them: native memory in use must not go away.
   *
   * @param then runs after that
   */
  void retire(Runnable then) {
    boolean unused;
    synchronized (lock) {
      afterwards = then;
      unused = users == 0;
    }
    if (unused) {
      release(then);
    }
  }

  private void release(Runnable then) {
    synchronized (lock) {
      idle.forEach(propagator -> close(propagator::close));
      idle.clear();
    }
    synchronized (segmenter) {
      close(segmenter::close);
    }
    close(then);
  }

  /** Closes something of a device that may be lost, and then refuses even that. */
  private static void close(Runnable closing) {
    try {
      closing.run();
    } catch (RuntimeException e) {
      LOG.debug("releasing failed", e);
    }
  }
}
