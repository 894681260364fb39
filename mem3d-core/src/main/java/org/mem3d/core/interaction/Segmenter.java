package org.mem3d.core.interaction;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.Interaction;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;

/**
 * Answers marks with the mask of their slice: with the default network or a published one. One
 * thread at a time; owned by the engine.
 */
public interface Segmenter extends AutoCloseable {
  /**
   * Answers a mark.
   *
   * @param before what the slice's marks have led to so far; null if it has none
   * @param propagated the mask that the memory network gave the slice; empty if none
   * @param others negative marks, where the user marked other objects on the slice
   */
  AnnotatedSlice answer(
      SliceReader reader,
      Interaction mark,
      @Nullable AnnotatedSlice before,
      SlicePatch propagated,
      List<Interaction> others);

  /** Compiles and allocates on the backend all that may ever be needed. */
  void reserve();

  @Override
  void close();
}
