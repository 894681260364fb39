package org.mem3d.published.propagation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.propagation.Propagation;
import org.mem3d.core.propagation.SliceRange;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.ChainRecord;
import org.mem3d.core.propagation.plan.PropagationCache;
import org.mem3d.core.propagation.plan.SliceOrder;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.propagation.result.Blend;
import org.mem3d.core.region.SliceReader;
import org.mem3d.published.network.PublishedMemoryModel;

/** Carries objects with a published network, chain after chain. */
final class PublishedPropagation implements Propagation {
  /** One object to carry: what of it is still to be asked, and what is known from before. */
  private static final class ObjectPropagation {
    final int object;
    final List<AnnotatedMask> annotatedMasks;
    final SliceReader reader;
    final SliceRange range;
    final List<ChainRecord> known = new ArrayList<>();
    final List<ChainRecord> refinements;
    final boolean refining;
    final List<PublishedChain> chains = new ArrayList<>();

    ObjectPropagation(
        int object,
        List<AnnotatedMask> annotatedMasks,
        SliceReader reader,
        SliceRange range,
        boolean refining,
        List<ChainRecord> refinements) {
      this.object = object;
      this.annotatedMasks = List.copyOf(annotatedMasks);
      this.reader = reader;
      this.range = range;
      this.refining = refining;
      this.refinements = List.copyOf(refinements);
    }

    /** Returns the slice below the one of that number up to which its mask is carried. */
    int below(int number) {
      return range.below(annotatedMasks, number);
    }

    /** Returns the slice above the one of that number up to which its mask is carried. */
    int above(int number) {
      return range.above(annotatedMasks, number, reader.slices());
    }
  }

  private final PublishedMemoryModel model;
  private final PublishedRules rules;
  private final WorkerPool workers;
  private final List<ObjectPropagation> objects = new ArrayList<>();
  private int slicesComputed;

  PublishedPropagation(PublishedMemoryModel model, PublishedRules rules, WorkerPool workers) {
    this.model = model;
    this.rules = rules;
    this.workers = workers;
  }

  @Override
  public void add(
      int object,
      List<AnnotatedMask> annotatedMasks,
      SliceReader reader,
      SliceRange range,
      PropagationCache before) {
    boolean refining = rules.refines() && !before.chains().isEmpty();
    ObjectPropagation propagation =
        new ObjectPropagation(
            object, annotatedMasks, reader, range, refining, before.refinements());
    objects.add(propagation);
    if (refining) {
      propagation.known.addAll(before.chains());
    }
    for (int i = 0; i < annotatedMasks.size(); i++) {
      AnnotatedMask start = annotatedMasks.get(i);
      if (AnnotatedMask.present(start)) {
        if (refining) {
          refine(propagation, i, before);
        } else {
          carry(propagation, i, before);
        }
      }
    }
  }

  private void carry(ObjectPropagation propagation, int number, PropagationCache before) {
    AnnotatedMask start = propagation.annotatedMasks.get(number);
    List<AnnotatedMask> memories = rules.memories(propagation.annotatedMasks, start);
    int below = propagation.below(number);
    int above = propagation.above(number);
    for (int[] order : SliceOrder.of(rules.plan(), start.slice(), below, above)) {
      ChainRecord known = before.chain(start, memories, order);
      if (known != null) {
        propagation.known.add(known);
      } else {
        propagation.chains.add(
            new PublishedChain(rules, propagation.reader, start, memories, order));
      }
    }
  }

  /** Adds the chain of an annotated slice from which none has gone yet. */
  private void refine(ObjectPropagation propagation, int number, PropagationCache before) {
    AnnotatedMask start = propagation.annotatedMasks.get(number);
    boolean gone =
        Stream.concat(before.chains().stream(), before.refinements().stream())
            .anyMatch(chain -> chain.start().equals(start));
    if (!gone) {
      int[] order =
          PublishedRules.refined(
              start.slice(), propagation.below(number), propagation.above(number));
      List<AnnotatedMask> memories = rules.memories(propagation.annotatedMasks, start);
      propagation.chains.add(new PublishedChain(rules, propagation.reader, start, memories, order));
    }
  }

  @Override
  public int mostSlices() {
    return objects.stream()
        .flatMap(propagation -> propagation.chains.stream())
        .mapToInt(PublishedChain::length)
        .sum();
  }

  @Override
  public int mostVisits() {
    return mostSlices();
  }

  @Override
  public int slicesComputed() {
    return slicesComputed;
  }

  @Override
  public void run(Propagation.Progress progress) {
    model.newRound();
    int most = mostVisits();
    int[] ended = {0};
    for (ObjectPropagation propagation : objects) {
      for (PublishedChain chain : propagation.chains) {
        int[] visits = {0};
        chain.run(
            model,
            slice -> {
              slicesComputed++;
              progress.visited(ended[0] + ++visits[0], most);
              progress.predicted(propagation.object, slice, chain.patch(slice));
              progress.sliceDone(propagation.object, slice);
            });
        ended[0] += chain.length();
      }
    }
  }

  @Override
  public @Nullable SlicePrediction[] predictions(int object, Runnable check) {
    check.run();
    ObjectPropagation propagation = propagationOf(object);
    PropagationCache cache = cache(object);
    List<ChainRecord> chains = cache.chains();
    List<AnnotatedMask> ends = propagation.refining ? starts(chains) : propagation.annotatedMasks;
    @Nullable SlicePrediction[] joined =
        Blend.join(ends, chains, propagation.reader.slices(), workers);
    for (ChainRecord refinement : cache.refinements()) {
      refinement
          .predictions()
          .forEach(
              (slice, prediction) -> {
                SlicePrediction old = joined[slice];
                if (old != null && old.patch().area() > 0) {
                  joined[slice] = prediction;
                }
              });
    }
    for (int slice = 0; slice < joined.length; slice++) {
      if (!propagation.range.contains(slice)) {
        joined[slice] = null;
      }
    }
    return joined;
  }

  /** Returns the annotated slices of the first round, as they were then. */
  private static List<AnnotatedMask> starts(List<ChainRecord> chains) {
    return chains.stream()
        .map(ChainRecord::start)
        .distinct()
        .sorted(Comparator.comparingInt(AnnotatedMask::slice))
        .toList();
  }

  @Override
  public PropagationCache cache(int object) {
    ObjectPropagation propagation = propagationOf(object);
    List<ChainRecord> all =
        new ArrayList<>(propagation.refining ? propagation.refinements : propagation.known);
    propagation.chains.forEach(chain -> all.add(chain.record()));
    return propagation.refining
        ? new PropagationCache(propagation.known, List.of(), all)
        : new PropagationCache(all, List.of());
  }

  private ObjectPropagation propagationOf(int object) {
    return objects.stream()
        .filter(propagation -> propagation.object == object)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "object " + object + " is not part of this propagation"));
  }
}
