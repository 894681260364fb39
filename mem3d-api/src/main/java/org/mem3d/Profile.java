package org.mem3d;

/** How a published memory network is used, where its code and its paper differ. */
public enum Profile {
  /**
   * As the published code does: scaled dot product of the keys; one memory for both directions,
   * whose slices come alternately from below and above; it begins with the annotated slice alone in
   * every round; the quality head sees the query's features.
   */
  OFFICIAL_CODE,
  /**
   * As the paper says: cosine similarity of the keys; both directions from each annotated slice,
   * blended; the memory keeps the annotated slices of all rounds; the quality head sees the
   * readout.
   */
  PAPER
}
