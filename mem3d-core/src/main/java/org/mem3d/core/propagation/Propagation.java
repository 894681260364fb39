package org.mem3d.core.propagation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mem3d.PropagationSettings;
import org.mem3d.core.network.Lanes;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.region.SliceReader;

/**
 * Carries objects from their annotated slices through the volume: from each annotated slice
 * outwards in both directions, to the next annotated slice or the end; chains that do not wait for
 * each other run together. One thread at a time, one use.
 */
public final class Propagation {
  /** Hears of slices as they are done, and may stop the work by throwing. */
  @FunctionalInterface
  public interface Progress {
    /** A slice of one of the objects is done. */
    void sliceDone(int object, int slice);
  }

  /** One object to carry. */
  private static final class Task {
    final int object;
    final List<Anchor> anchors;
    final int slices;
    final List<Chain> chains = new ArrayList<>();

    Task(int object, List<Anchor> anchors, int slices) {
      this.object = object;
      this.anchors = anchors;
      this.slices = slices;
    }
  }

  private final MemoryModel model;
  private final PropagationSettings settings;
  private final List<Task> tasks = new ArrayList<>();
  private int slicesComputed;

  /** Makes a propagation without objects. */
  public Propagation(MemoryModel model, PropagationSettings settings) {
    this.model = model;
    this.settings = settings;
  }

  /**
   * Adds an object.
   *
   * @param object its label
   * @param anchors its annotated slices, by rising index
   * @param reader of the volume along the object's axis
   */
  public void add(int object, List<Anchor> anchors, SliceReader reader) {
    Task task = new Task(object, List.copyOf(anchors), reader.slices());
    for (int i = 0; i < anchors.size(); i++) {
      Anchor anchor = anchors.get(i);
      int before = i == 0 ? -1 : anchors.get(i - 1).slice();
      int after = i == anchors.size() - 1 ? reader.slices() : anchors.get(i + 1).slice();
      if (anchor.patch().area() > 0) {
        task.chains.add(new Chain(model, settings, reader, anchor, -1, before, anchors));
        task.chains.add(new Chain(model, settings, reader, anchor, 1, after, anchors));
      }
    }
    tasks.add(task);
  }

  /** Returns the largest number of slices that the network may have to look at. */
  public int mostSlices() {
    int most = 0;
    for (Task task : tasks) {
      most += task.slices * (task.chains.isEmpty() ? 0 : 1);
      for (int i = 1; i < task.anchors.size(); i++) {
        boolean twice =
            task.anchors.get(i - 1).patch().area() > 0 && task.anchors.get(i).patch().area() > 0;
        most += twice ? task.anchors.get(i).slice() - task.anchors.get(i - 1).slice() - 1 : 0;
      }
    }
    return most;
  }

  /** Returns how many slices the network has looked at. */
  public int slicesComputed() {
    return slicesComputed;
  }

  /** Carries all objects. Whatever ends it, what it borrowed is given back. */
  public void run(Progress progress) {
    Deque<Chain> pending = new ArrayDeque<>();
    tasks.forEach(task -> task.chains.stream().filter(c -> !c.finished()).forEach(pending::add));
    Chain[] running = new Chain[0];
    try {
      int size = lanesFor(pending.size());
      Lanes lanes = size == 0 ? null : model.lanes(size);
      running = new Chain[size];
      while (lanes != null) {
        startPending(pending, running, lanes);
        int active = (int) Arrays.stream(running).filter(Objects::nonNull).count();
        int wanted = lanesFor(active);
        if (wanted == 0) {
          break;
        }
        if (wanted < lanes.count()) {
          Lanes fewer = model.lanes(wanted);
          running = repack(running, lanes, fewer);
          lanes = fewer;
        }
        step(running, lanes, progress);
      }
    } finally {
      tasks.forEach(task -> task.chains.forEach(Chain::release));
    }
  }

  private static int lanesFor(int chains) {
    int size = MemoryModel.batchFor(chains);
    return chains == 0 ? 0 : size;
  }

  private static void startPending(Deque<Chain> pending, @Nullable Chain[] running, Lanes lanes) {
    for (int lane = 0; lane < running.length; lane++) {
      if (running[lane] == null && !pending.isEmpty()) {
        Chain chain = pending.removeFirst();
        chain.fillBank(lanes, lane);
        running[lane] = chain;
      }
    }
  }

  private static @Nullable Chain[] repack(@Nullable Chain[] running, Lanes from, Lanes to) {
    @Nullable Chain[] packed = new Chain[to.count()];
    int next = 0;
    for (int lane = 0; lane < running.length; lane++) {
      Chain chain = running[lane];
      if (chain != null) {
        from.copyBank(lane, to, next);
        packed[next++] = chain;
      }
    }
    return packed;
  }

  private void step(@Nullable Chain[] running, Lanes lanes, Progress progress) {
    for (int lane = 0; lane < running.length; lane++) {
      Chain chain = running[lane];
      if (chain != null) {
        chain.prepare(lanes, lane);
      }
    }
    lanes.segment();
    boolean[] remember = new boolean[running.length];
    boolean any = false;
    int[] done = new int[running.length];
    for (int lane = 0; lane < running.length; lane++) {
      Chain chain = running[lane];
      if (chain != null) {
        done[lane] = chain.position();
        remember[lane] = chain.accept(lanes, lane);
        any |= remember[lane];
        slicesComputed++;
      }
    }
    if (any) {
      lanes.memorise();
    }
    for (int lane = 0; lane < running.length; lane++) {
      Chain chain = running[lane];
      if (chain == null) {
        continue;
      }
      if (remember[lane]) {
        chain.remember(lanes, lane);
      }
      progress.sliceDone(objectOf(chain), done[lane]);
      if (chain.finished()) {
        running[lane] = null;
      }
    }
  }

  private int objectOf(Chain chain) {
    for (Task task : tasks) {
      if (task.chains.contains(chain)) {
        return task.object;
      }
    }
    throw new IllegalStateException("a chain of no object");
  }

  /**
   * Returns an object's predictions, one for each slice that a chain reached and that is not
   * annotated; null elsewhere.
   */
  public @Nullable SlicePrediction[] predictions(int object) {
    for (Task task : tasks) {
      if (task.object == object) {
        return Blend.join(task.anchors, task.chains, task.slices);
      }
    }
    throw new IllegalArgumentException("object " + object + " is not part of this propagation");
  }
}
