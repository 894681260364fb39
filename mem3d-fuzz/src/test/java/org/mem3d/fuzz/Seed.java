package org.mem3d.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The sound inputs with which fuzzing begins, where the fuzzer looks for them. */
public final class Seed {
  private Seed() {}

  /** Returns a test's seed by its name, such as {@code plain/nifti1}. */
  public static byte[] of(Class<?> test, String name) throws IOException {
    String resource = test.getSimpleName() + "Inputs/" + name;
    try (InputStream in = test.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in, resource).readAllBytes();
    }
  }
}
