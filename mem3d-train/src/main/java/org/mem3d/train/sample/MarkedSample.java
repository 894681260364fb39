package org.mem3d.train.sample;

import java.util.ArrayList;
import java.util.List;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.SliceMask;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.interaction.NetworkInput;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;
import org.mem3d.core.region.Window;
import org.mem3d.eval.SimulatedUser;

/**
 * A slice with its simulated user, in the course of being marked. Window and normalisation stay as
 * they are through corrections, as the engine keeps them. One thread at a time.
 */
public final class MarkedSample {
  private final SliceReader reader;
  private final Axis axis;
  private final int slice;
  private final SliceMask seen;
  private final float hidden;
  private final float[] truthPixels;
  private final AnnotatedSlice.View view;
  private final SimulatedUser user;
  private final List<Interaction> marks;
  private SlicePatch previous;

  MarkedSample(
      SliceReader reader,
      Axis axis,
      int slice,
      SliceMask truth,
      AnnotatedSlice.View view,
      SimulatedUser user,
      List<Interaction> marks,
      SlicePatch previous) {
    this.reader = reader;
    this.axis = axis;
    this.slice = slice;
    this.view = view;
    this.user = user;
    this.marks = new ArrayList<>(marks);
    this.previous = previous;
    this.truthPixels = new float[SequenceBatch.PIXELS];
    SlicePatch.of(truth).sample(view.window(), truthPixels);
    Window window = view.window();
    int sizeU = reader.sizeU();
    this.seen =
        SliceMask.of(
            sizeU, reader.sizeV(), i -> truth.contains(i) && window.holds(i % sizeU, i / sizeU));
    double pixel = window.side() / Window.INPUT_SIDE;
    this.hidden = (float) ((truth.area() - seen.area()) / (pixel * pixel));
  }

  /** Returns the true mask in the window; not to be changed. */
  public float[] truth() {
    return truthPixels;
  }

  /** Returns how much of the object the window does not show, in its pixels. */
  public float hidden() {
    return hidden;
  }

  /** Returns the marks so far, oldest first. */
  public List<Interaction> marks() {
    return List.copyOf(marks);
  }

  /** Fills the network's input with the slice, the marks and the mask so far. */
  public void fill(float[] input) {
    NetworkInput.fill(reader, slice, view, marks, previous, input);
  }

  /** Takes the network's answer and lets the user correct it, inside the window. */
  public void answer(float[] probability) {
    SlicePatch patch = SlicePatch.of(probability, view.window(), reader.sizeU(), reader.sizeV());
    previous = NetworkInput.keepingMarks(patch, marks, reader);
    SliceMask mask = previous.toMask(reader.sizeU(), reader.sizeV());
    for (Interaction mark : user.correction(1, axis, slice, mask, seen)) {
      if (!(mark instanceof Interaction.Absent)) {
        marks.add(mark);
      }
    }
  }
}
