package org.mem3d.core.session;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.PropagationCancelledException;
import org.mem3d.SegmentationListener;
import org.mem3d.SliceMask;
import org.mem3d.core.propagation.Propagation;
import org.mem3d.core.propagation.Propagator;
import org.mem3d.core.propagation.SliceRange;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;

/** Carries objects of a state from their annotated slices. One thread, one use. */
final class SessionPropagation {
  /** What came of it, and how many slices the network looked at. */
  record Result(SessionState state, int slices) {}

  private final CoreEngine engine;
  private final CheckedVolume volume;
  private final Function<Axis, SliceReader> readers;
  private final List<SegmentationListener> listeners;
  private final Cancellation cancellation;
  private final Box box;

  /**
   * Makes a propagation.
   *
   * @param cancellation whether it is to end
   * @param box outside of which masks stay as they are
   */
  SessionPropagation(
      CoreEngine engine,
      CheckedVolume volume,
      Function<Axis, SliceReader> readers,
      List<SegmentationListener> listeners,
      Cancellation cancellation,
      Box box) {
    this.engine = engine;
    this.volume = volume;
    this.readers = readers;
    this.listeners = listeners;
    this.cancellation = cancellation;
    this.box = box;
  }

  /**
   * Carries objects.
   *
   * @param objects of the state, with an axis
   */
  Result carry(SessionState state, List<ObjectState> objects) {
    try {
      return engine.withPropagator(propagator -> carry(propagator, state, objects));
    } finally {
      volume.checkBeforeReading(null);
    }
  }

  private Result carry(Propagator propagator, SessionState state, List<ObjectState> objects) {
    Propagation propagation = propagator.newPropagation();
    Runnable check = () -> requireWanted(propagation);
    volume.checkBeforeReading(check);
    check.run();
    WorkProgress progress = new WorkProgress(listeners, engine.workPace());
    int slices = 0;
    for (ObjectState object : objects) {
      SliceRange range = object.range(box);
      propagation.add(
          object.label(),
          object.annotatedMasks(),
          readers.apply(axis(object)),
          range,
          object.cache());
      slices += object.slicesIn(range, volume.size(axis(object)));
    }
    Telling telling = new Telling(state, propagation, progress);
    progress.begin(propagation.mostVisits(), slices, objects.size());
    propagation.run(telling);
    progress.networkDone();
    SessionState after = state;
    for (ObjectState object : objects) {
      @Nullable SlicePrediction[] predictions =
          propagation.predictions(
              object.label(),
              () -> {
                check.run();
                progress.piece();
              });
      if (!object.start().isEmpty()) {
        predictions = StartMasks.joined(object, predictions);
      }
      after =
          after.with(
              isWhole()
                  ? object.withPredictions(predictions, propagation.cache(object.label()))
                  : object.withPredictionsIn(box, predictions));
    }
    check.run();
    progress.end();
    return new Result(after, propagation.slicesComputed());
  }

  private boolean isWhole() {
    return Arrays.stream(Axis.values())
        .allMatch(axis -> box.first(axis) == 0 && box.last(axis) >= volume.size(axis) - 1);
  }

  /** Tells listeners of slices, and ends the work if it is not wanted any more. */
  private final class Telling implements Propagation.Progress {
    private final SessionState state;
    private final Propagation propagation;
    private final WorkProgress progress;
    private final int total;

    Telling(SessionState state, Propagation propagation, WorkProgress progress) {
      this.state = state;
      this.propagation = propagation;
      this.progress = progress;
      this.total = propagation.mostSlices();
    }

    @Override
    public void visited(int visits, int most) {
      requireWanted(propagation);
      progress.visited(visits, most);
    }

    @Override
    public void predicted(int object, int slice, SlicePatch patch) {
      if (!listeners.isEmpty()) {
        Axis axis = axis(state.object(object));
        SliceMask mask = patch.toMask(volume.size(axis.u()), volume.size(axis.v()));
        listeners.forEach(listener -> listener.slicePredicted(object, axis, slice, mask));
      }
    }

    @Override
    public void sliceDone(int object, int slice) {
      Axis axis = axis(state.object(object));
      int done = propagation.slicesComputed();
      listeners.forEach(listener -> listener.sliceDone(object, axis, slice, done, total));
      requireWanted(propagation);
    }
  }

  /** Ends a propagation that was cancelled, or whose engine was closed. */
  private void requireWanted(Propagation propagation) {
    engine.requireOpen();
    if (cancellation.isAsked()) {
      throw cancelled(propagation.slicesComputed(), propagation.mostSlices());
    }
  }

  static PropagationCancelledException cancelled(int slices, int most) {
    return new PropagationCancelledException(
        "the propagation was cancelled after " + slices + " of at most " + most + " slices");
  }

  private static Axis axis(ObjectState object) {
    return Objects.requireNonNull(object.axis(), "an object without a mark is not carried");
  }
}
