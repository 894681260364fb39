package org.mem3d.core.session;

import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.mem3d.Axis;
import org.mem3d.PropagationCancelledException;
import org.mem3d.SegmentationListener;
import org.mem3d.core.propagation.Propagation;
import org.mem3d.core.propagation.Propagator;
import org.mem3d.core.region.SliceReader;

/** Carries objects of a state from their annotated slices. One thread, one use. */
final class SessionPropagation {
  /** What came of it, and how many slices the network looked at. */
  record Result(SessionState state, int slices) {}

  private final CoreEngine engine;
  private final CheckedVolume volume;
  private final Function<Axis, SliceReader> readers;
  private final List<SegmentationListener> listeners;
  private final BooleanSupplier cancelled;

  /**
   * Makes a propagation.
   *
   * @param cancelled whether it is to end
   */
  SessionPropagation(
      CoreEngine engine,
      CheckedVolume volume,
      Function<Axis, SliceReader> readers,
      List<SegmentationListener> listeners,
      BooleanSupplier cancelled) {
    this.engine = engine;
    this.volume = volume;
    this.readers = readers;
    this.listeners = listeners;
    this.cancelled = cancelled;
  }

  /**
   * Carries objects.
   *
   * @param objects of the state, with an axis
   */
  Result carry(SessionState state, List<ObjectState> objects) {
    try {
      return engine.withCarrier(propagator -> carry(propagator, state, objects));
    } finally {
      volume.checkBeforeReading(null);
    }
  }

  private Result carry(Propagator propagator, SessionState state, List<ObjectState> objects) {
    Propagation run = propagator.newPropagation();
    volume.checkBeforeReading(() -> requireWanted(run, run.mostSlices()));
    for (ObjectState object : objects) {
      run.add(object.label(), object.annotatedMasks(), readers.apply(axis(object)), object.cache());
    }
    int total = run.mostSlices();
    run.run(
        (label, slice) -> {
          requireWanted(run, total);
          Axis axis = axis(state.object(label));
          int done = run.slicesComputed();
          listeners.forEach(listener -> listener.sliceDone(label, axis, slice, done, total));
        });
    SessionState after = state;
    for (ObjectState object : objects) {
      int label = object.label();
      after =
          after.with(
              object.withPredictions(
                  run.predictions(label, () -> requireWanted(run, total)), run.cache(label)));
    }
    requireWanted(run, total);
    return new Result(after, run.slicesComputed());
  }

  /** Ends a propagation that was cancelled, or whose engine was closed. */
  private void requireWanted(Propagation run, int total) {
    engine.requireOpen();
    if (cancelled.getAsBoolean()) {
      throw new PropagationCancelledException(
          "the propagation was cancelled after "
              + run.slicesComputed()
              + " of at most "
              + total
              + " slices");
    }
  }

  private static Axis axis(ObjectState object) {
    return Objects.requireNonNull(object.axis(), "an object without a mark is not carried");
  }
}
