package org.mem3d.core.propagation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mem3d.PropagationSettings;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.region.SliceReader;

/**
 * Carries objects from their annotated slices through the volume, by the plan of the settings. One
 * thread at a time, one use.
 */
public final class Propagation implements PropagationRun {
  /** Hears of slices as they are done, and may stop the work by throwing. */
  @FunctionalInterface
  public interface Progress {
    /** A slice of one of the objects is done. */
    void sliceDone(int object, int slice);
  }

  private final MemoryModel model;
  private final PropagationSettings settings;
  private final @Nullable DiceCalibration calibration;
  private final WorkerPool workers;
  private final List<Task> tasks = new ArrayList<>();
  private int slicesComputed;

  /** Makes a propagation without objects that believes the quality head. */
  public Propagation(MemoryModel model, PropagationSettings settings, WorkerPool workers) {
    this(model, settings, null, workers);
  }

  /**
   * Makes a propagation without objects.
   *
   * @param calibration of the weights' predicted Dice; null if there is none
   * @param workers share what is computed around the network
   */
  public Propagation(
      MemoryModel model,
      PropagationSettings settings,
      @Nullable DiceCalibration calibration,
      WorkerPool workers) {
    this.model = model;
    this.settings = settings;
    this.calibration = calibration;
    this.workers = workers;
  }

  @Override
  public void add(int object, List<Anchor> anchors, SliceReader reader, Carried before) {
    tasks.add(new Task(object, anchors, reader, model, settings, calibration, workers, before));
  }

  @Override
  public int mostSlices() {
    return tasks.stream().mapToInt(Task::mostSlices).sum();
  }

  @Override
  public int slicesComputed() {
    return slicesComputed;
  }

  @Override
  public void run(Progress progress) {
    List<Chain> chains = tasks.stream().flatMap(task -> task.chains().stream()).toList();
    List<Gap> gaps = tasks.stream().flatMap(task -> task.gaps().stream()).toList();
    new ChainRun(
            model,
            (chain, slice) -> {
              Task task = taskOf(chain);
              if (task.tells(chain)) {
                told(task, slice, progress);
              }
            })
        .run(chains);
    new GapRun(model, (gap, slice) -> told(taskOf(gap), slice, progress)).run(gaps);
  }

  private void told(Task task, int slice, Progress progress) {
    slicesComputed++;
    progress.sliceDone(task.object(), slice);
  }

  private Task taskOf(Object piece) {
    for (Task task : tasks) {
      if (task.chains().contains(piece) || task.gaps().contains(piece)) {
        return task;
      }
    }
    throw new IllegalStateException("a piece of no object");
  }

  @Override
  public @Nullable SlicePrediction[] predictions(int object, Runnable check) {
    return task(object).predictions(check);
  }

  /**
   * Returns what speaks for an object's refined masks, by slice; nothing before {@link
   * #predictions}, and nothing without refinement.
   */
  public Map<Integer, DiceEvidence> evidence(int object) {
    return Map.copyOf(task(object).evidence());
  }

  @Override
  public Carried carried(int object) {
    return task(object).carried();
  }

  private Task task(int object) {
    for (Task task : tasks) {
      if (task.object() == object) {
        return task;
      }
    }
    throw new IllegalArgumentException("object " + object + " is not part of this propagation");
  }
}
