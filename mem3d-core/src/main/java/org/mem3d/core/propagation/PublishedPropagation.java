package org.mem3d.core.propagation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.core.published.PublishedMemoryModel;
import org.mem3d.core.region.SliceReader;

/** Carries objects with a published network, chain after chain. */
final class PublishedPropagation implements PropagationRun {
  /** One object to carry: what of it is still to be asked, and what is known from before. */
  private static final class Task {
    final int object;
    final List<Anchor> anchors;
    final SliceReader reader;
    final List<ChainRecord> known = new ArrayList<>();
    final List<PublishedChain> chains = new ArrayList<>();

    Task(int object, List<Anchor> anchors, SliceReader reader) {
      this.object = object;
      this.anchors = List.copyOf(anchors);
      this.reader = reader;
    }
  }

  private final PublishedMemoryModel model;
  private final PublishedRules rules;
  private final List<Task> tasks = new ArrayList<>();
  private int slicesComputed;

  PublishedPropagation(PublishedMemoryModel model, PublishedRules rules) {
    this.model = model;
    this.rules = rules;
  }

  @Override
  public void add(int object, List<Anchor> anchors, SliceReader reader, Carried before) {
    Task task = new Task(object, anchors, reader);
    tasks.add(task);
    for (int i = 0; i < anchors.size(); i++) {
      Anchor start = anchors.get(i);
      if (!Anchor.present(start)) {
        continue;
      }
      int below = i == 0 ? -1 : anchors.get(i - 1).slice();
      int above = i == anchors.size() - 1 ? reader.slices() : anchors.get(i + 1).slice();
      List<Anchor> memories = rules.memories(anchors, start);
      for (int[] order : Order.of(rules.plan(), start.slice(), below, above)) {
        ChainRecord known = before.chain(start, memories, order);
        if (known != null) {
          task.known.add(known);
        } else {
          task.chains.add(new PublishedChain(rules, reader, start, memories, order));
        }
      }
    }
  }

  @Override
  public int mostSlices() {
    return tasks.stream()
        .flatMap(task -> task.chains.stream())
        .mapToInt(PublishedChain::length)
        .sum();
  }

  @Override
  public int slicesComputed() {
    return slicesComputed;
  }

  @Override
  public void run(Propagation.Progress progress) {
    for (Task task : tasks) {
      for (PublishedChain chain : task.chains) {
        chain.run(
            model,
            slice -> {
              slicesComputed++;
              progress.sliceDone(task.object, slice);
            });
      }
    }
  }

  @Override
  public @Nullable SlicePrediction[] predictions(int object) {
    Task task = task(object);
    return Blend.join(task.anchors, carried(object).chains(), task.reader.slices());
  }

  @Override
  public Carried carried(int object) {
    Task task = task(object);
    List<ChainRecord> all = new ArrayList<>(task.known);
    task.chains.forEach(chain -> all.add(chain.record()));
    return new Carried(all, List.of());
  }

  private Task task(int object) {
    return tasks.stream()
        .filter(task -> task.object == object)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "object " + object + " is not part of this propagation"));
  }
}
