package org.mem3d.train.volume;

import java.util.List;

/** Volumes to draw training samples from. One thread at a time. */
public interface VolumeSource extends AutoCloseable {
  /**
   * Returns the volumes for a step: the same for the same step, in whatever order steps are asked
   * for. Waits until they are there.
   */
  List<TrainingVolume> at(long step);

  /** Says what the volumes are, in one line. */
  String describe();

  /** Stops what works ahead. Harmless when repeated. */
  @Override
  void close();
}
