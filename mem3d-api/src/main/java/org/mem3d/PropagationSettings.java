package org.mem3d;

import java.util.Objects;

/**
 * How masks are carried from slice to slice. Immutable; start from {@link #DEFAULT} and change one
 * thing at a time.
 *
 * @param memorySlots how many slices the memory bank holds, 1 to 64; 2 or more for the default
 *     network
 * @param storeEvery a predicted slice is kept in the bank every so many slices, 0 for never
 * @param windowFactor side of the square window, in longer sides of the object's box
 * @param stopAfterEmpty a chain ends after so many slices without the object
 * @param plan the order in which slices are segmented
 * @param topK each position reads so many of the most similar memory positions, 0 for all
 * @param refine whether the network's masks are brought to the edges of the image, with the
 *     annotated slices held fast; published networks never are
 */
public record PropagationSettings(
    int memorySlots,
    int storeEvery,
    double windowFactor,
    int stopAfterEmpty,
    PropagationPlan plan,
    int topK,
    boolean refine) {
  /** What the default weights were chosen with. */
  public static final PropagationSettings DEFAULT =
      new PropagationSettings(8, 5, 1.6, 3, PropagationPlan.ENSEMBLE, 0, true);

  /** Checks the ranges. */
  public PropagationSettings {
    Objects.requireNonNull(plan, "the plan is null");
    if (memorySlots < 1 || memorySlots > 64) {
      throw new Mem3dException("memorySlots must be 1 to 64, not " + memorySlots);
    }
    if (storeEvery < 0) {
      throw new Mem3dException("storeEvery must be 0 (never) or more, not " + storeEvery);
    }
    if (!(windowFactor >= 1 && windowFactor <= 8)) {
      throw new Mem3dException("windowFactor must be 1 to 8, not " + windowFactor);
    }
    if (stopAfterEmpty < 1) {
      throw new Mem3dException("stopAfterEmpty must be 1 or more, not " + stopAfterEmpty);
    }
    if (topK < 0) {
      throw new Mem3dException("topK must be 0 (all) or more, not " + topK);
    }
  }

  /** Returns these settings with another number of memory slots. */
  public PropagationSettings withMemorySlots(int slots) {
    return new PropagationSettings(
        slots, storeEvery, windowFactor, stopAfterEmpty, plan, topK, refine);
  }

  /** Returns these settings with another interval of stored predictions. */
  public PropagationSettings withStoreEvery(int slices) {
    return new PropagationSettings(
        memorySlots, slices, windowFactor, stopAfterEmpty, plan, topK, refine);
  }

  /** Returns these settings with another window factor. */
  public PropagationSettings withWindowFactor(double factor) {
    return new PropagationSettings(
        memorySlots, storeEvery, factor, stopAfterEmpty, plan, topK, refine);
  }

  /** Returns these settings with another number of empty slices that end a chain. */
  public PropagationSettings withStopAfterEmpty(int slices) {
    return new PropagationSettings(
        memorySlots, storeEvery, windowFactor, slices, plan, topK, refine);
  }

  /** Returns these settings with another plan. */
  public PropagationSettings withPlan(PropagationPlan other) {
    return new PropagationSettings(
        memorySlots, storeEvery, windowFactor, stopAfterEmpty, other, topK, refine);
  }

  /** Returns these settings with another number of memory positions that are read. */
  public PropagationSettings withTopK(int positions) {
    return new PropagationSettings(
        memorySlots, storeEvery, windowFactor, stopAfterEmpty, plan, positions, refine);
  }

  /** Returns these settings with or without refinement. */
  public PropagationSettings withRefine(boolean refined) {
    return new PropagationSettings(
        memorySlots, storeEvery, windowFactor, stopAfterEmpty, plan, topK, refined);
  }
}
