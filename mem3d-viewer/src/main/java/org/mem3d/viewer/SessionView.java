package org.mem3d.viewer;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.PropagationReport;
import org.mem3d.SliceAnswer;
import org.mem3d.SliceMask;
import org.mem3d.viewer.work.SessionEvents;
import org.mem3d.viewer.work.SessionSnapshot;

/** Shows what a session answers. Belongs to the event thread. */
final class SessionView implements SessionEvents {
  private final ViewerState state;

  /** Begins a propagation where the user wants one after every mark. */
  private final Runnable propagate;

  SessionView(ViewerState state, Runnable propagate) {
    this.state = state;
    this.propagate = propagate;
  }

  @Override
  public void engineOpened(String description) {
    state.engineReady = true;
    state.say(description.lines().findFirst().orElse("The engine is ready."));
  }

  @Override
  public void engineFailed(String reason) {
    state.engineFault = reason;
    state.sayFault("The engine cannot be opened: " + reason);
  }

  @Override
  public void answered(SliceAnswer answer) {
    state.mask = state.mask.with(answer.object(), answer.axis(), answer.slice(), answer.mask());
    state.say(
        String.format(
            Locale.ROOT,
            "Slice %d: predicted Dice %.2f, %d voxels.",
            answer.slice(),
            answer.predictedDice(),
            answer.mask().area()));
    if (state.propagatesAfterMarks) {
      propagate.run();
    }
  }

  @Override
  public void changed(SessionSnapshot snapshot) {
    state.take(snapshot);
    state.changed();
  }

  @Override
  public void propagationBegan() {
    state.propagation = new ViewerState.Propagation(0, Double.NaN);
    state.changed();
  }

  @Override
  public void progressed(double fraction, double secondsLeft) {
    if (state.propagation != null) {
      state.propagation = new ViewerState.Propagation(fraction, secondsLeft);
      state.changed();
    }
  }

  @Override
  public void slicePredicted(int object, Axis axis, int slice, SliceMask mask) {
    if (state.propagation != null) {
      state.mask = state.mask.with(object, axis, slice, mask);
      state.changed();
    }
  }

  @Override
  public void propagationEnded(@Nullable PropagationReport report) {
    state.propagation = null;
    if (report == null) {
      state.say("Stopped; the masks are as they were before.");
    } else {
      state.say(
          String.format(
              Locale.ROOT, "%d slices in %.1f s.", report.slicesComputed(), report.seconds()));
    }
  }

  @Override
  public void failed(String reason) {
    state.sayFault(reason);
  }

  @Override
  public void done(String what) {
    state.say(what);
  }
}
