package org.mem3d;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * One user's work on one volume: objects, marks, and the masks that grow from them.
 *
 * <p>A step happens whole or not at all: when a method throws, the session is as it was before. A
 * slice with marks is an <em>annotated</em> slice; its mask changes through marks on it alone,
 * never through {@link #propagate}. The same volume, weights, backend and steps give the same
 * bytes.
 *
 * <p>Used by one thread at a time; only {@link #cancel} may be called from others. While it is at a
 * step, a session answers questions (from a listener) but refuses further steps, of other threads
 * too, with an {@link IllegalStateException}.
 */
public interface SegmentationSession extends AutoCloseable {
  /** Returns the volume. */
  Volume volume();

  /**
   * Adds an object.
   *
   * @param name for people, not empty and not in use
   * @return its label, 1 for the first, 2 for the second, up to 255: one more than the largest in
   *     use, or, where that is 255, the lowest that is free
   * @throws InteractionException if the name is empty or in use, or no label is free
   */
  int addObject(String name);

  /**
   * Adds an object that lies inside another one, as a tumour in an organ or a ventricle in its
   * muscle. Where both claim a voxel it is the inner one's, unless the user marked it for the outer
   * one. Without this statement an object of under half another's size counts as lying inside it.
   *
   * @param name for people, not empty and not in use
   * @param inside the label of the outer object
   * @return its label
   * @throws InteractionException if the outer object does not exist
   */
  int addObject(String name, int inside);

  /**
   * Adds an object for each label of a mask, as another program made it or this one last week.
   * Their slices along an axis count as predictions of unknown quality: they are suggested,
   * corrected, confirmed and carried on from as those of a propagation are. An object keeps its
   * label where that is free and has the name "label 3", or "label 3 (2)" where that is in use.
   *
   * @param start the labels, on the volume's grid
   * @param axis the direction along which the objects are carried
   * @return the objects, by rising label in the mask
   * @throws InteractionException if the mask has no label above 0, or more than labels are free
   * @throws GridException if the mask lies on another grid
   */
  List<SegmentationObject> addObjects(Mask start, Axis axis);

  /** Returns the objects as they are now, by rising label. */
  List<SegmentationObject> objects();

  /**
   * Returns an object as it is now.
   *
   * @throws InteractionException if there is no such object
   */
  SegmentationObject object(int label);

  /**
   * Removes an object with its marks and masks. The others keep their labels.
   *
   * @throws InteractionException if there is no such object
   */
  SessionStep removeObject(int object);

  /**
   * Gives an object another name.
   *
   * @param name for people, not empty and not in use
   * @throws InteractionException if there is no such object, or the name is empty or in use
   */
  SessionStep renameObject(int object, String name);

  /**
   * Gives an object another colour; masks do not depend on it.
   *
   * @param rgb 0xRRGGBB
   * @throws InteractionException if there is no such object, or the colour is none
   */
  SessionStep colorObject(int object, int rgb);

  /**
   * Says whether a voxel may belong to several objects; at first it may not. Where it may, {@link
   * #mask(int)}, {@link #probability}, {@link #quality} and answers are those of an object's whole
   * mask, and what is marked for one object is no evidence against another. {@link #mask()}, which
   * has one label for each voxel, stays what it is.
   */
  SessionStep allowOverlap(boolean allowed);

  /**
   * Locks an object that is finished: it keeps the voxels that {@link #mask()} shows of it, and the
   * others flow around them. Until it is unlocked, marks on it and its removal are refused, and it
   * is not carried; name and colour can be changed.
   *
   * @throws InteractionException if there is no such object, or it is locked
   */
  SessionStep lockObject(int object);

  /**
   * Unlocks an object: it has its own masks again, those of before it was locked.
   *
   * @throws InteractionException if there is no such object, or it is not locked
   */
  SessionStep unlockObject(int object);

  /**
   * Limits an object to a box from now on, as by a plane at which it has to stop ({@link
   * Box#ofSlices}). What was predicted beyond goes at once, and later propagations do not go there.
   * Annotated slices stay what the user said; from those outside the limit nothing is carried.
   *
   * @param limit {@link Box#EVERYWHERE} for none
   * @throws InteractionException if there is no such object, or it is locked
   */
  SessionStep limitObject(int object, Box limit);

  /**
   * Takes a mark and answers with the mask of its slice. Marks on one slice add up: each makes the
   * mask of the ones before it better. A mark that the mask agrees with already changes nothing:
   * the slice is annotated then, with the mask that it has. A mask that was given or carried to the
   * slice is changed only near marks that contradict it. An object's first mark fixes the axis
   * along which it is carried.
   *
   * @throws InteractionException if the mark lies outside the volume, its object does not exist, or
   *     the object is carried along another axis
   * @throws VolumeException if the volume cannot be read; the message names the slice
   */
  SliceAnswer interact(Interaction interaction);

  /**
   * Says that an object's mask on a slice is right as it stands: it becomes annotated, as if it had
   * been given. An empty mask says that the object is not there.
   *
   * @param object its label
   * @param slice index of the slice along the object's axis
   * @throws InteractionException if the object does not exist, has no mark yet or no such slice
   */
  SliceAnswer confirm(int object, int slice);

  /**
   * Returns the marks from which an object's annotated slices follow, by slice, then oldest first.
   * A given mask, or that the object is absent, replaces the marks before it on its slice.
   *
   * @throws InteractionException if there is no such object
   */
  List<Interaction> marks(int object);

  /**
   * Takes a mark back, as if it had never been made: its slice is answered anew from its other
   * marks, in their order. Its last mark takes the slice's annotation with it. Of equal marks the
   * latest is taken back.
   *
   * @throws InteractionException if there is no such mark, or the other marks of its slice say
   *     nothing without it (then take back the annotation)
   * @throws VolumeException if the volume cannot be read; the message names the slice
   */
  SessionStep withdraw(Interaction mark);

  /**
   * Takes the annotation of a slice back, with all its marks. The slice has again the mask that was
   * predicted of it before, if any was, until the next propagation. With its last annotation an
   * object loses its masks and its axis.
   *
   * @throws InteractionException if there is no such object, or the slice is not annotated
   */
  SessionStep withdraw(int object, int slice);

  /**
   * Carries every object from its annotated slices through the volume. Objects whose marks did not
   * change since the last time are left alone.
   *
   * @throws InteractionException if no slice is annotated yet
   * @throws PropagationCancelledException if {@link #cancel} was called meanwhile
   * @throws VolumeException if the volume cannot be read; the message names the slice
   */
  default PropagationReport propagate() {
    return propagate(PropagationScope.ALL);
  }

  /**
   * Carries some objects, or within a box of voxels alone: outside of it masks stay as they are,
   * and the next propagation of the whole goes on from there.
   *
   * @throws InteractionException if no slice of the objects is annotated yet, or an object that was
   *     named does not exist or is locked
   * @throws PropagationCancelledException as {@link #propagate()}
   * @throws VolumeException as {@link #propagate()}
   */
  PropagationReport propagate(PropagationScope scope);

  /**
   * Runs {@link #propagate()} on an executor. Until the future is done, steps are refused.
   *
   * <p>Cancelling the future asks the work to stop, as {@link #cancel} does, and returns at once,
   * with true if the propagation will not happen. The future is cancelled when the work has
   * stopped; then it throws the {@link PropagationCancelledException}, and the session is free. A
   * future that is done in another way, as by a timeout, stops the work too; until that has
   * stopped, steps are refused.
   */
  default CompletableFuture<PropagationReport> propagateAsync(Executor executor) {
    return propagateAsync(PropagationScope.ALL, executor);
  }

  /** Runs {@link #propagate(PropagationScope)} on an executor, else as without a scope. */
  CompletableFuture<PropagationReport> propagateAsync(PropagationScope scope, Executor executor);

  /**
   * Asks a running propagation to stop soon: before its next slice, before it reads another slice
   * of the volume, or in the midst of the refinement. Callable from any thread. If none is running,
   * the next one is cancelled, unless another step comes before it: a user who cancels just before
   * the work begins is not overheard.
   */
  void cancel();

  /**
   * Returns the slices most worth another look, best first: those whose annotation is expected to
   * mend most, see {@link SuggestionPolicy#RECOMMENDED}. Annotated slices are never among them.
   *
   * @param count how many at most, over all objects
   */
  List<Suggestion> suggest(int count);

  /** Returns the slices of one object most worth another look, by the chosen rule, best first. */
  List<Suggestion> suggest(int object, int count, SuggestionPolicy policy);

  /**
   * Returns what is known of each slice of an object along its axis; empty before its first mark.
   */
  List<SliceQuality> quality(int object);

  /**
   * Returns how good the mask of a whole object is expected to be, with an interval: when it is
   * narrow and high enough, the work on it is done.
   */
  ExpectedDice expectedDice(int object);

  /**
   * Returns the masks of all objects as they are now. Where two claim a voxel, a positive mark on
   * it wins, then a given mask; else an object that lies inside the other, as {@link
   * #addObject(String, int)} stated it or by its size, under half the other's; else one that is
   * annotated on its slice, the likelier, the smaller, the earlier.
   */
  Mask mask();

  /**
   * Returns the mask of one object: where {@link #mask()} has its label, all else is 0. Where
   * objects may overlap it is the object's whole mask.
   */
  Mask mask(int object);

  /**
   * Returns the probability of an object at each voxel, 0 to 1, as a volume on the same grid; a
   * picture of this moment that later steps do not change. From one half on a voxel is in the
   * object's {@link #mask(int)}; those that other objects have won are below.
   */
  Volume probability(int object);

  /**
   * Returns the chance of each voxel to be on the wrong side of an object's mask, 0 to 0.5, as a
   * volume on the same grid. On each slice the chances add up to about the number of wrong voxels
   * that the slice's predicted Dice stands for; they are 0 where the user gave or confirmed it, and
   * on slices of a start mask, of which nothing is known.
   */
  Volume uncertainty(int object);

  /**
   * Returns the steps that were taken and undone, the checkpoints, and what all that holds of
   * memory. Each call of a method that changes the session is one step, whether or not it changed a
   * voxel: undo after {@link #propagate} always takes back that propagation.
   */
  SessionHistory history();

  /**
   * Names the present state, so that {@link #restore} can come back to it whatever was undone or
   * forgotten meanwhile. No step. A state of the same name before is forgotten.
   *
   * @param name for people, not empty
   * @throws InteractionException if the name is empty
   */
  void checkpoint(String name);

  /**
   * Takes a step to the state of a checkpoint; it can be undone as any other.
   *
   * @throws InteractionException if there is no checkpoint of that name
   */
  SessionStep restore(String checkpoint);

  /** Returns whether there is a step to undo. */
  boolean canUndo();

  /**
   * Goes back to before the last step. How far back this goes is limited by {@link
   * SegmentationEngine.Builder#historyBytes}.
   *
   * @return the step that was undone; what it changed is what has changed back
   * @throws IllegalStateException if there is none
   */
  SessionStep undo();

  /** Returns whether there is a step to redo. */
  boolean canRedo();

  /**
   * Repeats the step last undone. Another step makes those that were undone be forgotten.
   *
   * @return the step that was repeated
   * @throws IllegalStateException if there is none
   */
  SessionStep redo();

  /**
   * States where the volume is kept, for people and programs that find a saved file of this session
   * ({@link SavedSession#volumeSource}); mem3d opens nothing there. No step.
   *
   * @param source a path, a URI, or whatever the program finds its volumes by
   */
  void volumeSource(String source);

  /**
   * Writes the session to a file: objects, marks, masks, history with checkpoints, and the log of
   * all calls that led there. {@link SegmentationEngine#restore} opens it again. What was in the
   * file stays until all of the new is on the disk. The first time, the whole volume is read once
   * for its hash. No step; while a propagation runs, the state before it is written.
   *
   * @throws SessionFileException if the file cannot be written; it is then as it was
   * @throws VolumeException if the volume cannot be read
   */
  void save(Path file);

  /**
   * Keeps a file up to date from now on, as {@link #save} writes it: as often as said if something
   * has changed, on a thread of its own that no step waits for, and a last time when the session is
   * closed. {@link SegmentationListener#saved} and {@link SegmentationListener#saveFailed} tell how
   * it goes; nothing is thrown, and what failed is tried again next time. Another call puts another
   * file or pace in the place of this one.
   *
   * @param pace the time between the end of one writing and the beginning of the next, above zero
   * @throws Mem3dException if the pace is not above zero
   */
  void autosave(Path file, Duration pace);

  /** Adds a listener, called on the thread that propagates. */
  void addListener(SegmentationListener listener);

  /** Removes a listener; harmless if it is not there. */
  void removeListener(SegmentationListener listener);

  /**
   * Releases what the session holds; a propagation that is running is cancelled. Where {@link
   * #autosave} was asked for and something has changed since, the file is written first. Harmless
   * when repeated. Every step and question afterwards throws {@link IllegalStateException}.
   */
  @Override
  void close();
}
