package org.mem3d.train.volume;

import java.util.SplittableRandom;

/** How an object is put together from the pieces of a volume. Thread-safe. */
public interface ObjectChoice {
  /**
   * Draws an object.
   *
   * @return for each piece whether it is of the object, that of 0 being false; nothing is true if
   *     there is no object. The caller's own
   */
  boolean[] draw(SplittableRandom random);

  /** Returns whether the objects are known to be such, not guessed from edges. */
  boolean isSure();

  /**
   * Returns for each piece the number of what it is a part of, that of 0 being 0.
   *
   * @param wanted about how many there should be, where that can be chosen
   */
  int[] groups(int wanted);
}
