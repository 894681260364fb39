package org.mem3d;

/**
 * How masks are carried from slice to slice. Immutable; start from {@link #DEFAULT} and change one
 * thing at a time.
 *
 * @param memorySlots how many slices the memory bank holds, 2 to 64
 * @param storeEvery a predicted slice is kept in the bank every so many slices, 0 for never
 * @param windowFactor side of the square window, in longer sides of the object's box
 * @param stopAfterEmpty a chain ends after so many slices without the object
 */
public record PropagationSettings(
    int memorySlots, int storeEvery, double windowFactor, int stopAfterEmpty) {
  /** What the default weights were chosen with. */
  public static final PropagationSettings DEFAULT = new PropagationSettings(8, 5, 1.6, 3);

  /** Checks the ranges. */
  public PropagationSettings {
    if (memorySlots < 2 || memorySlots > 64) {
      throw new Mem3dException("memorySlots must be 2 to 64, not " + memorySlots);
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
  }

  /** Returns these settings with another number of memory slots. */
  public PropagationSettings withMemorySlots(int slots) {
    return new PropagationSettings(slots, storeEvery, windowFactor, stopAfterEmpty);
  }

  /** Returns these settings with another window factor. */
  public PropagationSettings withWindowFactor(double factor) {
    return new PropagationSettings(memorySlots, storeEvery, factor, stopAfterEmpty);
  }
}
