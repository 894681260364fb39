package org.mem3d.runtime.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;

/**
 * A backend, opened for each test and found empty after it, beside golden tensors in a folder of
 * {@code shared}; tests are skipped, saying so, where the folder is absent.
 */
public abstract class GoldenFilesContract {
  private final Path folder;
  private Backend backend;

  /** Names the folder in {@code shared}, beside the repository. */
  protected GoldenFilesContract(String folder) {
    this.folder = Path.of("..", "..", "shared", folder);
  }

  /** Returns the provider of the backend to test; it must be available here. */
  protected abstract BackendProvider provider();

  /** Returns a golden file. */
  protected final Path file(String name) {
    return folder.resolve(name);
  }

  /** Returns the backend to test. */
  protected final Backend backend() {
    return backend;
  }

  @BeforeEach
  final void open() {
    boolean there = Files.isDirectory(folder);
    if (!there) {
      System.out.println("skipped: no golden tensors at " + folder.toAbsolutePath().normalize());
    }
    assumeTrue(there, "the golden tensors are here");
    backend = provider().open(BackendOptions.DEFAULT);
  }

  @AfterEach
  final void close() {
    if (backend != null) {
      long left = backend.allocatedBytes();
      backend.close();
      assertThat(left).as("bytes left on the backend").isZero();
    }
  }
}
