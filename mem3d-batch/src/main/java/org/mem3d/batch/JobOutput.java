package org.mem3d.batch;

import java.util.Locale;

/** What a job writes. */
public enum JobOutput {
  /** The labels of all objects, {@code mask.nii.gz}. */
  MASK,
  /** The probability of each object, {@code probability-LABEL.nii.gz}. */
  PROBABILITY,
  /** What is known of each slice, {@code quality.csv}. */
  QUALITY,
  /** The session, to go on with it, {@code session.mem3d}. */
  SESSION;

  /** Returns the word for it in manifests. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
