package org.mem3d.core.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.core.interaction.Agreement;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.interaction.MarkGeometry;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;

/** Takes marks, and takes them back. One thread at a time. */
final class Marking {
  private final CoreEngine engine;
  private final Volume volume;
  private final Function<Axis, SliceReader> readers;

  Marking(CoreEngine engine, Volume volume, Function<Axis, SliceReader> readers) {
    this.engine = engine;
    this.volume = volume;
    this.readers = readers;
  }

  /** Returns the state with one more mark. */
  SessionState with(Contest contest, Interaction mark) {
    SessionState state = contest.state();
    ObjectState object = state.unlocked(mark.object());
    Axis axis = mark.axis();
    if (object.axis() != null && object.axis() != axis) {
      throw new InteractionException(
          named(object)
              + " is carried along "
              + object.axis()
              + " since its first mark; a mark along "
              + axis
              + " needs an object of its own, or undo the first");
    }
    MarkCheck.require(mark, volume);
    return state.with(object.withMarked(axis, answer(contest, mark, object)));
  }

  /** Answers a mark with the slice's mask, which stays what it is if the mark agrees with it. */
  private AnnotatedSlice answer(Contest contest, Interaction mark, ObjectState object) {
    int slice = mark.slice();
    SliceReader reader = readers.apply(mark.axis());
    AnnotatedSlice before = object.marked().get(slice);
    SlicePatch seen = contest.seen(object, slice);
    SlicePatch shape = contest.shape(object, slice);
    if (seen.area() > 0 && Agreement.of(mark, seen, reader.sizeU(), reader.sizeV())) {
      SlicePrediction predicted = object.prediction(slice);
      float dice =
          before != null
              ? before.predictedDice()
              : predicted == null ? 0 : predicted.predictedDice();
      AnnotatedSlice agreed = AnnotatedSlice.agreed(before, mark, shape, dice);
      return agreed.withPatch(keeping(shape, agreed.marks(), reader));
    }
    return engine.answer(
        reader,
        mark,
        before == null ? null : before.withPatch(shape),
        shape,
        contest.marksOfOthers(object, mark.axis(), slice));
  }

  /**
   * Returns a mask that keeps to its marks under what others have won, too: they may be removed.
   */
  private static SlicePatch keeping(SlicePatch shape, List<Interaction> marks, SliceReader reader) {
    int sizeU = reader.sizeU();
    int sizeV = reader.sizeV();
    SliceMask inside = MarkGeometry.voxels(marks, true, sizeU, sizeV);
    SliceMask outside = MarkGeometry.voxels(marks, false, sizeU, sizeV);
    SliceMask there = shape.toMask(sizeU, sizeV);
    boolean kept = there.overlap(inside) == inside.area() && there.overlap(outside) == 0;
    return kept ? shape : shape.forced(inside, outside);
  }

  /** Returns the mark that says that an object's mask on a slice is right as it stands. */
  Interaction confirming(Contest contest, int label, int slice) {
    ObjectState object = contest.state().object(label);
    Axis axis = object.axis();
    if (axis == null) {
      throw new InteractionException(
          named(object) + " has no mask to confirm: mark it on a slice first");
    }
    if (slice < 0 || slice >= volume.size(axis)) {
      throw new InteractionException(
          "slice "
              + axis
              + "="
              + slice
              + " lies outside the volume: "
              + axis
              + " goes from 0 to "
              + (volume.size(axis) - 1));
    }
    SliceMask mask =
        contest.shape(object, slice).toMask(volume.size(axis.u()), volume.size(axis.v()));
    return mask.isEmpty()
        ? Interaction.absent(label, axis, slice)
        : Interaction.mask(label, axis, slice, mask);
  }

  /** Returns the state as if a mark had never been made: the others of its slice are made anew. */
  SessionState without(Contest contest, Interaction mark) {
    SessionState state = contest.state();
    ObjectState object = state.unlocked(mark.object());
    AnnotatedSlice annotation = object.marked().get(mark.slice());
    int place =
        annotation == null || object.axis() != mark.axis()
            ? -1
            : annotation.marks().lastIndexOf(mark);
    if (annotation == null || place < 0) {
      throw new InteractionException(
          named(object)
              + " has no such mark on "
              + mark.axis()
              + "="
              + mark.slice()
              + ": take one from marks("
              + object.label()
              + "), not "
              + mark);
    }
    List<Interaction> others = new ArrayList<>(annotation.marks());
    others.remove(place);
    if (others.isEmpty()) {
      return without(state, object.label(), mark.slice());
    }
    SessionState again = state.with(object.withoutMarked(mark.slice()));
    for (Interaction other : others) {
      again = with(contest.of(again), other);
    }
    return again;
  }

  /** Returns the state without the annotation of a slice. */
  SessionState without(SessionState state, int label, int slice) {
    ObjectState object = state.unlocked(label);
    if (!object.marked().containsKey(slice)) {
      throw new InteractionException(
          named(object)
              + " is not annotated on slice "
              + slice
              + ", but on "
              + object.marked().keySet());
    }
    ObjectState without = object.withoutMarked(slice);
    return state.with(without.marked().isEmpty() ? without.unmarked() : without);
  }

  private static String named(ObjectState object) {
    return "object " + object.label() + " ('" + object.name() + "')";
  }
}
